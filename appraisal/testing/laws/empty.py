"""No rows: the indicator says itself what a platform without evidence has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Severity
from appraisal.measure import PLATFORM
from appraisal.testing.broken import Broken
from appraisal.testing.subject import OTHER
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject
    from appraisal.testing.values import Value


def empty_as_stated(subject: Subject, evidence: Evidence) -> None:
    """Without a row, a platform that handed in something has what ``empty`` says; one that did not, nothing."""
    for platform, value in _emptied(subject, evidence).items():
        wanted = {"zero": "measured"}.get(subject.indicator.empty, "missing")
        if platform not in _besides(evidence):
            wanted = "not_submitted"
        if value.state != wanted or (value.low or 0) != 0:
            message = text("platform {platform} has no rows, and {value}.", platform=platform, value=value.shown)
            fix = text('Compare it with "empty": "{empty}".', empty=subject.indicator.empty)
            raise Broken(message, fix, evidence, "empty")


def nothing_of_nothing(subject: Subject, evidence: Evidence) -> None:
    """A share of no rows is not known: zero would be the best value, or a value nobody measured."""
    indicator = subject.indicator
    if indicator.empty != "zero" or indicator.denominator is None or not subject.compiled[0].denominator:
        return
    if not subject.compiled[0].denominator.columns and "COUNT" not in indicator.denominator.upper():
        return
    best = indicator.direction == "lower_is_better"
    for platform, value in _emptied(subject, evidence).items():
        if value.state == "measured":
            message = text(
                "platform {platform} has no rows, so nothing below the line, and yet the value 0.", platform=platform
            )
            if best:
                message = text("platform {platform} has no rows, and yet the best value, 0.", platform=platform)
            raise Broken(
                message,
                text('Write "empty": "missing": a share of nothing is not known.'),
                evidence,
                "empty_share",
                severity=Severity.ERROR if best else Severity.WARNING,
            )


def _emptied(subject: Subject, evidence: Evidence) -> dict[str, Value]:
    """The values where no table that is read has a row; nothing where that cannot be."""
    if subject.compiled[0].is_of_measures or subject.indicator.table == "platforms":
        return {}
    key = f"{subject.indicator.id} emptied"
    if key not in evidence.known:
        bare = evidence
        for name in sorted(subject.reads.keys() - {"platforms"}):
            if PLATFORM in evidence.frames[name].columns:
                bare = bare.with_frame(name, evidence.frames[name].clear())
        evidence.known[key] = subject.values(bare)
    return evidence.known[key]


def _besides(evidence: Evidence) -> set[str]:
    return set(evidence.frames[OTHER][PLATFORM].to_list())
