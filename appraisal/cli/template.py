"""appraisal template: the form that platforms and cities fill in for a scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from appraisal.cli.options import PluginsDirs, Replace, Scenario, folders
from appraisal.cli.output import here, say
from appraisal.texts import preferred, text


def template(
    scenario: Scenario,
    out: Annotated[
        str, typer.Option("-o", "--out", metavar="FORM.xlsx", help=here(text("The form to write; it ends in .xlsx.")))
    ],
    plugins_dir: PluginsDirs = None,
    replace: Replace = False,
) -> None:
    from appraisal.cli.workbook import workbook_path, write_workbook
    from appraisal.forms import form_of, write_form
    from appraisal.scenario import prepare

    path = workbook_path(out)
    documents = prepare(scenario, folders(plugins_dir)).documents
    form = form_of(
        documents.scenario, documents.rules, documents.made, documents.schemas, documents.rules_file, documents.given
    )
    write_workbook(path, write_form(form, language=preferred()), replace=replace)
    say(text("Written: {folder}", folder=path))


template.__doc__ = here(text("Write the Excel form that platforms and cities fill in for a scenario."))
