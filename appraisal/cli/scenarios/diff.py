"""appraisal scenarios diff: what two scenarios' rules say differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from appraisal.cli.options import Json, Scenario
from appraisal.cli.output import here, say, say_json, say_table
from appraisal.texts import text, width

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Both values stand on one line where they are no wider than this together.
_SHORT = 60


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
        say_changes(left, right, scenario, other)


diff.__doc__ = here(text("Show what differs between the rules of two scenarios: each place with both values."))


def say_changes(left: Mapping[str, Any], right: Mapping[str, Any], scenario: str, other: str) -> None:
    """What both say differently, thing by thing; titles are those of the first scenario's indicators."""
    from appraisal.rules_document import changes
    from appraisal.scenario import named_plugins

    known = named_plugins(scenario)
    about = None
    found = changes(left, right, known.indicators, known.tables)
    for one in found:
        if here(one.of) != about:
            about = here(one.of)
            say(about)
        before, after = ("–" if words is None else here(words) for words in (one.left, one.right))
        if width(before) + width(after) <= _SHORT:
            say(text("  {what}: {before} → {after}", what=one.what, before=before, after=after))
        else:
            say(text("  {what}:", what=one.what))
            say_table([(f"  {scenario}", before), (f"  {other}", after)])
    if not found:
        say(text("The rules are the same."))
