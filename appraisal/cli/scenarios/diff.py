"""appraisal scenarios diff: what two scenarios' rules say differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from appraisal.cli.options import Json, Scenario
from appraisal.cli.output import here, say, say_json, say_table
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping


def diff(
    scenario: Scenario,
    other: Annotated[str, typer.Argument(metavar="OTHER", help=here(text("The scenario to compare it with.")))],
    as_json: Json = False,
) -> None:
    from appraisal.scenario import differences, stated_rules

    left, right = stated_rules(scenario), stated_rules(other)
    if as_json:
        say_json([one._asdict() for one in differences(left, right)])
    else:
        say_differences(left, right, scenario, other)


diff.__doc__ = here(text("Show what differs between the rules of two scenarios: each place with both values."))


def say_differences(left: Mapping[str, Any], right: Mapping[str, Any], scenario: str, other: str) -> None:
    """Each place with both values, or that there is none."""
    from appraisal.scenario import differences

    found = differences(left, right)
    if found:
        say_table([("", scenario, other), *((one.path, one.left or "–", one.right or "–") for one in found)])
    else:
        say(text("The rules are the same."))
