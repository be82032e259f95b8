"""appraisal scenarios: which there are and what they say, one of your own begun, and what a city may be handed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from appraisal.cli.options import Evidence, Json, ResultFolder, Scenario
from appraisal.cli.output import here, say, say_json, say_table
from appraisal.texts import text


def list_(as_json: Json = False) -> None:
    from appraisal.scenario import shipped_scenarios, stated_scenario
    from appraisal.texts import Bilingual

    documents = [(name, stated_scenario(name)) for name in shipped_scenarios()]
    if as_json:
        say_json([document for _, document in documents])
        return
    say_table(
        (name, document["year"], here(Bilingual(document["title"], document.get("x-en", document["title"]))))
        for name, document in documents
    )


list_.__doc__ = here(text("List the shipped scenarios: name, year, title."))


def show(scenario: Scenario, as_json: Json = False) -> None:
    from appraisal.explanation import describe_rules
    from appraisal.scenario import stated_rules

    rules: dict[str, Any] = stated_rules(scenario)
    if as_json:
        say_json(rules)
        return
    for line in describe_rules(rules):
        say(line)


show.__doc__ = here(
    text("Show the rules of a scenario: gates, index with full marks and curves, grades, ties, awards.")
)


Out = Annotated[str | None, typer.Option("-o", "--out", metavar="DIR", help=here(text("The folder to write.")))]
Id = Annotated[
    str | None, typer.Option("--id", metavar="ID", help=here(text("The id; the name of the folder by default.")))
]


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


def diff(
    scenario: Scenario,
    other: Annotated[str, typer.Argument(metavar="OTHER", help=here(text("The scenario to compare it with.")))],
    as_json: Json = False,
) -> None:
    from appraisal.scenario import differences, stated_rules

    found = differences(stated_rules(scenario), stated_rules(other))
    if as_json:
        say_json([one._asdict() for one in found])
    elif found:
        say_table([("", scenario, other), *((one.path, one.left or "–", one.right or "–") for one in found)])
    else:
        say(text("The rules are the same."))


diff.__doc__ = here(text("Show what differs between the rules of two scenarios: each place with both values."))


def pack(
    result: ResultFolder,
    city: Annotated[
        str, typer.Option("--city", metavar="CITY", help=here(text("The city whose platforms it is about.")))
    ],
    scenario_id: Id = None,
    evidence: Evidence = None,
    out: Out = None,
) -> None:
    from appraisal.city_pack import write_pack
    from appraisal.model.scope import Scope
    from appraisal.result import read_result

    of = read_result(Path(result))
    name = scenario_id or (Path(out).name if out else f"{of.manifest['scenario']}-pack")
    folder = Path(out or name)
    made = write_pack(of, Scope("city", city), folder, name, Path(evidence) if evidence else None)
    say(text("Written: {folder}", folder=folder))
    say(
        text(
            "{count} platforms of {city}. No row is about a platform of another city, and no cell is the id of one; "
            "remarks in free text are passed on as they are.",
            count=made.platforms,
            city=city,
        )
    )
    say_table(made.rows.items())


pack.__doc__ = here(
    text("Write what the province may hand to one city: its platforms' evidence and ranks, rules, indicators.")
)
