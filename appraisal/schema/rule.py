"""One thing that a schema asks for, on its way from the schema to a check with its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.schema import check_words
from appraisal.schema.check import Check
from appraisal.schema.pointer import Path, pointer
from appraisal.schema.truth import Truth, either, negated

if TYPE_CHECKING:
    from appraisal.schema.column import Column
    from appraisal.texts import Bilingual


@dataclass(frozen=True)
class Rule:
    """A keyword on a cell, or on a row where there is no column."""

    column: Column | None
    keyword: str
    value: Any
    path: Path
    truth: Truth
    #: The words of the author of the schema for the rule that this is a part of.
    words: Bilingual | None = None
    #: The column whose presence calls for this one.
    reason: Column | None = None
    #: Whether nothing but the cell decides it.
    alone: bool = True

    def under(self, condition: Truth, *, same_cell: bool = False) -> Rule:
        """The rule where the condition holds, which may be one on the same cell; elsewhere nothing is asked."""
        return replace(self, truth=either(negated(condition), self.truth), alone=self.alone and same_cell)

    def on_rows(self, column: Column) -> Rule:
        """The rule on a cell as one on its row: a missing cell breaks nothing."""
        if isinstance(self.truth, bool):
            return replace(self, truth=self.truth or pl.col(column.name).is_null())
        return replace(self, truth=self.truth.fill_null(value=True))

    def check(self) -> Check:
        """The rule with its words."""
        where = pointer(self.path)
        if self.column is None:
            message, fix = check_words.row_words(self.words, where)
        elif self.reason:
            message, fix = check_words.dependent_words(self.column, self.reason)
        else:
            message, fix = check_words.cell_words(self.keyword, self.value, self.column)
        if self.column and (not self.alone or not fix.msgid):
            fix = check_words.because(fix, self.words)
        broken = negated(self.truth)
        fails = pl.repeat(broken, pl.len()) if isinstance(broken, bool) else broken
        name = self.column.name if self.column else None
        return Check(name, self.keyword, where, fails, message, fix, self.alone and name is not None)
