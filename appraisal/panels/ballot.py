"""The ballots of one panel: the marks that its experts gave, with whom they are of and for, and their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding
from appraisal.evidence.capped import capped
from appraisal.evidence.limits import MAX_CELL_FINDINGS
from appraisal.measure import PLATFORM
from appraisal.schema.pointer import suggestion
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from appraisal.evidence import Table
    from appraisal.model.panel import Panel

MARKS, EXPERTS = "panel_marks", "experts"
ROW, EXPERT, CRITERION, MARK, PANEL = "row", "expert_id", "criterion", "mark", "panel"
#: GB 32100: characters 9 to 17 of the unified code are the organisation code of GB 11714.
_SHORT, _LONG, _FROM = 9, 18, 8


@dataclass(frozen=True)
class Ballot:
    """The marks of one panel, a row each, sorted by platform, expert and criterion.

    The columns are those of the table beside its row number, ``own`` (the platform is of the expert's own institution;
    null where a code is missing) and ``expert``, the expert's name.
    """

    panel: Panel
    table: Table
    frame: pl.DataFrame

    def of(self, criterion: str) -> pl.DataFrame:
        """The marks on one criterion."""
        return self.frame.filter(pl.col(CRITERION) == criterion)

    def without(self, rows: pl.DataFrame) -> Ballot:
        """The ballot without these rows."""
        return Ballot(
            self.panel, self.table, self.frame.join(rows.select(ROW), on=ROW, how="anti", maintain_order="left")
        )


def ballots(tables: Mapping[str, Table], platforms: pl.DataFrame, panels: Mapping[str, Panel]) -> list[Ballot]:
    """A ballot for each panel, with the marks for these platforms."""
    if MARKS not in tables:
        return []
    table = tables[MARKS]
    rows = table.frame.with_row_index(ROW)
    entities = platforms.select(PLATFORM, organisation("entity_code").alias("entity"))
    rows = rows.join(entities, on=PLATFORM, how="inner").join(_experts(tables), on=EXPERT, how="left")
    rows = rows.with_columns((pl.col("entity") == pl.col("institution")).alias("own"))
    rows = rows.drop("entity", "institution").sort(PLATFORM, EXPERT, CRITERION, ROW)
    return [
        Ballot(panel, table, rows.filter((pl.col(PANEL) == key) & pl.col(CRITERION).is_in(list(panel.criteria))))
        for key, panel in panels.items()
    ]


def strangers(tables: Mapping[str, Table], panels: Mapping[str, Panel]) -> list[Finding]:
    """The rows that name a panel or a criterion that the rules do not know."""
    if MARKS not in tables or not panels:
        return []
    table = tables[MARKS]
    rows = table.frame.with_row_index(ROW)
    lost = rows.filter(pl.col(PANEL).is_in(list(panels)).not_())
    found = _unknown(table, PANEL, lost, panels)
    for key, panel in panels.items():
        known = pl.col(CRITERION).is_in(list(panel.criteria))
        found += _unknown(table, CRITERION, rows.filter((pl.col(PANEL) == key) & ~known), panel.criteria)
    return found


def _unknown(table: Table, column: str, lost: pl.DataFrame, known: Collection[str]) -> list[Finding]:
    def finding(row: int) -> Finding:
        name = table.frame.item(row, column)
        message = text("{column}: the rules know no {name}.", column=table.schema.columns[column].label, name=name)
        place = table.place(row, column)
        return Finding(f"{PANEL}|unknown", message, suggestion(name, known), place=place, value=name)

    return capped(lost[ROW].to_list(), MAX_CELL_FINDINGS, finding)


def _experts(tables: Mapping[str, Table]) -> pl.DataFrame:
    named = {EXPERT: pl.String, "name": pl.String, "institution_code": pl.String}
    frame = tables[EXPERTS].frame if EXPERTS in tables else pl.DataFrame(schema=named)
    return frame.select(EXPERT, pl.col("name").alias("expert"), organisation("institution_code").alias("institution"))


def organisation(code: str) -> pl.Expr:
    """The organisation code that a code of either kind holds."""
    is_long = pl.col(code).str.len_chars() == _LONG
    return pl.when(is_long).then(pl.col(code).str.slice(_FROM, _SHORT)).otherwise(pl.col(code))
