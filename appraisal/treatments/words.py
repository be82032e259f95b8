"""Treatments in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.model.treatment import Log, Winsorise
from appraisal.numbers.digits import plain
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.model.treatment import Treatment
    from appraisal.texts import Text


def treated_words(one: Treatment, place: str, numbers: Mapping[str, str | None]) -> Text:
    """What was done to the value this year; ``numbers`` are those that the cohort gave, by their places."""
    if isinstance(one, Winsorise):
        return text(
            "drawn in between {low} and {high}", low=numbers.get(f"{place}.low"), high=numbers.get(f"{place}.high")
        )
    if isinstance(one, Log):
        return text("the natural logarithm of (value + {shift})", shift=numbers.get(f"{place}.shift"))
    if one.as_share:
        return text("how many have no more, of {size}", size=numbers.get(f"{place}.rank"))
    return text("how many have no more")


def treatment_words(one: Treatment) -> Text:
    """What is done to the value, on one line."""
    if isinstance(one, Winsorise):
        return text(
            "outliers drawn in: while skewness passes ±{skewness} and kurtosis {kurtosis}, the most extreme value "
            "becomes the next one, for at most {most} platforms",
            skewness=plain(one.skewness),
            kurtosis=plain(one.kurtosis),
            most=one.at_most,
        )
    if isinstance(one, Log):
        if one.shift is None:
            return text("the natural logarithm of (value − lowest + range ÷ 100)")
        return text("the natural logarithm of (value + {shift})", shift=plain(one.shift))
    if one.as_share:
        return text("the share of all that have no more, the platform itself included")
    return text("how many of all have no more, the platform itself included")
