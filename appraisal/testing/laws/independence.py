"""A measure is about one platform and a set of rows: others, their order and their place change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.testing.broken import Broken
from appraisal.testing.laws.agreement import agree
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject
    from appraisal.testing.values import Value


def other_platforms(subject: Subject, evidence: Evidence) -> None:
    """Measuring a platform alone gives what measuring all together gives."""
    together = subject.values(evidence)
    for platform in evidence.platforms if len(together) > 1 else ():
        alone = subject.values(evidence.of([platform]))[platform]
        if alone != together[platform]:
            message = text(
                "platform {platform} has {alone} alone and {together} beside others.",
                platform=platform,
                alone=alone.shown,
                together=together[platform].shown,
            )
            fix = text("An indicator measures one platform; comparing platforms is the work of a curve in the rules.")
            raise Broken(message, fix, evidence, "other_platforms")


def shards(subject: Subject, evidence: Evidence) -> None:
    """Measuring part by part gives what measuring all together gives."""
    names = evidence.platforms
    if len(names) == 1:
        return
    place = 1 + evidence.choice % (len(names) - 1)
    parts: dict[str, Value] = {}
    for part in (names[:place], names[place:]):
        parts |= subject.values(evidence.of(part))
    said = text("platform {platform} has {one}, and {other} when measured in parts.")
    fix = text("Let the formula read the platform's own rows only.")
    agree(subject.values(evidence), parts, evidence, "shards", said, fix)


def row_order(subject: Subject, evidence: Evidence) -> None:
    """The order of rows changes nothing."""
    said = text("platform {platform} has {one}, and {other} when the rows stand in another order.")
    fix = text("Let the formula take all rows together: COUNT, SUM, MIN, MAX.")
    agree(subject.values(evidence), subject.values(evidence.shuffled()), evidence, "row_order", said, fix)
