"""One rule on the cells or rows of a table, and the rows that break such rules, found in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.schema.pieces import select
from appraisal.schema.repeated import unproved_rows
from appraisal.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Keywords that take ten times as long as a comparison.
_DEAR = {"pattern", "format"}


@dataclass(frozen=True)
class Check:
    """A rule: ``fails`` is true in every row that breaks it, false or missing elsewhere."""

    #: The column that is to blame; None where the row as a whole is.
    column: str | None
    #: The keyword of JSON Schema, which names the finding.
    keyword: str
    #: Where the rule stands in the schema.
    pointer: str
    fails: pl.Expr
    #: What is wrong; the fact ``value`` is a stand-in until a cell is at hand.
    message: Text
    fix: Text
    #: Whether it reads this one cell and nothing else, so that it can be asked of a frame with other bad cells.
    alone: bool

    def message_for(self, value: str) -> Text:
        """What is wrong with this value."""
        return Text(self.message.msgid, {**self.message.facts, "value": value})


def violations(frame: pl.DataFrame, checks: Sequence[Check]) -> pl.DataFrame:
    """Every broken rule as ``row`` (index from 0) and ``check`` (index in ``checks``), in that order."""
    nothing = pl.DataFrame(schema={"row": pl.UInt32, "check": pl.Int32})
    if frame.is_empty() or not checks:
        return nothing
    found = [
        pl.DataFrame([rows.alias("row")]).with_columns(pl.lit(place, dtype=pl.Int32).alias("check"))
        for place, rows in _broken(frame, dict(enumerate(checks)))
    ]
    return pl.concat(found).sort("row", "check") if found else nothing


def _broken(frame: pl.DataFrame, checks: Mapping[int, Check]) -> Iterator[tuple[int, pl.Series]]:
    """The rows that break each of the rules that are broken."""
    left = dict(checks)
    for column, dear in _dear(checks).items():
        cells = frame.get_column(column)
        rows = unproved_rows(cells, [check.fails for check in dear.values()])
        if rows is not None:
            left = {place: check for place, check in left.items() if place not in dear}
            doubtful = cells.gather(rows).to_frame()
            yield from ((place, rows.gather(broken)) for place, broken in _looked_up(doubtful, dear))
    if left:
        yield from _looked_up(frame, left)


def _looked_up(frame: pl.DataFrame, checks: Mapping[int, Check]) -> Iterator[tuple[int, pl.Series]]:
    """The rows that break each of the rules that are broken, every cell looked at."""
    answers = select(frame, (check.fails.alias(str(place)) for place, check in checks.items()))
    broken = answers.select(answer.name for answer in answers.iter_columns() if answer.any())
    if broken.width:
        # A row that breaks any rule is rare: the answers are looked through once, and then those rows only.
        is_broken = broken.select(pl.any_horizontal(pl.all())).to_series()
        rows = is_broken.arg_true()
        yield from ((int(each.name), rows.gather(each.arg_true())) for each in broken.filter(is_broken).iter_columns())


def _dear(checks: Mapping[int, Check]) -> dict[str, dict[int, Check]]:
    """The rules on single cells that take long, by column."""
    dear: dict[str, dict[int, Check]] = {}
    for place, check in checks.items():
        if check.alone and check.column and check.keyword in _DEAR:
            dear.setdefault(check.column, {})[place] = check
    return dear
