"""One value per platform, exact: the first laws, on which the others rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.testing.broken import Broken
from appraisal.texts import text

if TYPE_CHECKING:
    from fractions import Fraction

    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject
    from appraisal.testing.values import Value

_STATES = {"measured", "missing", "not_submitted", "not_applicable"}


def one_value(subject: Subject, evidence: Evidence) -> None:
    """Each platform of the register has one value, also without rows."""
    frame, name = subject.measures(evidence).frame, subject.indicator.id
    found = sorted(frame["platform_id"].to_list())
    if found != evidence.platforms or not set(frame[f"{name}.state"].to_list()) <= _STATES:
        message = text("not every platform has one value: {found}.", found=", ".join(found))
        raise Broken(message, text("Each platform of the register has one, also without rows."), evidence, "one_value")


def exact(subject: Subject, evidence: Evidence) -> None:
    """Every number is an integer times a power of ten, within the bounds that the formulas prove."""
    measures, name = subject.measures(evidence), subject.indicator.id
    for part in ("low", "high", "denominator"):
        kind = measures.frame.schema[f"{name}.{part}"]
        if not kind.is_integer():
            message = text("the number is a {kind}, not an exact integer.", kind=str(kind))
            raise Broken(message, text("Leave out whatever computes with approximate numbers."), evidence, "exact")
    for platform, value in subject.values(evidence).items():
        if not _is_sound(value) or not _is_proved(subject, evidence, value):
            message = text(
                "the number {value} of {platform} lies outside of what its formula proves.",
                value=value.shown,
                platform=platform,
            )
            raise Broken(message, text("Please report this: it is a fault of the engine."), evidence, "exact")


def _is_sound(value: Value) -> bool:
    if value.state != "measured":
        return (value.low, value.high, value.denominator) == (None, None, None)
    if value.low is None or value.high is None or value.denominator is None:
        return False
    return value.low <= value.high and value.denominator > 0


def _is_proved(subject: Subject, evidence: Evidence, value: Value) -> bool:
    one = subject.compiled[evidence.params]
    if value.low is None or one.is_of_measures or one.low or one.numerator.number is None:
        return True
    number = one.numerator.number
    unit = 10**number.scale
    # A platform without rows has zero where `empty` says so.
    return _between(value.low * unit, min(0, number.low), max(0, number.high))


def _between(number: Fraction, low: int, high: int) -> bool:
    return low <= number <= high
