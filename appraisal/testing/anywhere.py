"""Anywhere and at any time the same: the records of a plugin and the values of its indicators."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal import declarative
from appraisal.errors import Finding, Place
from appraisal.schema import canonical
from appraisal.testing import apart
from appraisal.testing.parcel import packed, plain
from appraisal.testing.sample import sample
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.testing.subject import Subject

#: So much evidence is measured in the other process too.
_EXAMPLES = 5


def rehearsal(folder: Path, plugins_dirs: Sequence[Path]) -> tuple[object, list[Finding]]:
    """What a program answers and does when it is imported, tried where it can harm nothing of this process."""
    found = apart.answer(_job(folder, plugins_dirs), apart.HERE)
    if "ended" in found:
        return None, [_ended(folder, found)]
    # A plugin that is refused is refused here too, with all the words.
    findings = [_finding(folder, "left", thing) for thing in found["left"]]
    findings += [_finding(folder, "did", thing) for thing in found["did"]]
    if len({str(record) for record in found["records"]}) > 1:
        findings.append(_finding(folder, "changes", ""))
    return found["records"][0], findings


def differences(folder: Path, plugins_dirs: Sequence[Path], made: Sequence[Subject]) -> list[Finding]:
    """What the other process found otherwise than this one: records, or values of the same evidence."""
    evidence = [(one, each) for one in made for each in sample(one, _EXAMPLES)]
    with tempfile.TemporaryDirectory(prefix="appraisal-") as place:
        stated = packed([each for _, each in evidence], Path(place))
        named = [{**entry, "of": one.indicator.id} for entry, (one, _) in zip(stated, evidence, strict=True)]
        found = apart.answer({**_job(folder, plugins_dirs), "evidence": named}, apart.ELSEWHERE, Path(place))
    if "ended" in found:
        return [_ended(folder, found)]
    if changed := [change for record in found["records"] for change in changes(folder, record, made)]:
        return changed[:1]
    values = {one.indicator.id: [plain(one.values(each)) for other, each in evidence if other is one] for one in made}
    return [] if found.get("values") == values else [_finding(folder, "elsewhere", "")]


def changes(folder: Path, record: object, made: Sequence[Subject]) -> list[Finding]:
    """Whether the indicators are those that another process was given."""
    here = {one.indicator.id: canonical(declarative.document(one.indicator)).decode() for one in made}
    return [] if record == here else [_finding(folder, "changes", "")]


def _job(folder: Path, plugins_dirs: Sequence[Path]) -> dict[str, Any]:
    return {"folder": str(folder), "plugins_dirs": apart.paths_of(plugins_dirs)}


def _ended(folder: Path, found: Mapping[str, Any]) -> Finding:
    if found["ended"] == "time":
        message = text(
            "The plugin {name} does not come back within {limit} seconds.", name=folder.name, limit=apart.SECONDS
        )
        fix = text("Remove endless loops and waiting: a plugin only gives its indicators.")
        return Finding("plugin|endless", message, fix, place=Place(f"plugins/{folder.name}"))
    message = text(
        "The plugin {name} ends the process (exit status {status}). {words}",
        name=folder.name,
        status=found["ended"],
        words=found["words"],
    )
    fix = text("Remove exit and whatever crashes: a plugin only gives its indicators.")
    return Finding("plugin|exits", message, fix, place=Place(f"plugins/{folder.name}"))


def _finding(folder: Path, kind: str, thing: str) -> Finding:
    match kind:
        case "left":
            message = text("The plugin {name} changes {thing} for everybody.", name=folder.name, thing=thing)
            fix = text("Leave the process as it was: no settings, no randomness, nothing of others replaced.")
        case "did":
            message = text(
                "The plugin {name} does more than give its indicators: {thing}.", name=folder.name, thing=thing
            )
            fix = text("Read nothing but the plugin's own folder; write nothing, start nothing, ask no network.")
        case "changes":
            message = text("The plugin {name} gives other indicators at another time or place.", name=folder.name)
            fix = text("Leave out clock, randomness, language, environment and whatever is kept between two calls.")
        case _:
            message = text("The plugin {name} gives other values in another process.", name=folder.name)
            fix = text("Leave out whatever depends on the machine.")
    return Finding(f"law|{kind}", message, fix, place=Place(f"plugins/{folder.name}"), value=thing or None)
