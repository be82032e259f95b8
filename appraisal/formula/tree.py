"""The tree of a formula: what was written, before anyone asks whether the names exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

ComparisonOperator = Literal["=", "<>", "<", "<=", ">", ">="]
ArithmeticOperator = Literal["+", "-", "*"]


@dataclass(frozen=True)
class _Node:
    #: The character that a message about this node points at, from 1. Two trees are equal wherever they stand.
    at: int = field(compare=False)


@dataclass(frozen=True)
class Constant(_Node):
    """A number, a text, a date, TRUE, FALSE, or NULL (None)."""

    value: Decimal | str | date | bool | None


@dataclass(frozen=True)
class Column(_Node):
    """A column of the table itself, or of a table it references."""

    table: str | None
    name: str
    #: Written in double quotes, which some take for the quotes of a text.
    quoted: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Param(_Node):
    """``:name``."""

    name: str


@dataclass(frozen=True)
class Negation(_Node):
    """``-x``."""

    operand: Node


@dataclass(frozen=True)
class Step:
    """One further operand of a chain, with the operator before it."""

    operator: ArithmeticOperator
    operand: Node


@dataclass(frozen=True)
class Arithmetic(_Node):
    """A chain of + and -, or of *, from left to right: flat, so that long sums are not deep."""

    first: Node
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Comparison(_Node):
    """``left operator right``."""

    operator: ComparisonOperator
    left: Node
    right: Node


@dataclass(frozen=True)
class Junction(_Node):
    """A chain of AND, or of OR."""

    operator: Literal["AND", "OR"]
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Not(_Node):
    """``NOT x``."""

    operand: Node


@dataclass(frozen=True)
class In(_Node):
    """``x [NOT] IN (a, b)``."""

    operand: Node
    options: tuple[Node, ...]
    negated: bool


@dataclass(frozen=True)
class Between(_Node):
    """``x [NOT] BETWEEN low AND high``, both included."""

    operand: Node
    low: Node
    high: Node
    negated: bool


@dataclass(frozen=True)
class IsNull(_Node):
    """``x IS [NOT] NULL``."""

    operand: Node
    negated: bool


@dataclass(frozen=True)
class Like(_Node):
    """``x [NOT] LIKE 'pattern'``."""

    operand: Node
    pattern: Node
    negated: bool


@dataclass(frozen=True)
class Branch:
    """``WHEN condition THEN result``; in a simple CASE the condition is the value to meet."""

    condition: Node
    result: Node


@dataclass(frozen=True)
class Case(_Node):
    """``CASE [subject] WHEN .. THEN .. [ELSE ..] END``."""

    subject: Node | None
    branches: tuple[Branch, ...]
    otherwise: Node | None


@dataclass(frozen=True)
class Call(_Node):
    """A function of the values of one row, known or not."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Aggregate(_Node):
    """``NAME([DISTINCT] argument) [FILTER (WHERE where)]``; ``COUNT(*)`` has no argument."""

    name: Literal["COUNT", "SUM", "MIN", "MAX"]
    argument: Node | None
    distinct: bool
    where: Node | None


Node = (
    Constant
    | Column
    | Param
    | Negation
    | Arithmetic
    | Comparison
    | Junction
    | Not
    | In
    | Between
    | IsNull
    | Like
    | Case
    | Call
    | Aggregate
)
