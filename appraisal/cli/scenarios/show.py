"""appraisal scenarios show: the whole rules, on the terminal or as a page to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from appraisal.cli.options import Json, PluginsDirs, Scenario, folders
from appraisal.cli.output import here, say, say_json
from appraisal.texts import preferred, text


def show(
    scenario: Scenario,
    html: Annotated[
        bool, typer.Option("--html", help=here(text("Write one HTML page that can be printed; name it with -o.")))
    ] = False,
    out: Annotated[
        str | None, typer.Option("-o", "--out", metavar="FILE", help=here(text("The HTML file to write.")))
    ] = None,
    plugins_dir: PluginsDirs = None,
    as_json: Json = False,
) -> None:
    from appraisal.scenario import named_plugins, stated_rules, stated_scenario

    if html != (out is not None):
        raise typer.BadParameter(here(text("Write --html and -o FILE together: --html -o rules.html.")))
    rules: dict[str, Any] = stated_rules(scenario)
    if as_json:
        say_json(rules)
        return
    from appraisal.rules_document import as_html, as_lines, rules_document

    known = named_plugins(scenario, folders(plugins_dir))
    document = rules_document(rules, known.indicators, known.tables, stated_scenario(scenario)["year"])
    if out is None:
        for line in as_lines(document, preferred()):
            say(line)
        return
    from appraisal.cli.written import write_new

    write_new(Path(out), as_html(document, preferred()).encode())


show.__doc__ = here(
    text("Show the rules of a scenario: gates, index with full marks and curves, grades, ties, awards.")
)
