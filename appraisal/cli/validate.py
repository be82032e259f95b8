"""appraisal validate: every finding of a scenario or of single files, nothing scored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.main import REFUSED
from appraisal.cli.options import Evidence, Json, PluginsDirs, folders
from appraisal.cli.output import complain_findings, finding_document, here, say, say_json
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
    evidence: Evidence = None,
    plugins_dir: PluginsDirs = None,
    as_json: Json = False,
) -> int:
    from appraisal.errors import Refused

    if scenario is None and len(target) != 1:
        raise typer.BadParameter(here(text("To check files, name the scenario whose tables they are with --scenario.")))
    try:
        findings = (
            _of_files(target, scenario, table, plugins_dir)
            if scenario is not None
            else _of_scenario(target[0], evidence, plugins_dir)
        )
    except Refused as refused:
        findings = list(refused.findings)
    return _show(findings, as_json=as_json)


validate.__doc__ = here(
    text("Check rules, plugins and evidence and print every finding; nothing is scored or written.")
)


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


def _show(findings: Sequence[Finding], *, as_json: bool) -> int:
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        say_json([finding_document(finding) for finding in findings])
    else:
        complain_findings(findings, refused=False)
        say(
            text("{errors} errors, {others} other findings.", errors=errors, others=len(findings) - errors)
            if findings
            else text("Nothing to report: everything is as it must be.")
        )
    return REFUSED if errors else 0
