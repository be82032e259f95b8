"""One rule on the cells or rows of a table, and the rows that break such rules, found in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.schema.pieces import select
from appraisal.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    answers = select(frame, (check.fails.alias(str(place)) for place, check in enumerate(checks)))
    # Column by column: most rules are broken nowhere, and a filter would copy the answers of all of them.
    found = [
        pl.DataFrame([answer.arg_true().alias("row")]).with_columns(pl.lit(place, dtype=pl.Int32).alias("check"))
        for place, answer in enumerate(answers.iter_columns())
        if answer.any()
    ]
    return pl.concat(found).sort("row", "check") if found else nothing
