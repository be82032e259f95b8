"""The compiler: a formula on a table becomes an expression, a proved range, the columns read, and words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import polars as pl

from appraisal.formula import aggregates, arithmetic, choices, comparisons, conditions, functions, names
from appraisal.formula.meaning import Level, Meaning, Words, type_words, unknown
from appraisal.formula.names import Scope
from appraisal.formula.parser import parse_with
from appraisal.formula.problems import Problems
from appraisal.formula.tree import (
    Aggregate, Arithmetic, Between, Call, Case, Column, Comparison, Constant, In, IsNull, Junction, Like, Negation, Node, Not, Param,
)  # fmt: skip
from appraisal.numbers import Exact, OutOfRangeError
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from appraisal.errors import Place
    from appraisal.formula.tables import TableLike

#: Decimals of a final number: as many as a verified value may have.
MOST_DECIMALS = 6
#: NULLIF and CASE repeat what they contain, so nesting them grows faster than the text.
_LARGEST_EXPRESSION = 5_000

#: Where a node stands: in a formula on rows, in one on platforms, or inside an aggregate of that.
_Standing = Literal["rows", "platforms", "aggregate"]


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A formula that was understood; ``eq=False`` since a Polars expression compares into an expression."""

    text: str
    type: Literal["number", "boolean"]
    level: Level
    #: Of a number, the scaled integer in the dtype that ``number`` states.
    expr: pl.Expr
    number: Exact | None
    #: Columns of the table itself.
    columns: frozenset[str]
    #: Columns of referenced tables, under the names they have in the frame: ``enterprises.size``.
    references: frozenset[str]
    words: Words


def compile_formula(  # noqa: PLR0913 - one keyword each
    text: str, *, table: TableLike, tables: Mapping[str, TableLike], params: Mapping[str, int | Decimal | str | date],
    level: Literal["row", "platform"], type: Literal["number", "boolean"], place: Place,  # noqa: A002 - the word of the language
) -> Formula:  # fmt: skip
    """The formula on ``table``, or Refused with all that is wrong in it.

    At level ``row`` it is a value of each row, at level ``platform`` one of each platform's rows.
    """
    problems = Problems(place)
    compiler = _Compiler(Scope(table, tables, params, problems), problems)
    meaning = compiler.read(parse_with(text, problems), "rows" if level == "row" else "platforms")
    problems.settle()
    _check_result(meaning, type, problems)
    number = None
    if type == "number":
        exact = meaning.number
        number = replace(exact, expr=exact.expr.cast(exact.dtype))
    return Formula(
        text, type, meaning.level, number.expr if number else meaning.expr, number,
        columns=frozenset(name for table_name, name in meaning.reads if table_name is None),
        references=frozenset(f"{table_name}.{name}" for table_name, name in meaning.reads if table_name is not None),
        words=meaning.words,
    )  # fmt: skip


def _check_result(meaning: Meaning, wanted: str, problems: Problems) -> None:
    if meaning.type != wanted:
        found = text("NULL") if meaning.type == "null" else type_words(meaning.type)
        message = text("The formula is {found}; {wanted} is needed.", found=found, wanted=type_words(wanted))
        problems.refuse("type", meaning.at, message)
    if wanted == "number" and meaning.number.scale > MOST_DECIMALS:
        message = text("The number has {scale} decimals; at most {most} are kept.", scale=meaning.number.scale, most=MOST_DECIMALS)
        problems.refuse("scale", meaning.at, message, text("Multiply numbers with fewer decimals."))


@dataclass(frozen=True, slots=True)
class _Compiler:
    scope: Scope
    problems: Problems

    def read(self, node: Node, standing: _Standing) -> Meaning:
        try:
            meaning = self._meaning(node, standing)
        except OutOfRangeError as error:
            message = text("The number may lie between {low} and {high}, beyond 128 bits.", low=_power(error.low), high=_power(error.high))
            self.problems.add("range", node.at, message, text("Give the columns a minimum and a maximum in the schema of the table."))
            return unknown(node.at)
        if meaning.size > _LARGEST_EXPRESSION:
            self.problems.refuse("too_large", node.at, text("The formula repeats itself too often here."), text("Nest fewer NULLIF and CASE."))
        return meaning
