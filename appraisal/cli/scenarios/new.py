"""appraisal scenarios new: a scenario of one's own begun."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer

from appraisal.cli.output import here, say
from appraisal.cli.scenarios.matrix import Combine, FromMatrix, Lowest, Meta, begin_from_matrix, refuse_options
from appraisal.cli.scenarios.options import Id, Out
from appraisal.texts import text


def new(
    extends: Annotated[
        str | None,
        typer.Option("--extends", metavar="SCENARIO", help=here(text("The scenario to extend, such as 2014."))),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="SCENARIO",
            help=here(text("Copy the rules of this scenario whole, to be edited; with --year.")),
        ),
    ] = None,
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
    round_id: Annotated[
        str | None,
        typer.Option(
            "--round",
            metavar="ROUND",
            help=here(text("Begin a round: preliminary, verified, publicity, objections, final, or another name.")),
        ),
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option("--parent", metavar="RESULT", help=here(text("The result folder of the round before."))),
    ] = None,
    from_matrix: FromMatrix = None,
    meta: Meta = None,
    combine: Combine = None,
    lowest: Lowest = None,
    scenario_id: Id = None,
    out: Out = None,
) -> None:
    from appraisal.scenario import copied_scenario, new_scenario

    others = {"--extends": extends, "--from": source, "--from-matrix": from_matrix}
    if sum(one is not None for one in others.values()) != 1:
        raise typer.BadParameter(here(text("Name one of --extends, --from and --from-matrix.")))
    if year is not None and not re.fullmatch("[12][0-9]{3}", year):
        raise typer.BadParameter(here(text("{year} is no year. Write it as 2016.", year=year)))
    _check_round(round_id, parent, extends, city)
    if from_matrix is not None:
        refuse_options({"--city": city, "--intake": intake or None, "--id": scenario_id}, text("--from-matrix"))
        begin_from_matrix(from_matrix, meta, out, year=int(year) if year else None, combine=combine, lowest=lowest)
        return
    refuse_options({"--meta": meta, "--combine": combine, "--lowest": lowest}, text("--extends, --from"))
    if source is not None:
        if year is None or city is not None or intake:
            raise typer.BadParameter(here(text("--from goes with --year, and with neither --city nor --intake.")))
        folder, rules = copied_scenario(source, int(year), Path(out) if out else None, name=scenario_id)
        _say_steps(folder, _steps_of_copy(_shown(folder), rules, int(year)))
        return
    assert extends is not None
    folder, document = new_scenario(
        extends,
        Path(out) if out else None,
        name=scenario_id,
        city=city,
        year=int(year) if year else None,
        for_intake=intake,
        round_id=round_id,
        parent=Path(parent) if parent else None,
    )
    _say_steps(folder, _next_steps(_shown(folder), document))


new.__doc__ = here(text("Begin a scenario that extends another: a city's local ranking, a new year, or a variant."))


def _check_round(round_id: str | None, parent: str | None, extends: str | None, city: str | None) -> None:
    """A round is one of the province's own appraisal."""
    from appraisal.scenario import ROUNDS

    if round_id is not None and (extends is None or city is not None or not re.fullmatch("[a-z][a-z0-9_]*", round_id)):
        raise typer.BadParameter(here(text("--round goes with --extends, without --city; write it in small letters.")))
    near = get_close_matches(round_id or "", ROUNDS, 1, 0.8)
    if near and round_id not in ROUNDS:
        raise typer.BadParameter(here(text("Is {name} to be the round {near}?", name=round_id, near=near[0])))
    if round_id == "objections" and parent is None:
        raise typer.BadParameter(
            here(text("What objections changed is told against the round before: name its result with --parent."))
        )
    if parent is not None and round_id is None:
        raise typer.BadParameter(here(text("--parent goes with --round.")))


def _shown(folder: Path) -> object:
    """The folder as the other commands take it: a bare name would mean a shipped scenario."""
    return folder if folder.is_absolute() or len(folder.parts) > 1 else f"./{folder}"


def _say_steps(folder: Path, steps: list[object]) -> None:
    say(text("Written: {folder}", folder=folder / "scenario.json"))
    for number, step in enumerate(steps, start=1):
        say(text("{number}. {step}", number=number, step=step))


def _steps_of_copy(folder: object, rules: dict[str, Any], year: int) -> list[object]:
    valid = rules["valid"]
    awards = []
    if not valid["from"] <= year <= valid["to"]:
        awards.append(
            text(
                "The rules award from {first} to {last} only: "
                "write other years under valid, else {year} is a simulation.",
                first=valid["from"],
                last=valid["to"],
                year=year,
            )
        )
    return [
        text(
            "Edit {folder}/rules.json, or as a table: appraisal scenarios annex {folder} -o annex.xlsx", folder=folder
        ),
        *awards,
        text("Look at it: appraisal scenarios show {folder}", folder=folder),
        *_of_intake(folder),
    ]


def _of_intake(folder: object) -> list[object]:
    return [
        text("Send out the form: appraisal template {folder} -o form.xlsx", folder=folder),
        text("Take in the files: appraisal intake FOLDER --scenario {folder}", folder=folder),
        text("Then: appraisal status {folder}, appraisal run {folder}", folder=folder),
    ]


def _next_steps(folder: object, document: dict[str, Any]) -> list[object]:
    steps: list[object]
    if "round" in document:
        return [
            text("Put in what this round changed: decisions.json, or evidence taken in again."),
            text("Then: appraisal run {folder}", folder=folder),
        ]
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
            *_of_intake(folder),
        ]
    else:
        steps = [
            text("Change the rules under patch."),
            text("Then: appraisal scenarios diff {extends} {folder}", extends=document["extends"], folder=folder),
            text("Then: appraisal run {folder}", folder=folder),
        ]
    return steps
