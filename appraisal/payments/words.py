"""The rule of a money sheet in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.curves import describe
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraisal.model.condition import Condition
    from appraisal.model.payment import Part, Payment


#: What is said of marks, said of money.
_YUAN = {
    "{band}: {mark}": text("{band}: {mark} yuan"),
    "{level}: {mark}": text("{level}: {mark} yuan"),
    "any other: {mark}": text("any other: {mark} yuan"),
    "below: {mark}": text("below: {mark} yuan"),
    "above: {mark}": text("above: {mark} yuan"),
    "{value} → {mark}": text("{value} → {mark} yuan"),
    "{x0} → {y0} to {x1} → {y1} in proportion": text("{x0} → {y0} yuan to {x1} → {y1} yuan in proportion"),
    "{x0} → {y0} to {x1} → {y1} in proportion, and on beyond": text(
        "{x0} → {y0} yuan to {x1} → {y1} yuan in proportion, and on beyond"
    ),
    "{first}: {base}, then {add} more for every full {per}, at most {cap}": text(
        "{first}: {base} yuan, then {add} yuan more for every full {per}, at most {cap} yuan"
    ),
    "{first}: {base}, then {add} more for every {per} in proportion, at most {cap}": text(
        "{first}: {base} yuan, then {add} yuan more for every {per} in proportion, at most {cap} yuan"
    ),
}


def in_yuan(words: object) -> object:
    """The words of a curve whose marks are amounts of money."""
    if isinstance(words, Joined):
        return Joined(tuple(map(in_yuan, words.parts)), words.separator)
    if isinstance(words, Text):
        msgid = _YUAN[words.msgid].msgid if words.msgid in _YUAN else words.msgid
        return Text(msgid, {name: in_yuan(fact) for name, fact in words.facts.items()})
    return words


def rule_words(sheet: Payment, part: Part, said: Callable[[Condition], object]) -> object:
    """How the amount comes from the value, and what bounds it; ``said`` puts a condition into words."""
    words = [text("yuan by value: {curve}", curve=in_yuan(describe(part.curve, said))), *bounds(sheet)]
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
