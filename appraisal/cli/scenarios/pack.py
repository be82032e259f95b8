"""appraisal scenarios pack: what a city may be handed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from appraisal.cli.options import Evidence, ResultFolder
from appraisal.cli.output import here, say, say_table
from appraisal.cli.scenarios.options import Id, Out
from appraisal.texts import text


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
