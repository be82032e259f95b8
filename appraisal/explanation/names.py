"""What the things that the rules of a result name are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal import declarative
from appraisal.rules_words import Words
from appraisal.schema import table_schema

if TYPE_CHECKING:
    from appraisal.model.rules import Rules
    from appraisal.result import Result


def words_of(result: Result, rules: Rules) -> Words:
    """Titles of indicators, columns and nodes, from nothing but the result."""
    documents = result.documents["indicators"]
    tables = {table: table_schema(document, table) for table, document in documents["tables"].items()}
    made = {name: declarative.indicator(one, name)[0] for name, one in documents["indicators"].items()}
    year = result.manifest["year"] - (rules.data_year == "previous")
    return Words(rules, {name: one for name, one in made.items() if one is not None}, tables, year)
