"""Who marks what: a sheet for each expert with the platforms that are not of the own institution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.forms.expert_sheet import ExpertSheet
from appraisal.panels import EXPERT, organisation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.panel import Panel
    from appraisal.texts import Bilingual, Text

_PLATFORM = "platform_id"


def expert_sheets(
    panel: Panel,
    experts: pl.DataFrame,
    platforms: pl.DataFrame,
    *,
    scenario: str,
    title: Bilingual,
    year: int,
    data_year: int,
    notice: Text | None,
    measures: dict[str, object],
) -> Iterator[ExpertSheet]:
    """A sheet for each row of the register of experts that has a platform to mark, by expert; platforms by their id."""
    entities = platforms.sort(_PLATFORM).with_columns(organisation("entity_code").alias("entity"))
    own = experts.sort(EXPERT).with_columns(organisation("institution_code").alias("entity"))
    for expert_id, name, entity in own.select(EXPERT, "name", "entity").iter_rows():
        # Where a code is missing nobody can say that the platform is the expert's own.
        theirs = entities if entity is None else entities.filter((pl.col("entity") != entity).fill_null(value=True))
        if theirs.height:
            rows = theirs.select(_PLATFORM, "name", "city").rows()
            yield ExpertSheet(scenario, title, year, data_year, notice, panel, expert_id, name, rows, measures)
