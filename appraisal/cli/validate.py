"""appraisal validate: every finding of a scenario or of single files, nothing scored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.main import REFUSED
from appraisal.cli.options import Evidence, Json, PluginsDirs, Replace, folders
from appraisal.cli.output import SEE_ALL, complain_findings, finding_document, here, say, say_json, worst_first
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.errors import Finding


def validate(
    target: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO|FILE|FOLDER...",
            help=here(text("A scenario, or evidence files and folders to check as intake would, for --scenario.")),
        ),
    ],
    scenario: Annotated[
        str | None,
        typer.Option("--scenario", metavar="S", help=here(text("The scenario whose tables the files are."))),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="T", help=here(text("The table of the file; its name by default."))),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", "-o", metavar="LIST.xlsx", help=here(text("Write every finding into a workbook, one a line."))
        ),
    ] = None,
    replace: Replace = False,
    evidence: Evidence = None,
    plugins_dir: PluginsDirs = None,
    as_json: Json = False,
) -> int:
    from appraisal.cli.workbook import workbook_path
    from appraisal.errors import Refused

    path = workbook_path(out) if out is not None else None
    if scenario is None and (len(target) != 1 or _is_no_scenario(target[0])):
        raise typer.BadParameter(here(text("To check files, name the scenario whose tables they are with --scenario.")))
    try:
        findings = (
            _of_files(target, scenario, table, plugins_dir)
            if scenario is not None
            else _of_scenario(target[0], evidence, plugins_dir)
        )
    except Refused as refused:
        findings = list(refused.findings)
    if path is not None:
        _write(findings, path, replace=replace)
    return _show(findings, path, as_json=as_json)


validate.__doc__ = here(text("Check rules, plugins and evidence and tell what is wrong; nothing is scored."))


def _is_no_scenario(name: str) -> bool:
    """Whether a target that is there is a city's file or folder, for which --scenario was forgotten."""
    from appraisal.errors import Refused
    from appraisal.scenario import find_scenario

    try:
        find_scenario(name)
    except Refused:
        return Path(name).exists()
    return False


def _write(findings: Sequence[Finding], path: Path, *, replace: bool) -> None:
    from appraisal.cli.workbook import write_workbook
    from appraisal.forms import Problem, write_problems
    from appraisal.texts import preferred

    rows = [Problem("", finding) for finding in findings]
    write_workbook(path, write_problems(rows, language=preferred()), replace=replace)


def _of_scenario(name: str, evidence: str | None, plugins_dir: list[str] | None) -> list[Finding]:
    from appraisal.procedure import examine
    from appraisal.scenario import load_scenario

    evidence_dir = Path(evidence) if evidence else None
    return examine(load_scenario(name, plugins_dirs=folders(plugins_dir), evidence_dir=evidence_dir))


def _of_files(target: Sequence[str], name: str, table: str | None, plugins_dir: list[str] | None) -> list[Finding]:
    from appraisal.errors import Refused
    from appraisal.intake import examine_files, find_files, nothing_found
    from appraisal.scenario import prepare

    prepared = prepare(name, folders(plugins_dir))
    received, passed_over = find_files([Path(one) for one in target])
    if not received:
        raise Refused([*passed_over, nothing_found()])
    return [*passed_over, *examine_files(prepared, received, table)]


def _show(findings: Sequence[Finding], path: Path | None, *, as_json: bool) -> int:
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        say_json([finding_document(finding) for finding in findings])
        return REFUSED if errors else 0
    rest = text("All of them stand in {path}.", path=path) if path else SEE_ALL
    complain_findings(worst_first(findings), refused=False, rest=rest)
    say(
        text("{errors} errors, {others} other findings.", errors=errors, others=len(findings) - errors)
        if findings
        else text("Nothing to report: everything is as it must be.")
    )
    if path is not None:
        say(text("Written: {folder}", folder=path))
    return REFUSED if errors else 0
