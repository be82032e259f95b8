"""appraisal validate: every finding of a scenario or of single files, nothing scored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.main import REFUSED
from appraisal.cli.options import Evidence, Json, PluginsDirs, folders
from appraisal.cli.output import complain_findings, here, say, say_json
from appraisal.texts import preferred, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.errors import Finding


def validate(
    target: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO|FILE...",
            help=here(text("A scenario, or evidence files to check as tables of --scenario.")),
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
    from appraisal.procedure import examine
    from appraisal.scenario import check_files, load_scenario

    if scenario is None and len(target) != 1:
        raise typer.BadParameter(here(text("To check files, name the scenario whose tables they are with --scenario.")))
    try:
        if scenario is None:
            evidence_dir = Path(evidence) if evidence else None
            loaded = load_scenario(target[0], plugins_dirs=folders(plugins_dir), evidence_dir=evidence_dir)
            findings: Sequence[Finding] = examine(loaded)
        else:
            findings = check_files([Path(one) for one in target], scenario, table, folders(plugins_dir))
    except Refused as refused:
        findings = refused.findings
    return _show(findings, as_json=as_json)


validate.__doc__ = here(
    text("Check rules, plugins and evidence and print every finding; nothing is scored or written.")
)


def _show(findings: Sequence[Finding], *, as_json: bool) -> int:
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        language = preferred()
        say_json(
            [
                {
                    "severity": finding.severity.value,
                    "code": finding.code,
                    "file": finding.place.file,
                    "row": finding.place.row,
                    "column": finding.place.column,
                    "pointer": finding.place.pointer,
                    "character": finding.place.character,
                    "platform_id": finding.platform_id,
                    "value": finding.value,
                    "message": finding.sentence(language),
                }
                for finding in findings
            ]
        )
    else:
        complain_findings(findings)
        say(
            text("{errors} errors, {others} other findings.", errors=errors, others=len(findings) - errors)
            if findings
            else text("Nothing to report: everything is as it must be.")
        )
    return REFUSED if errors else 0
