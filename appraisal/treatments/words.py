"""Treatments in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.model.treatment import Log, Winsorise
from appraisal.numbers.digits import plain
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.model.treatment import Treatment
    from appraisal.texts import Text


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
