"""Bounds of a value: those that the author promises, and what a percentage looks like."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from appraisal.errors import Severity
from appraisal.testing.broken import Broken
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject

_WHOLE = 100


def within_promise(subject: Subject, evidence: Evidence) -> None:
    """No value lies outside of ``at_least`` and ``at_most``."""
    least, most = subject.promise.at_least, subject.promise.at_most
    for platform, value in subject.values(evidence).items():
        if value.state != "measured":
            continue
        too_low = least is not None and value.in_unit < Fraction(least)
        if too_low or (most is not None and value.top_in_unit > Fraction(most)):
            message = text(
                "{platform} has {value}, promised is {least} to {most}.",
                platform=platform,
                value=value.shown,
                least="-∞" if least is None else Decimal(least),
                most="∞" if most is None else Decimal(most),
            )
            fix = text("Mend the formula, the schema of the table, or the promise.")
            raise Broken(message, fix, evidence.of([platform]), "bounds")


def above_hundred(subject: Subject, evidence: Evidence) -> None:
    """A percentage for which nothing is promised stays between 0 and 100, or the author says that it may not."""
    promise = subject.promise
    # What reads the year before is a rate of growth, which goes up and down.
    if subject.indicator.unit != "%" or promise.at_most is not None or promise.at_least is not None:
        return
    if subject.last_year:
        return
    for platform, value in subject.values(evidence).items():
        if value.state == "measured" and not (value.in_unit >= 0 and value.top_in_unit <= _WHOLE):
            message = text("{platform} has {value} %, not between 0 and 100.", platform=platform, value=value.shown)
            fix = text('Right for a rate of growth: promise "at_least". Wrong for a share: mend the formula.')
            raise Broken(message, fix, evidence, "above_100", severity=Severity.WARNING)
