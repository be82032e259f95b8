"""The compiler: a formula on a table becomes an expression, its range, the columns read, and words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from appraisal.formula import aggregates, arithmetic, choices, comparisons, conditions, functions, names
from appraisal.formula.meaning import Level, Meaning, Words, any_quotient, type_words, unknown
from appraisal.formula.names import Scope
from appraisal.formula.parser import parse_with
from appraisal.formula.problems import Problems, shown
from appraisal.formula.tree import (
    Aggregate,
    Arithmetic,
    Between,
    Call,
    Case,
    Column,
    Comparison,
    Constant,
    In,
    IsNull,
    Junction,
    Like,
    Negation,
    Node,
    Not,
    Param,
)
from appraisal.numbers import Exact, OutOfRangeError
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    import polars as pl

    from appraisal.errors import Place
    from appraisal.formula.tables import TableLike

#: Decimals of a final number: as many as a column of evidence may have.
MOST_DECIMALS = 18
#: Decimals above and below the line where a number is a quotient of measures.
QUOTIENT_DECIMALS = 6
#: NULLIF and CASE repeat what they contain, so nesting them grows faster than the text.
_LARGEST_EXPRESSION = 5_000

_READABLE = 7

#: Where a node stands: in a formula on rows, in one on platforms, or inside an aggregate of that.
_Standing = Literal["rows", "platforms", "aggregate"]


@dataclass(frozen=True, eq=False)
class Formula:
    """A formula that was understood; ``eq=False`` since a Polars expression compares into an expression."""

    text: str
    type: Literal["number", "boolean"]
    level: Level
    #: Of a number, the scaled integer in the dtype that ``number`` states.
    expr: pl.Expr
    number: Exact | None
    #: Of a number made of measures, what ``number`` is divided by: above zero wherever that is not null.
    bottom: Exact | None
    #: Columns of the table itself.
    columns: frozenset[str]
    #: Columns of referenced tables, under the names they have in the frame: ``enterprises.size``.
    references: frozenset[str]
    words: Words


def compile_formula(
    text: str,
    *,
    table: TableLike,
    tables: Mapping[str, TableLike],
    params: Mapping[str, int | Decimal | str | date],
    level: Literal["row", "platform"],
    type: Literal["number", "boolean"],  # noqa: A002 - the word for it everywhere
    place: Place,
) -> Formula:
    """The formula on ``table``, or Refused with all that is wrong in it.

    At level ``row`` it is a value of each row, at level ``platform`` one of each platform's rows.
    """
    problems = Problems(place)
    compiler = _Compiler(Scope(table, tables, params, problems), problems)
    meaning = compiler.read(parse_with(text, problems), "rows" if level == "row" else "platforms")
    problems.settle()
    _check_result(meaning, type, problems)
    number, bottom = None, None
    if any_quotient((meaning,)):
        quotient = meaning.quotient.within(QUOTIENT_DECIMALS)
        number, bottom = quotient.top, quotient.bottom
    elif type == "number":
        number = replace(meaning.number, expr=meaning.number.as_small())
    return Formula(
        text=text,
        type=type,
        level=meaning.level,
        expr=number.expr if number else meaning.expr,
        number=number,
        bottom=bottom,
        columns=frozenset(name for other, name in meaning.reads if other is None),
        references=frozenset(f"{other}.{name}" for other, name in meaning.reads if other is not None),
        words=meaning.words,
    )


def _check_result(meaning: Meaning, wanted: str, problems: Problems) -> None:
    if meaning.type != wanted:
        found = Joined(("NULL",)) if meaning.type == "null" else type_words(meaning.type)
        message = text("The formula is {found}; {wanted} is needed.", found=found, wanted=type_words(wanted))
        problems.refuse("type", meaning.at, message)
    if wanted == "number" and not any_quotient((meaning,)) and meaning.number.scale > MOST_DECIMALS:
        decimals = meaning.number.scale
        message = text(
            "The number has {decimals} decimals; at most {most} are kept.", decimals=decimals, most=MOST_DECIMALS
        )
        problems.refuse("scale", meaning.at, message, text("Multiply numbers with fewer decimals."))


@dataclass(frozen=True)
class _Compiler:
    scope: Scope
    problems: Problems

    def read(self, node: Node, standing: _Standing) -> Meaning:
        try:
            meaning = self._meaning(node, standing)
        except OutOfRangeError as error:
            bounds = {"low": _power(error.low), "high": _power(error.high)}
            message = text("The number may lie anywhere between {low} and {high}, beyond 128 bits.", **bounds)
            fix = text("Give the columns a minimum and a maximum in the schema of the table.")
            if self.scope.is_of_measures:
                fix = text("Multiply fewer measures, or divide in an indicator of its own first.")
            self.problems.add("range", node.at, message, fix)
            return unknown(node.at)
        if meaning.size > _LARGEST_EXPRESSION:
            message = text("The formula repeats itself too often here.")
            self.problems.refuse("too_large", node.at, message, text("Nest fewer NULLIF and CASE."))
        return meaning

    def _meaning(self, node: Node, standing: _Standing) -> Meaning:  # noqa: PLR0911 - one return a kind of node
        match node:
            case Constant():
                return names.literal(node.at, node.value, self.problems)
            case Param():
                return self.scope.param(node)
            case Column():
                return self._column(node, standing)
            case Aggregate():
                return self._aggregate(node, standing)
            case Case():
                return self._case(node, standing)
            case Call(at, name, arguments):
                return functions.call(at, name, self._all(arguments, standing), self.problems)
            case Negation(at, operand):
                return arithmetic.negated(at, self.read(operand, standing), self.problems)
            case Arithmetic(at, first, steps):
                operands = self._all((first, *(step.operand for step in steps)), standing)
                return arithmetic.chain(at, operands, [step.operator for step in steps], self.problems)
        return self._condition(node, standing)

    def _condition(  # noqa: PLR0911 - one return a kind of node
        self,
        node: Comparison | Junction | Not | In | Between | IsNull | Like,
        standing: _Standing,
    ) -> Meaning:
        match node:
            case Comparison(at, sign, left, right):
                found = self._all((left, right), standing)
                return comparisons.comparison(at, sign, found[0], found[1], self.problems)
            case Junction(at, word, operands):
                return conditions.junction(at, word, self._all(operands, standing), self.problems)
            case Not(at, operand):
                return conditions.negation(at, self.read(operand, standing), self.problems)
            case In(at, operand, options, negated):
                found = self._all((operand, *options), standing)
                return comparisons.membership(at, found[0], found[1:], self.problems, negated=negated)
            case Between(at, operand, low, high, negated):
                found = self._all((operand, low, high), standing)
                return comparisons.between(at, found[0], found[1], found[2], self.problems, negated=negated)
            case IsNull(at, operand, negated):
                return conditions.missing(at, self.read(operand, standing), self.problems, negated=negated)
            case Like(at, operand, pattern, negated):
                found = self._all((operand, pattern), standing)
                return conditions.like(at, found[0], found[1], self.problems, negated=negated)

    def _all(self, nodes: Iterable[Node], standing: _Standing) -> list[Meaning]:
        return [self.read(node, standing) for node in nodes]

    def _column(self, node: Column, standing: _Standing) -> Meaning:
        column = self.scope.column(node)
        if standing != "platforms" or column.type == "unknown":
            return column
        message = text("{column} has a value in each row; a platform has many rows.", column=column.words)
        fix = text("Put it into COUNT, SUM, MIN or MAX.")
        self.problems.add("row_outside_aggregate", node.at, message, fix, shown(node.name))
        return unknown(node.at)

    def _aggregate(self, node: Aggregate, standing: _Standing) -> Meaning:
        if standing == "rows":
            message = text("{name} is taken over many rows; this formula is read row by row.", name=node.name)
            fix = text("Use it in a numerator or denominator.")
            if self.scope.is_of_measures:
                fix = text("A platform has one row of measures: write the name of the measure alone.")
            self.problems.add("aggregate_in_rows", node.at, message, fix, node.name)
        if standing == "aggregate":
            message = text("{name} stands inside another aggregate.", name=node.name)
            fix = text("Aggregates stand side by side, not inside each other.")
            self.problems.add("nested_aggregate", node.at, message, fix, node.name)
        where = None if node.where is None else self.read(node.where, "aggregate")
        argument = None if node.argument is None else self.read(node.argument, "aggregate")
        if standing != "platforms":
            return unknown(node.at)
        if argument is None:
            return aggregates.count_rows(node.at, where, self.problems)
        return aggregates.aggregate(node.at, node.name, argument, where, self.problems, distinct=node.distinct)

    def _case(self, node: Case, standing: _Standing) -> Meaning:
        subject = None if node.subject is None else self.read(node.subject, standing)
        branches = [
            (self.read(branch.condition, standing), self.read(branch.result, standing)) for branch in node.branches
        ]
        otherwise = None if node.otherwise is None else self.read(node.otherwise, standing)
        return choices.case(node.at, subject, branches, otherwise, self.problems)


def _power(bound: int) -> str:
    digits = str(abs(bound))
    return f"{'-' if bound < 0 else ''}10^{len(digits)}" if len(digits) > _READABLE else str(bound)
