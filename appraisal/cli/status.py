"""appraisal status: who delivered, what is open, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.cli.options import Json, PluginsDirs, Scenario, folders
from appraisal.cli.output import here, say, say_json, say_table
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from appraisal.intake import Standing


def status(scenario: Scenario, plugins_dir: PluginsDirs = None, as_json: Json = False) -> int:
    from appraisal.intake import standing
    from appraisal.scenario import prepare

    prepared = prepare(scenario, folders(plugins_dir))
    found = standing(prepared)
    if as_json:
        say_json(_document(found))
    else:
        _show(found)
    return 0


status.__doc__ = here(text("Say who delivered, how many problems are open and what to do next."))


def _show(found: Standing) -> None:
    from appraisal.intake import STATES, state_of

    if found.book.entries:
        say(text("Deliveries:"))
        say_table(
            (
                entry.number,
                state_of(entry),
                entry.path,
                Joined(entry.cities, ", "),
                text("errors {errors}, warnings {warnings}", errors=entry.errors, warnings=entry.warnings),
                text("replaced by no. {number}: {reason}", number=entry.superseded_by, reason=entry.reason)
                if entry.superseded_by
                else text("withdrawn: {reason}", reason=entry.reason)
                if not entry.is_current
                else "",
            )
            for entry in found.book.entries
        )
        counts = tuple(
            text("{state} {count}", state=STATES[state], count=count) for state, count in found.states.items()
        )
        say(text("Current: {counts}", counts=Joined(counts, text(", "))))
        if found.folder:
            say(text("The last round: {folder}", folder=found.folder))
    silent = [city for city, count in found.cities.items() if not count]
    if silent:
        names = Joined(tuple(silent), text(", "))
        say(
            text(
                "Cities of the register that delivered nothing ({count}): {names}",
                count=len(silent),
                names=names,
            )
        )
    say()
    say(text("Next:"))
    for line in found.next:
        say(text("  - {line}", line=line))


def _document(found: Standing) -> dict[str, object]:
    return {
        "deliveries": [
            {
                "number": entry.number,
                "path": entry.path,
                "state": entry.state,
                "cities": list(entry.cities),
                "errors": entry.errors,
                "warnings": entry.warnings,
                "sha256": entry.sha256,
                "superseded_by": entry.superseded_by,
                "reason": entry.reason,
            }
            for entry in found.book.entries
        ],
        "states": dict(found.states),
        "cities": dict(found.cities),
        "missing": list(found.missing),
        "altered": list(found.altered),
        "folder": found.folder.as_posix() if found.folder else None,
        "next": [here(line) for line in found.next],
    }
