"""The same evidence gives the same value: again, and in the other engine of Polars."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.testing.laws.agreement import agree
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject


def repeats(subject: Subject, evidence: Evidence) -> None:
    """Computed again, also in pieces, the value is the same."""
    first = subject.values(evidence)
    with pl.Config() as settings:
        settings.set_engine_affinity("streaming")
        again = subject.values(replace(evidence, known={}))
    said = text("platform {platform} has {one}, and computed again {other}.")
    fix = text("Leave out whatever is approximate or changes from run to run.")
    agree(first, again, evidence, "repeats", said, fix)
