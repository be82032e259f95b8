"""appraisal validate: every finding of a scenario or of single files, nothing scored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.main import REFUSED
from appraisal.cli.options import Evidence, Json, PluginsDirs, Replace, folders, option
from appraisal.cli.output import SEE_ALL, complain_findings, finding_document, here, say, say_json, worst_first
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.errors import Finding
    from appraisal.scenario import Scenario


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
    marked: Annotated[
        str | None,
        option(
            text("Write a copy of each file, with what is wrong marked in its cells, into this folder."),
            "--marked",
            metavar="FOLDER",
        ),
    ] = None,
    replace: Replace = False,
    evidence: Evidence = None,
    plugins_dir: PluginsDirs = None,
    as_json: Json = False,
) -> int:
    from appraisal.cli.workbook import workbook_path, write_workbooks
    from appraisal.errors import Refused

    path = workbook_path(out) if out is not None else None
    if scenario is None and (len(target) != 1 or _is_no_scenario(target[0])):
        raise typer.BadParameter(here(text("To check files, name the scenario whose tables they are with --scenario.")))
    copies_to = _folder_for_copies(marked, target, scenario)
    copies: Mapping[str, bytes] = {}
    try:
        if scenario is None:
            findings = _of_scenario(target[0], evidence, plugins_dir)
        else:
            findings, copies = _of_files(target, scenario, table, plugins_dir, copies_to)
    except Refused as refused:
        findings = list(refused.findings)
    files = {copies_to / name: content for name, content in copies.items()} if copies_to else {}
    if path is not None:
        files[path] = _list_of(findings)
    write_workbooks(files, folder=copies_to, replace=replace)
    code = _show(findings, path, as_json=as_json)
    if copies and not as_json:
        say(text("Copies with marks: {count}, in {folder}", count=len(copies), folder=copies_to))
    return code


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


def _folder_for_copies(marked: str | None, target: Sequence[str], scenario: str | None) -> Path | None:
    """Where copies go: to no place where one of the files lies, so that none is ever written over."""
    if marked is None:
        return None
    if scenario is None:
        raise typer.BadParameter(here(text("Copies are made of files: name their scenario with --scenario.")))
    folder = Path(marked)
    if any(folder.resolve() in (path := Path(one).resolve(), *path.parents) for one in target):
        message = text("The files themselves lie in {folder}: choose another folder for the copies.", folder=folder)
        raise typer.BadParameter(here(message))
    return folder


def _list_of(findings: Sequence[Finding]) -> bytes:
    from appraisal.forms import Problem, write_problems
    from appraisal.texts import preferred

    return write_problems([Problem("", finding) for finding in findings], language=preferred())


def _of_scenario(name: str, evidence: str | None, plugins_dir: list[str] | None) -> list[Finding]:
    from appraisal.procedure import examine
    from appraisal.scenario import load_scenario

    evidence_dir = Path(evidence) if evidence else None
    scenario = load_scenario(name, plugins_dirs=folders(plugins_dir), evidence_dir=evidence_dir)
    return [*_simulated(scenario), *examine(scenario)]


def _simulated(scenario: Scenario) -> list[Finding]:
    """That the rules are not in force in the scenario's year: a run says so on every page, and pays nothing."""
    from appraisal.errors import Finding, Place, Severity

    valid = scenario.rules.valid
    if scenario.year in valid:
        return []
    message = text(
        "The rules hold from {first} to {last}, not in {year}: the result is a simulation, and nobody wins an award.",
        first=valid[0],
        last=valid[-1],
        year=scenario.year,
    )
    fix = text("If they are to hold in that year, write so under valid.")
    place = Place(file=scenario.documents.rules_file, pointer="$.valid")
    return [Finding("rules|year_outside", message, fix, severity=Severity.NOTICE, place=place)]


def _of_files(
    target: Sequence[str], name: str, table: str | None, plugins_dir: list[str] | None, copies_to: Path | None
) -> tuple[list[Finding], Mapping[str, bytes]]:
    from appraisal.errors import Refused
    from appraisal.intake import examine_files, find_files, mark_files, nothing_found
    from appraisal.scenario import prepare

    prepared = prepare(name, folders(plugins_dir))
    received, passed_over = find_files([Path(one) for one in target], besides=copies_to)
    if not received:
        raise Refused(nothing_found(passed_over))
    if copies_to is None:
        return [*passed_over, *examine_files(prepared, received, table)], {}
    found, copies = mark_files(prepared, received, table)
    return [*passed_over, *found], copies


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
