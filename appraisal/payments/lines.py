"""The lines of the money sheets: value, amount due, what was received before, what is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM
from appraisal.model.payment import AMOUNT, AWARDS
from appraisal.texts import render, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraisal.model.award import AwardRule
    from appraisal.model.rules import Rules
    from appraisal.texts import Text

Row = tuple[object, ...]

PAYMENTS = {
    "sheet": pl.String,
    "part": pl.String,
    PLATFORM: pl.String,
    #: The word, or the exact number as 12.5 or 37/3.
    "value": pl.String,
    "due_yuan": pl.Int64,
    "received_yuan": pl.Int64,
    "amount_yuan": pl.Int64,
    #: given, open, or stated where no fund pays it.
    "state": pl.String,
    "rule_zh": pl.String,
    "rule_en": pl.String,
    "fund": pl.String,
    "clause": pl.String,
    #: The policy prints no such amount: the rules assume it.
    "assumed": pl.Boolean,
}


def lines(rows: Iterable[Row]) -> pl.DataFrame:
    """Rows of the table."""
    return pl.DataFrame(list(rows), schema=PAYMENTS, orient="row")


def awarded_lines(rules: Rules, frame: pl.DataFrame) -> pl.DataFrame:
    """A line for each award that is given or open, in the order of the ranking; its value is the grade."""
    rule = rules.awards
    if rule is None:
        return lines([])
    words = {
        grade: text("{amount} yuan for the grade {grade}", amount=f"{amount:,}", grade=_title(rules, grade))
        for grade, amount in rule.amounts.items()
    }
    named = frame.filter(pl.col("state") != "none")
    columns = (PLATFORM, "grade", "due_yuan", "received_yuan", "amount_yuan", "state")
    return lines(_awarded(rule, words, *row) for row in named.select(columns).iter_rows())


def _awarded(rule: AwardRule, words: Mapping[str, Text], platform: str, grade: str, *amounts: object) -> Row:
    said = render(words[grade], "zh"), render(words[grade], "en")
    return (AWARDS, AMOUNT, platform, grade, *amounts, *said, rule.fund, rule.clause, False)


def _title(rules: Rules, grade: str) -> object:
    return next((one.title for one in rules.grades if one.id == grade), grade)
