"""The measures of panels: for each platform the exact trimmed mean of its experts' marks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM, Measure
from appraisal.model.indicator import Indicator
from appraisal.numbers import column
from appraisal.panels.average import NUMBER, RECUSED, average, numbers
from appraisal.panels.ballot import EXPERT, MARK, MARKS, Ballot, ballots, strangers
from appraisal.panels.checked import faulty, recused, unknown_codes
from appraisal.panels.doubts import too_far_apart, too_few
from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from appraisal.errors import Finding
    from appraisal.evidence import Table
    from appraisal.measure import Measures
    from appraisal.model.panel import Criterion, Panel
    from appraisal.panels.average import Average

UNIT = "分"
_DECIMALS = 2
_PARTS = ("state", "stage", "low", "denominator")
#: What each expert gave: a row per measure, platform and expert.
DETAILS = {
    "measure": pl.String,
    PLATFORM: pl.String,
    EXPERT: pl.String,
    #: counted, highest, lowest or recused.
    "part": pl.String,
    NUMBER: pl.Decimal(38, 2),
}


@dataclass(frozen=True)
class PanelMeasures:
    """A row per platform, in the order of the measures, with the columns of every measure of every panel."""

    frame: pl.DataFrame
    by_id: Mapping[str, Measure]
    #: See :data:`DETAILS`; sorted by measure, platform, number and expert.
    details: pl.DataFrame
    findings: tuple[Finding, ...]

    def beside(self, measures: Measures, sources: Collection[str]) -> Measures:
        """The measures, and beside them those of the panels that are among ``sources``."""
        wanted = [name for name in self.by_id if name in sources]
        columns = self.frame.select(f"{name}.{part}" for name in wanted for part in _PARTS)
        frame = pl.concat([measures.frame, columns], how="horizontal") if wanted else measures.frame
        by_id = {**measures.by_id, **{name: self.by_id[name] for name in wanted}}
        findings = (*measures.findings, *self.findings)
        return replace(measures, frame=frame, by_id=by_id, findings=findings, experts=self.details)


def measure_panels(
    platforms: pl.DataFrame, tables: Mapping[str, Table], panels: Mapping[str, Panel], measures: Measures
) -> PanelMeasures:
    """The measures ``panels.X`` and ``panels.X.CRITERION`` of every panel for every platform of ``measures``.

    ``platforms`` are their rows of the register; the ranges of marks read ``measures``.
    """
    frame, by_id = measures.frame.select(PLATFORM, "submitted"), {}
    details, findings = [pl.DataFrame(schema=DETAILS)], strangers(tables, panels)
    for ballot in ballots(tables, platforms, panels):
        own, said = recused(ballot)
        kept = ballot.without(own)
        bad, faults = faulty(kept, measures)
        # A platform of which a mark is none has no measure; the run is refused, and nothing else is said of it.
        sound = replace(kept, frame=kept.frame.join(bad, on=PLATFORM, how="anti", maintain_order="left"))
        findings += [*said, *faults, *unknown_codes(ballot, tables)]
        totals = average(sound, None)
        findings += [*too_few(ballot, _experts(ballot, bad, totals, measures)), *too_far_apart(ballot, totals)]
        for one in (totals, *(average(sound, criterion) for criterion in ballot.panel.criteria.values())):
            frame, by_id[one.name] = _beside(frame, one)
            details += [_detail(one, one.parted), _detail(one, _of_recused(ballot, own, one.criterion))]
    ordered = pl.concat(details).sort("measure", PLATFORM, NUMBER, EXPERT)
    return PanelMeasures(frame, by_id, ordered, tuple(findings))


def _experts(ballot: Ballot, bad: pl.DataFrame, totals: Average, measures: Measures) -> dict[str, int]:
    """How many experts count for each platform that handed in evidence and that anybody marked."""
    marked = ballot.frame.select(PLATFORM).unique().join(bad, on=PLATFORM, how="anti")
    marked = marked.join(measures.frame.filter("submitted").select(PLATFORM), on=PLATFORM, how="semi")
    counts = dict(totals.parted.group_by(PLATFORM).len().iter_rows())
    return {platform: counts.get(platform, 0) for platform in marked[PLATFORM]}


def _beside(frame: pl.DataFrame, one: Average) -> tuple[pl.DataFrame, Measure]:
    """The frame with the columns of one measure more."""
    summed, top, bottom = one.summed()
    joined = frame.join(summed, on=PLATFORM, how="left", maintain_order="left")
    enough = (pl.col("experts") >= one.panel.minimum) & (pl.col("count") > 0)
    measured = pl.col("submitted") & enough.fill_null(value=False)
    state = pl.when(~pl.col("submitted")).then(pl.lit("not_submitted")).when(measured).then(pl.lit("measured"))
    low, denominator = f"{one.name}.low", f"{one.name}.denominator"
    wide = joined.with_columns(
        state.otherwise(pl.lit("missing")).alias(f"{one.name}.state"),
        pl.lit(None, dtype=pl.String).alias(f"{one.name}.stage"),
        pl.when(measured).then(top.expr).alias(low),
        pl.when(measured).then(bottom.expr).alias(denominator),
    ).drop(summed.columns[1:])
    number = column(low, top.low, top.high, top.scale)
    return wide, Measure(_indicator(one), number, number, column(denominator, bottom.low, bottom.high))


def _indicator(one: Average) -> Indicator:
    panel, criterion = one.panel.title, one.criterion
    title = Bilingual(f"{panel.zh}：{criterion.title.zh}", f"{panel.en}: {criterion.title.en}") if criterion else panel
    return Indicator(
        id=one.name,
        version="",
        title=title,
        table=MARKS,
        numerator=MARK,
        unit=UNIT,
        decimals=_DECIMALS,
        clause=one.panel.clause,
    )


def _of_recused(ballot: Ballot, own: pl.DataFrame, criterion: Criterion | None) -> pl.DataFrame:
    return numbers(replace(ballot, frame=own), criterion).with_columns(pl.lit(RECUSED).alias("part"))


def _detail(one: Average, given: pl.DataFrame) -> pl.DataFrame:
    return given.select(
        pl.lit(one.name).alias("measure"), PLATFORM, EXPERT, "part", one.number.to_decimal(2).alias(NUMBER)
    )
