"""One legal entity under two codes: the same organisation code, written alone or inside different unified codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.plausibility.doubt import ROW, Doubt, by_key
from appraisal.schema.pointer import listed
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.errors import Severity
    from appraisal.evidence import Table

_CODE = "entity_code"
#: GB 32100: characters 9 to 17 of the unified code are the organisation code of GB 11714.
_SHORT, _LONG, _FROM = 9, 18, 8


def contained_codes(table: Table, severity: Severity) -> Iterator[Doubt]:
    """The platforms whose codes differ and hold the same organisation code."""
    size = pl.col(_CODE).str.len_chars()
    short = pl.when(size == _LONG).then(pl.col(_CODE).str.slice(_FROM, _SHORT)).otherwise(pl.col(_CODE))
    codes = table.frame.select("platform_id", _CODE).with_row_index(ROW).filter(size.is_in([_SHORT, _LONG]))
    codes = codes.with_columns(short.alias("short"))
    if codes.get_column("short").n_unique() == codes.get_column(_CODE).n_unique():
        return
    shared = codes.filter(pl.col(_CODE).n_unique().over("short") > 1)
    pairs = shared.join(shared, on="short", suffix=" other").filter(pl.col(_CODE) != pl.col(f"{_CODE} other"))
    others: dict[int, set[str]] = {}
    for row, other in pairs.select(ROW, "platform_id other").iter_rows():
        others.setdefault(row, set()).add(other)

    def words(row: int) -> tuple[Text, Text]:
        return (
            text(
                "{code} is the same legal entity as that of {others}, written in another form.",
                code=table.shown(row, _CODE),
                others=listed(sorted(others[row])),
            ),
            text("Write the same code for both: an entity gets one award."),
        )

    if others:
        yield Doubt("entity_code_contained", severity, table, by_key(table, sorted(others)), _CODE, words)
