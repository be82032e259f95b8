"""appraisal template: the form that platforms and cities fill in for a scenario, and the sheets of its experts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.options import PluginsDirs, Replace, Scenario, folders, option
from appraisal.cli.output import here, say
from appraisal.texts import preferred, text

if TYPE_CHECKING:
    from appraisal.scenario import Prepared


def template(
    scenario: Scenario,
    out: Annotated[
        str,
        option(
            text("The form to write; it ends in .xlsx. With --panel the folder for the experts' sheets."),
            "-o",
            "--out",
            metavar="FORM.xlsx",
        ),
    ],
    panel: Annotated[
        str | None,
        option(text("Write the blank sheets of this panel's experts instead."), "--panel", metavar="PANEL"),
    ] = None,
    result: Annotated[
        str | None,
        option(
            text("With --panel: only the shortlist of this result, or its ranked ones."), "--result", metavar="RESULT"
        ),
    ] = None,
    plugins_dir: PluginsDirs = None,
    replace: Replace = False,
) -> None:
    from appraisal.scenario import prepare

    if panel is None and result is not None:
        raise typer.BadParameter(here(text("--result is for the sheets of experts: name their panel with --panel.")))
    if panel is None:
        from appraisal.cli.workbook import workbook_path

        workbook_path(out)
    prepared = prepare(scenario, folders(plugins_dir))
    if panel is None:
        _form(prepared, out, replace=replace)
    else:
        from appraisal.cli.expert_sheets import write_expert_sheets

        write_expert_sheets(prepared, panel, Path(result) if result else None, Path(out), replace=replace)


def _form(prepared: Prepared, out: str, *, replace: bool) -> None:
    from appraisal.cli.workbook import workbook_path, write_workbook
    from appraisal.forms import form_of, write_form

    path, documents = workbook_path(out), prepared.documents
    form = form_of(
        documents.scenario, documents.rules, documents.made, documents.schemas, documents.rules_file, documents.given
    )
    write_workbook(path, write_form(form, language=preferred()), replace=replace)
    say(text("Written: {folder}", folder=path))


template.__doc__ = here(text("Write the Excel form that platforms and cities fill in for a scenario."))
