"""The rule of a money sheet in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.curves import describe
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraisal.model.condition import Condition
    from appraisal.model.payment import Part, Payment


def rule_words(sheet: Payment, part: Part, said: Callable[[Condition], object]) -> object:
    """How the amount comes from the value, and what bounds it; ``said`` puts a condition into words."""
    words = [text("yuan by value: {curve}", curve=describe(part.curve, said)), *bounds(sheet)]
    if sheet.applies:
        words.insert(0, text("only where {condition}", condition=said(sheet.applies)))
    return Joined(tuple(words), text("; "))


def bounds(sheet: Payment) -> list[object]:
    """What holds of the amount whatever the value is."""
    words: list[object] = []
    if sheet.cap_yuan is not None:
        words.append(text("at most {amount} yuan", amount=f"{sheet.cap_yuan:,}"))
    if sheet.once:
        words.append(text("less what it received from this sheet before"))
    if not sheet.pays:
        words.append(text("stated only, no fund pays it"))
    if sheet.assumed:
        words.append(text("the amount is an assumption of these rules, the policy prints none"))
    return words
