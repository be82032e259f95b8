"""appraisal intake: the cities' files taken in, checked together and answered one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.main import REFUSED
from appraisal.cli.options import Json, PluginsDirs, Replace, folders, option
from appraisal.cli.output import (
    SEE_ALL,
    complain_findings,
    finding_document,
    here,
    progress,
    say,
    say_json,
    say_table,
    worst_first,
)
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraisal.errors import Finding
    from appraisal.intake import Entry, Matched, Outcome, Received
    from appraisal.scenario import Prepared
    from appraisal.texts import Text

OPEN = 3
_WITHDRAW = text("A delivery that no longer counts, by its path in the status; may be repeated.")


def intake(
    scenario: Annotated[
        str,
        typer.Option(
            "--scenario", metavar="S", help=here(text("The folder of the scenario whose evidence the files become."))
        ),
    ],
    target: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FOLDER|FILE...", help=here(text("Folders with the files as they came, or single files."))
        ),
    ] = None,
    supersede: Annotated[
        list[str] | None,
        typer.Option(
            "--supersede",
            metavar="REASON",
            help=here(
                text(
                    "Why a changed file takes the place of the former one; where several changed PATH=REASON for each, "
                    "or all=REASON for all of them."
                )
            ),
        ),
    ] = None,
    withdraw: Annotated[list[str] | None, option(_WITHDRAW, "--withdraw", metavar="PATH")] = None,
    reason: Annotated[
        str | None, option(text("Why the deliveries are withdrawn."), "--reason", metavar="REASON")
    ] = None,
    merge: Annotated[
        str | None,
        typer.Option(
            "--merge",
            metavar="FORM.xlsx",
            help=here(text("Take nothing in; merge the files into one filled form, as a city does before it sends.")),
        ),
    ] = None,
    replace: Replace = False,
    plugins_dir: PluginsDirs = None,
    as_json: Json = False,
) -> int:
    from appraisal.cli.workbook import workbook_path
    from appraisal.intake import find_files, receive
    from appraisal.scenario import prepare

    if not target and not withdraw:
        raise typer.BadParameter(here(text("Name the folder with the files, or a delivery to withdraw.")))
    if reason is not None and not withdraw:
        raise typer.BadParameter(
            here(text("--reason is why a delivery is withdrawn; for files that changed there is --supersede."))
        )
    path = workbook_path(merge) if merge is not None else None
    prepared = prepare(scenario, folders(plugins_dir))
    received, passed_over = find_files([Path(one) for one in target or ()], besides=path)
    if path is not None:
        return _merge(prepared, received, passed_over, path, replace=replace)
    outcome = receive(
        prepared,
        received,
        supersede=supersede or (),
        withdrawn=withdraw or (),
        reason=reason,
        passed_over=passed_over,
        progress=lambda done: progress(text("Read {done} files …", done=done)) if not done % 20 else None,
    )
    _show(outcome, passed_over, as_json=as_json)
    return OPEN if outcome.is_open or _has_error(passed_over) else 0


intake.__doc__ = here(
    text(
        "Take in the cities' files as they are: what is sound becomes evidence, "
        "and every sender gets the workbook back with marks."
    )
)


def _merge(
    prepared: Prepared, received: Sequence[Received], passed_over: Sequence[Finding], path: Path, *, replace: bool
) -> int:
    from appraisal.cli.workbook import write_workbook
    from appraisal.errors import Refused
    from appraisal.intake import merge_files, nothing_found

    if not received:
        raise Refused(nothing_found(passed_over))
    data, findings = merge_files(prepared, received)
    complain_findings([*passed_over, *findings], rest=SEE_ALL)
    if _has_error(passed_over):
        return REFUSED
    write_workbook(path, data, replace=replace)
    say(text("Merged {count} files into {path}.", count=len(received), path=path))
    return 0


def _has_error(findings: Sequence[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def _show(outcome: Outcome, passed_over: Sequence[Finding], *, as_json: bool) -> None:
    from appraisal.intake import STATES

    general = [*passed_over, *outcome.general]
    if as_json:
        say_json(_document(outcome, general))
        return
    new = set(outcome.new)
    told = [entry for entry in outcome.book.current if entry.path in new]
    own = [finding for entry in told for finding in outcome.judged.findings[entry.path]]
    # What was repaired or passed over stands in the workbooks that go back. What has to be mended comes first.
    findings = [*(finding for finding in own if finding.severity != "notice"), *general]
    complain_findings(worst_first(findings), refused=False, rest=_rest(outcome))
    say(text("New files: {new}; known already: {known}.", new=len(new), known=outcome.matched.known))
    say_table(
        (
            entry.number,
            STATES[entry.state],
            entry.path,
            text(
                "errors {errors}, warnings {warnings}, repairs {repairs}",
                errors=entry.errors,
                warnings=entry.warnings,
                repairs=entry.repairs,
            ),
        )
        for entry in told
    )
    for line in _gone(outcome.matched):
        say(line)
    rows = Joined(
        tuple(
            text("{table} {count}", table=table.schema.title, count=table.frame.height)
            for table in outcome.judged.tables.values()
        ),
        text(", "),
    )
    say(text("Evidence (rows): {rows}", rows=rows if outcome.judged.tables else "0"))
    if outcome.folder is None:
        say(text("Nothing new; nothing was written."))
        return
    say(text("Written: {folder}", folder=outcome.folder))
    for name, line in _WRITTEN.items():
        if (outcome.folder / name).exists():
            say(line)
    say(text("What to do next: appraisal status {scenario}", scenario=outcome.folder.parent.parent))


def _rest(outcome: Outcome) -> Text | None:
    """Where the findings stand of which the screen shows the first."""
    if outcome.folder is None:
        return None
    return text("The problems of the files stand in {path}, all of them.", path=outcome.folder / "problems.xlsx")


_WRITTEN = {
    "returned": text("  returned   the files with their marks, for the senders"),
    "receipts": text("  receipts   a receipt for each file"),
    "problems.xlsx": text("  problems.xlsx   all problems in one list"),
}


def _gone(matched: Matched) -> Iterator[Text]:
    """A line for each delivery that counts no more, with the reason that was recorded."""
    for entry in matched.replaced:
        yield text(
            "No. {number} takes the place of no. {former}, {path}: {reason}",
            number=entry.superseded_by,
            former=entry.number,
            path=entry.path,
            reason=entry.reason,
        )
    for entry in matched.withdrawn:
        yield text(
            "Withdrawn: no. {number}, {path}: {reason}", number=entry.number, path=entry.path, reason=entry.reason
        )


def _document(outcome: Outcome, general: Sequence[Finding]) -> dict[str, object]:
    return {
        "new": list(outcome.new),
        "known": outcome.matched.known,
        "superseded": [_no_longer(entry) for entry in outcome.matched.replaced],
        "withdrawn": [_no_longer(entry) for entry in outcome.matched.withdrawn],
        "folder": outcome.folder.as_posix() if outcome.folder else None,
        "deliveries": [
            {
                "number": entry.number,
                "path": entry.path,
                "state": entry.state,
                "sha256": entry.sha256,
                "rows": dict(entry.rows),
                "findings": [finding_document(finding) for finding in outcome.judged.findings[entry.path]],
            }
            for entry in outcome.book.current
        ],
        "general": [finding_document(finding) for finding in general],
    }


def _no_longer(entry: Entry) -> dict[str, object]:
    return {"number": entry.number, "path": entry.path, "by": entry.superseded_by, "reason": entry.reason}
