"""appraisal scenarios new: a scenario of one's own begun."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from appraisal.cli.output import here, say
from appraisal.cli.scenarios.options import Id, Out
from appraisal.texts import text


def new(
    extends: Annotated[
        str, typer.Option("--extends", metavar="SCENARIO", help=here(text("The scenario to extend, such as 2014.")))
    ],
    city: Annotated[
        str | None,
        typer.Option(
            "--city", metavar="CITY", help=here(text("Rank the platforms of this city beside the province's."))
        ),
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help=here(text("The year, where it is another one.")))
    ] = None,
    intake: Annotated[
        bool, typer.Option("--intake", help=here(text("State no evidence: it is to come from the cities' files.")))
    ] = False,
    scenario_id: Id = None,
    out: Out = None,
) -> None:
    from appraisal.scenario import new_scenario

    if year is not None and not re.fullmatch("[12][0-9]{3}", year):
        raise typer.BadParameter(here(text("{year} is no year. Write it as 2016.", year=year)))
    folder, document = new_scenario(
        extends,
        Path(out) if out else None,
        name=scenario_id,
        city=city,
        year=int(year) if year else None,
        for_intake=intake,
    )
    say(text("Written: {folder}", folder=folder / "scenario.json"))
    # A bare name would mean a shipped scenario.
    shown = folder if folder.is_absolute() or len(folder.parts) > 1 else f"./{folder}"
    for step in _next_steps(shown, document):
        say(step)


new.__doc__ = here(text("Begin a scenario that extends another: a city's local ranking, a new year, or a variant."))


def _next_steps(folder: object, document: dict[str, Any]) -> list[object]:
    steps: list[object]
    if "scope" in document:
        steps = [
            text("It runs as it is, by the province's rules: appraisal run {folder}", folder=folder),
            text(
                "Put an indicator of your own into {folder}/plugins, its table into {folder}/evidence.", folder=folder
            ),
            text("Name both in scenario.json, and give the indicator a place in the index under patch."),
            text("Check: appraisal validate {folder}", folder=folder),
        ]
    elif "evidence" in document:
        steps = [
            text("Change the rules under patch, if the new year has other ones."),
            text("Send out the form: appraisal template {folder} -o form.xlsx", folder=folder),
            text("Take in the files: appraisal intake FOLDER --scenario {folder}", folder=folder),
            text("Then: appraisal status {folder}, appraisal run {folder}", folder=folder),
        ]
    else:
        steps = [
            text("Change the rules under patch."),
            text("Then: appraisal scenarios diff {extends} {folder}", extends=document["extends"], folder=folder),
            text("Then: appraisal run {folder}", folder=folder),
        ]
    return [text("{number}. {step}", number=number, step=step) for number, step in enumerate(steps, start=1)]
