"""The money sheets of one platform: its value, the amount by the curve, what it received before, what is paid."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.curves import arithmetic, exact_mark
from appraisal.explanation.groups import unrounded
from appraisal.explanation.words import Section, Step
from appraisal.model.curve import Curve
from appraisal.model.payment import AWARDS
from appraisal.numbers.digits import decimal_text
from appraisal.payments import rule_words
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.model.curve import Shape
    from appraisal.model.payment import Part, Payment
    from appraisal.model.rules import Rules
    from appraisal.result import Result
    from appraisal.rules_words import Words

_STATES = {
    "given": text("{amount} yuan"),
    "open": text("{amount} yuan, open until its gates are decided"),
    "stated": text("{amount} yuan, stated only"),
}


def money_section(result: Result, rules: Rules, platform_id: str, words: Words) -> Section:
    """Every line of the money sheets but the award's, which stands among the outcome."""
    found = result.tables["payments"].filter(pl.col("platform_id") == platform_id)
    lines = {(row["sheet"], row["part"]): row for row in found.iter_rows(named=True)}
    steps = [
        _step(sheet, part, lines[sheet.id, part.id], words)
        for sheet in rules.payments
        for part in sheet.parts
        if (sheet.id, part.id) in lines
    ]
    return Section("money", text("Money beside the marks"), tuple(steps))


def _step(sheet: Payment, part: Part, row: Mapping[str, Any], words: Words) -> Step:
    title = sheet.title if sheet.pays else text("{sheet}: {part}", sheet=sheet.title, part=part.title)
    shown = text(_STATES[row["state"]].msgid, amount=f"{row['amount_yuan']:,}")
    uncut = _uncut(part.curve, row)
    figures = [_curve_figures(part.curve, row, uncut)]
    if sheet.cap_yuan is not None and uncut > sheet.cap_yuan:
        figures.append(text("at most {amount} yuan", amount=f"{sheet.cap_yuan:,}"))
    if row["received_yuan"]:
        figures.append(difference(row))
    rule = rule_words(sheet, part, words.condition)
    return Step(f"{sheet.id}.{part.id}", title, shown, rule, Joined(tuple(figures), text("; ")), sheet.clause)


def difference(row: Mapping[str, Any]) -> object:
    """What is due, less what was received before."""
    facts = {key: f"{row[f'{key}_yuan']:,}" for key in ("due", "received", "amount")}
    if row["sheet"] == AWARDS:
        if row["received_yuan"] >= row["due_yuan"]:
            return text("{due} yuan, and an award of {received} yuan is still valid: {amount} yuan", **facts)
        return text("{due} − {received} for the award that is still valid = {amount} yuan", **facts)
    if row["received_yuan"] > row["due_yuan"]:
        return text("{due} − {received} received before is below 0: {amount} yuan", **facts)
    return text("{due} − {received} received before = {amount} yuan", **facts)


def _uncut(shape: Shape, row: Mapping[str, Any]) -> int:
    """The amount in whole yuan before the cap of the sheet; behind a cap the curve alone still knows it."""
    if isinstance(shape, Curve):
        return max(0, int(decimal_text(exact_mark(shape, Fraction(row["value"])), 0)))
    return row["due_yuan"]


def _curve_figures(shape: Shape, row: Mapping[str, Any], uncut: int) -> object:
    """How the amount came from the value; of several curves the value alone, since the rule says which holds."""
    if not isinstance(shape, Curve):
        return text("{value}: {amount} yuan", value=row["value"], amount=f"{uncut:,}")
    value = Fraction(row["value"])
    exact = max(Fraction(0), exact_mark(shape, value))
    return arithmetic(shape, value, unrounded(exact, str(uncut)))
