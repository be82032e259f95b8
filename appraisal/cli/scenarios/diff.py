"""appraisal scenarios diff: what two scenarios' rules say differently."""

from __future__ import annotations

from typing import Annotated

import typer

from appraisal.cli.options import Json, Scenario
from appraisal.cli.output import here, say, say_json, say_table
from appraisal.texts import text


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
