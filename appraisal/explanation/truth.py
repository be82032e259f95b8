"""Conditions judged again from what a result holds of one platform: it holds, it does not, open, or not to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from appraisal.explanation.words import rows_of
from appraisal.model.condition import COMPOSITE, AtLeast, InClass, Not, Require
from appraisal.numbers.digits import plain
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.model.condition import Condition, Source
    from appraisal.numbers import Interval
    from appraisal.result import Result
    from appraisal.texts import Text

#: What a condition may be of a platform: true, false, or None where the evidence leaves it open.
Outcomes = frozenset[bool | None]
TRUE, FALSE, OPEN = Outcomes({True}), Outcomes({False}), Outcomes({None})
#: Cells of the register are not in a result.
UNSEEN = TRUE | FALSE | OPEN
_SINCE_AWARD = "history.years_since_award"
_SAID = {TRUE: text("holds"), FALSE: text("does not hold"), OPEN: text("open")}


@dataclass(frozen=True)
class Known:
    """What a result says of one platform; ``row`` is its row of the ranking."""

    result: Result
    row: Mapping[str, Any]

    def settled(self, condition: Condition) -> bool | None:
        """Whether it holds, what is open counted as not holding; None where the result does not say."""
        found = self.outcomes(condition)
        return True if found == TRUE else None if True in found else False

    def outcomes(self, condition: Condition) -> Outcomes:
        """Everything that the condition may be, by what is known."""
        if isinstance(condition, Require):
            return self._required(condition)
        if isinstance(condition, Not):
            return Outcomes(None if one is None else not one for one in self.outcomes(condition.of))
        if isinstance(condition, InClass):
            return self.outcomes(condition.when)
        return _at_least(condition, [self.outcomes(one) for one in condition.of])

    def said(self, one: Require, words: object) -> object:
        """One requirement with the value that it met, and whether it holds."""
        outcome = _SAID.get(self.outcomes(one), text("not in the result"))
        ends = None if one.of.is_fact else self._ends(one)
        if ends is None:
            missing = without(one.of) if not one.of.is_fact else ""
            return text(
                "{condition} ({value}{outcome})",
                condition=words,
                value=missing and text("{value}, ", value=missing),
                outcome=outcome,
            )
        low, high = (_shown(end) for end in ends)
        value = low if low == high else text("{low} to {high}", low=low, high=high)
        return text(
            "{condition} ({value}{outcome})", condition=words, value=text("{value}, ", value=value), outcome=outcome
        )

    def _required(self, one: Require) -> Outcomes:
        if one.of.is_fact:
            return UNSEEN
        ends = self._ends(one)
        if ends is None:
            return FALSE if one.missing == "fail" else OPEN
        assert one.allowed is not None
        if all(map(one.allowed.holds, ends)):
            return TRUE
        return FALSE if _beyond(*ends, one.allowed) else OPEN

    def _ends(self, one: Require) -> tuple[Fraction, Fraction] | None:
        """Both ends of the value that a requirement reads; None where it is missing."""
        if one.of.is_mark:
            mark = self.row["composite"] if one.of.name == COMPOSITE else self._marks.get(one.of.name, {}).get("mark")
            return None if mark is None else (Fraction(mark), Fraction(mark))
        line = self._measures.get(str(one.of))
        if line is None or line["state"] != "measured":
            return None
        scale = self.result.documents["indicators"]["indicators"].get(str(one.of), {}).get("scale", 1)
        bottom = Fraction(line["denominator"])
        return Fraction(line["low"]) * scale / bottom, Fraction(line["high"]) * scale / bottom

    @cached_property
    def _measures(self) -> dict[str, dict[str, Any]]:
        return rows_of(self.result, "measures", self.row["platform_id"], "indicator")

    @cached_property
    def _marks(self) -> dict[str, dict[str, Any]]:
        return rows_of(self.result, "scores", self.row["platform_id"], "node")


def without(source: Source) -> Text:
    """What is said where a condition finds no number: of the last award, that there was none."""
    return text("no award so far") if str(source) == _SINCE_AWARD else text("no value")


def _at_least(condition: AtLeast, parts: list[Outcomes]) -> Outcomes:
    """Kleene's logic on sets: so many are true, or too many are false, or neither is certain."""
    most_false = len(parts) - condition.count
    if sum(one == TRUE for one in parts) >= condition.count > 0 or (parts and condition.count == 0):
        return TRUE
    if sum(one == FALSE for one in parts) > most_false:
        return FALSE
    found = OPEN if any(None in one for one in parts) else Outcomes()
    found |= TRUE if sum(True in one for one in parts) >= condition.count else Outcomes()
    return found | (FALSE if sum(False in one for one in parts) > most_false else Outcomes())


def _beyond(low: Fraction, high: Fraction, allowed: Interval) -> bool:
    """The whole interval lies on one side of what is allowed."""
    below = allowed.low is not None and (high < allowed.low or (high == allowed.low and not allowed.low_closed))
    above = allowed.high is not None and (low > allowed.high or (low == allowed.high and not allowed.high_closed))
    return below or above


def _shown(number: Fraction) -> str:
    return plain(number.numerator) if number.denominator == 1 else f"{float(number):.6g}"
