"""Direction: what is handed in beyond the rest makes a measure better or worse, as the author promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Severity
from appraisal.measure import PLATFORM
from appraisal.testing.broken import Broken
from appraisal.testing.promises import ROWS
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject
    from appraisal.testing.values import Value
    from appraisal.texts import Text


def keeps_direction(subject: Subject, evidence: Evidence) -> None:
    """More of what the author names never makes the measure worse (or better), in the indicator's direction.

    The value of a platform before and after: one row more, or one cell raised to another that is drawn. Values that
    are missing or known only between bounds are not compared.
    """
    promise = subject.promise
    for names, sign in ((promise.better_with, 1), (promise.worse_with, -1)):
        for name in names:
            for less, more, platform in _steps(subject, evidence, name):
                compare(subject, less, more, [platform], sign, name)


def more_is_not_less(subject: Subject, evidence: Evidence) -> None:
    """Where nothing stands below the line and more is better, one row more does not lower the value.

    Otherwise it pays to leave rows out. A balance of income and cost does that rightly: then the author accepts it.
    """
    indicator, promise = subject.indicator, subject.promise
    if indicator.denominator or indicator.direction != "higher_is_better" or promise.better_with or promise.worse_with:
        return
    for less, more, platform in _steps(subject, evidence, ROWS):
        before, after = _pair(subject, less, more, platform)
        if before and after and after.in_unit < before.in_unit:
            message = text(
                "one row more lowers the value of {platform} from {before} to {after}: it pays to leave rows out.",
                platform=platform,
                before=before.shown,
                after=after.shown,
            )
            fix = text('If it is meant so, as in a balance, promise "better_with" and "worse_with".')
            raise Broken(message, fix, more, "more_is_not_less", severity=Severity.WARNING)


def compare(subject: Subject, less: Evidence, more: Evidence, platforms: Iterable[str], sign: int, name: str) -> None:
    """Raise Broken for the first platform whose value went the other way."""
    lower, upper = subject.values(less), subject.values(more)
    higher = 1 if subject.indicator.direction == "higher_is_better" else -1
    for platform in platforms:
        before, after = lower.get(platform), upper.get(platform)
        if not (before and after and before.is_number and after.is_number):
            continue
        if (after.in_unit - before.in_unit) * sign * higher < 0:
            message = text(
                "more of {name} takes {platform} from {before} to {after}; the direction is {direction}.",
                name=text("rows") if name == ROWS else name,
                platform=platform,
                before=before.shown,
                after=after.shown,
                direction=subject.indicator.direction,
            )
            raise Broken(message, _mend(), more.of([platform]), "direction")


def _mend() -> Text:
    return text("Mend the formula, the direction of the indicator, or the promise.")


def _pair(subject: Subject, less: Evidence, more: Evidence, platform: str) -> tuple[Value | None, Value | None]:
    before, after = subject.values(less)[platform], subject.values(more)[platform]
    return (before, after) if before.is_number and after.is_number else (None, None)


def _steps(subject: Subject, evidence: Evidence, name: str) -> Iterator[tuple[Evidence, Evidence, str]]:
    """Pairs of evidence that differ in one row, or in one cell that is higher in the second."""
    table = subject.indicator.table
    frame = evidence.frames.get(table)
    if frame is None or not frame.height or (table == "platforms" and name == ROWS):
        return
    place = evidence.choice % frame.height
    platform = frame[PLATFORM][place]
    if name == ROWS:
        fewer = pl.concat([frame[:place], frame[place + 1 :]])
        # A platform that loses its last row may have a fallback, which is another thing.
        if platform in fewer[PLATFORM] or not subject.indicator.otherwise:
            yield evidence.with_frame(table, fewer), evidence, platform
    elif name in frame.columns:
        cells = frame[name].drop_nulls().unique().sort()
        own = frame[name][place]
        for other in cells.to_list() if own is not None else ():
            if other > own and name not in evidence.schemas[table].key:
                rows = pl.int_range(frame.height) == place
                raised = frame.with_columns(
                    pl.when(rows).then(pl.lit(other, dtype=frame.schema[name])).otherwise(pl.col(name)).alias(name)
                )
                yield evidence, evidence.with_frame(table, raised), platform
                return
