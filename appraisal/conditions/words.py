"""Conditions in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.model.condition import Condition, InClass, Not, Require
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Callable


def in_words(condition: Condition, required: Callable[[Require], object]) -> object:
    """A condition as one phrase; ``required`` says a single requirement."""
    if isinstance(condition, Require):
        return required(condition)
    if isinstance(condition, Not):
        return text("not ({condition})", condition=in_words(condition.of, required))
    if isinstance(condition, InClass):
        return text("is of the class {title}", title=condition.title)
    parts = Joined(tuple(_part(one, required) for one in condition.of), text("; "))
    if condition.count == len(condition.of):
        return text("all of: {parts}", parts=parts) if len(condition.of) > 1 else parts
    if condition.count == 1:
        return text("any of: {parts}", parts=parts)
    return text("at least {count} of: {parts}", count=condition.count, parts=parts)


def _part(condition: Condition, required: Callable[[Require], object]) -> object:
    words = in_words(condition, required)
    return words if isinstance(condition, Require | InClass) else text("({condition})", condition=words)
