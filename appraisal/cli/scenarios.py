"""appraisal scenarios: which years there are, and the rules of one of them as people read rules."""

from __future__ import annotations

from typing import Any

from appraisal.cli.options import Json, Scenario
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
