"""appraisal scenarios annex and from-annex: the rules as the table that departments know, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from appraisal.cli.options import PluginsDirs, Scenario, folders
from appraisal.cli.output import complain_findings, here, say
from appraisal.texts import text

Replace = Annotated[bool, typer.Option("--replace", help=here(text("Write over a file that is there already.")))]


def annex(
    scenario: Scenario,
    out: Annotated[
        str,
        typer.Option("-o", "--out", metavar="ANNEX.xlsx", help=here(text("The workbook to write; it ends in .xlsx."))),
    ],
    plugins_dir: PluginsDirs = None,
    replace: Replace = False,
) -> None:
    from appraisal.annex import Names, write_annex
    from appraisal.cli.workbook import workbook_path
    from appraisal.cli.written import write_new
    from appraisal.scenario import named_plugins, written_rules

    path = workbook_path(out)
    known = named_plugins(scenario, folders(plugins_dir))
    content = write_annex(written_rules(scenario), Names.of(known.indicators, known.tables))
    write_new(path, content, replace=replace)
    say(
        text(
            "Edit it, then: appraisal scenarios from-annex {path} --base {scenario} -o rules.json",
            path=path,
            scenario=scenario,
        )
    )


annex.__doc__ = here(
    text("Write the rules as an Excel annex for departments to edit: index, gates, grades, awards, one sheet each.")
)


def from_annex(
    workbook: Annotated[
        str, typer.Argument(metavar="ANNEX.xlsx", help=here(text("An annex that was exported and edited.")))
    ],
    base: Annotated[
        str,
        typer.Option(
            "--base",
            metavar="SCENARIO",
            help=here(
                text("The scenario whose indicators it names; sheets that are missing are taken from its rules.")
            ),
        ),
    ],
    out: Annotated[str, typer.Option("-o", "--out", metavar="RULES.json", help=here(text("The rules file to write.")))],
    plugins_dir: PluginsDirs = None,
    replace: Replace = False,
) -> None:
    from appraisal.annex import Names, read_annex
    from appraisal.cli.scenarios.diff import say_changes
    from appraisal.cli.written import write_new
    from appraisal.errors import Finding, Place, Refused
    from appraisal.rules import in_force
    from appraisal.scenario import named_plugins, stated_rules, stated_scenario, written_rules
    from appraisal.schema import dumps

    path = Path(workbook)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = text("The file cannot be read: {reason}.", reason=error.strerror or type(error).__name__)
        raise Refused([Finding("file|unreadable", message, place=Place(str(path)))]) from None
    known, year = named_plugins(base, folders(plugins_dir)), stated_scenario(base)["year"]
    names = Names.of(known.indicators, known.tables)
    rules, findings = read_annex(data, path.name, names, year, written_rules(base))
    if rules is None:
        raise Refused(findings)
    complain_findings(findings, refused=False)
    write_new(Path(out), dumps(rules).encode(), replace=replace)
    say_changes(stated_rules(base), in_force(rules, year, path.name)[0], base, path.name)


from_annex.__doc__ = here(
    text("Read an edited annex back as rules.json: every fault with its cell, then what changed.")
)
