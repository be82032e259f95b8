"""Money sheets at work: of each platform the value, the amount by the curve, less what was received before."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal import received
from appraisal.conditions import in_words, left_open
from appraisal.curves import Marked
from appraisal.errors import Finding, Place, Severity
from appraisal.measure import PLATFORM
from appraisal.model.curve import Levels, ends
from appraisal.numbers import OutOfRangeError
from appraisal.numbers.digits import decimal_text
from appraisal.payments.lines import lines
from appraisal.payments.words import rule_words
from appraisal.texts import render, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.conditions import Ground
    from appraisal.model.condition import Condition
    from appraisal.model.payment import Payment
    from appraisal.model.rules import Rules
    from appraisal.numbers import Exact, Ratio

#: No platform is paid more, nor is more stated of it.
_MOST = 10**15
#: A value with more decimals is written as a fraction.
_DECIMALS = 6


def pay(
    judged: pl.DataFrame,
    ground: Ground,
    scored: Mapping[str, Ratio],
    rules: Rules,
    opening: pl.DataFrame | None,
) -> tuple[pl.DataFrame, list[Finding]]:
    """The lines of every sheet, and what must be known of them.

    ``judged`` has a row per platform with its facts, measures and status; ``scored`` holds the value of each source;
    ``opening`` what was received in the years before.
    """
    rows: list[tuple[object, ...]] = []
    findings: list[Finding] = []
    for sheet in rules.payments:
        made = _Sheet(sheet, ground, scored)
        before = dict(
            received.before(opening, sheet.id).group_by(PLATFORM).agg(pl.col("amount_yuan").sum()).iter_rows()
        )
        found = made.amounts(judged)
        rows += made.rows(found, before if sheet.once else {})
        findings += made.missing(found)
        if sheet.applies:
            findings += left_open(judged, ground, [sheet.applies])
    return lines(rows), findings


class _Sheet:
    """One sheet on one frame of platforms."""

    def __init__(self, sheet: Payment, ground: Ground, scored: Mapping[str, Ratio]) -> None:
        self._sheet, self._ground = sheet, ground
        self._is_of_words = any(isinstance(shape, Levels) for part in sheet.parts for shape in ends(part.curve))
        self._value = pl.col(sheet.source.partition(".")[2]) if self._is_of_words else scored[sheet.source]

    def amounts(self, judged: pl.DataFrame) -> pl.DataFrame:
        """A row for each platform that the sheet is for: its value, and the amount of each part in whole yuan."""
        eligible = pl.col("status").is_in(["ranked", "undecided"])
        whom = eligible if self._sheet.among == "eligible" else pl.col("submitted")
        if self._sheet.applies:
            whom &= self._ground.settled(self._sheet.applies)
        marked = Marked(0, self._ground.settled)
        due = {f"due.{part.id}": marked.mark(self._value, part.curve) for part in self._sheet.parts}
        found = judged.filter(whom).select(
            PLATFORM, "status", *self._values(), *(one.as_small().alias(name) for name, one in due.items())
        )
        for name in due:
            highest = found[name].max()
            if isinstance(highest, int) and highest > _MOST:
                raise OutOfRangeError(0, highest)
        # NOTE: a line that goes on below its first point may fall below zero; nobody pays anything back.
        return found.with_columns(pl.col(name).clip(lower_bound=0).cast(pl.Int64) for name in due)

    def _values(self) -> Iterator[pl.Expr]:
        if isinstance(self._value, pl.Expr):
            yield self._value.alias("word")
        else:
            yield self._value.top.as_small().alias("top")
            yield self._value.bottom.as_small().alias("bottom")

    def rows(self, found: pl.DataFrame, before: Mapping[str, int]) -> Iterator[tuple[object, ...]]:
        """The lines of the platforms that are due anything."""
        sheet = self._sheet
        for row in found.iter_rows(named=True):
            due = {part.id: self._capped(row[f"due.{part.id}"] or 0) for part in sheet.parts}
            if not any(due.values()):
                continue
            had = before.get(row[PLATFORM], 0)
            undecided = row["status"] == "undecided" and sheet.among == "eligible"
            state = "stated" if not sheet.pays else "open" if undecided else "given"
            for part in sheet.parts:
                words = rule_words(sheet, part, _said)
                amount = max(0, due[part.id] - had) if sheet.pays else due[part.id]
                yield (
                    *(sheet.id, part.id, row[PLATFORM], self._written(row), due[part.id], had, amount, state),
                    *(render(words, "zh"), render(words, "en"), sheet.fund, sheet.clause, sheet.assumed),
                )

    def _capped(self, due: int) -> int:
        return due if self._sheet.cap_yuan is None else min(due, self._sheet.cap_yuan)

    def _written(self, row: Mapping[str, object]) -> str:
        if isinstance(self._value, pl.Expr):
            return str(row["word"])
        top, bottom = (Fraction(int(str(row[name])), 10**one.scale) for name, one in self._numbers())
        value = top / bottom
        digits = decimal_text(value, _DECIMALS)
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return digits if Fraction(digits) == value else str(value)

    def _numbers(self) -> Iterator[tuple[str, Exact]]:
        assert not isinstance(self._value, pl.Expr)
        yield "top", self._value.top
        yield "bottom", self._value.bottom

    def missing(self, found: pl.DataFrame) -> Iterator[Finding]:
        """The platforms that are paid nothing because their value is not known, or is a word that is not listed."""
        known = pl.col("word").is_not_null() if self._is_of_words else pl.col("top").is_null()
        nothing = pl.all_horizontal(pl.col(f"due.{part.id}").is_null() for part in self._sheet.parts)
        for platform in found.filter(known & nothing)[PLATFORM].to_list():
            yield Finding(
                "payments|missing",
                text(
                    "{sheet}: {platform} has no value that an amount belongs to.",
                    sheet=self._sheet.title,
                    platform=platform,
                ),
                text("It is paid nothing. Hand in what {source} reads.", source=self._sheet.source),
                Severity.WARNING,
                Place(file="rules.json", pointer=f"$.payments.{self._sheet.id}"),
                platform,
            )


def _said(condition: Condition) -> object:
    return in_words(condition, str)
