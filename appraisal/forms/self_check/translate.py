"""The translator: trees of formulas into expressions of Excel with the same answer, in SQL's logic of three values.

A condition has two expressions, one for "it is true" and one for "it is false": what is neither is unknown.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from appraisal.forms.self_check.value import (
    UntranslatableError,
    Value,
    aligned,
    compared,
    guarded,
    joined,
    literal,
)
from appraisal.formula import tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Translator(ABC):
    """Everything but columns and aggregates, which depend on where the formula stands."""

    def __init__(self, params: Mapping[str, int | Decimal | str | date]) -> None:
        """The values of ``:name``."""
        self._params = params

    @abstractmethod
    def leaf(self, node: tree.Column | tree.Aggregate) -> Value:
        """A column, or an aggregate."""

    @abstractmethod
    def keep(self, value: Value) -> Value:
        """The value in a cell of its own, so that it can be written again."""

    def value(self, node: tree.Node) -> Value:  # noqa: PLR0911 - one return a kind of node
        """The value of a node, or the empty text where it is missing."""
        match node:
            case tree.Constant(_, value):
                return literal(value)
            case tree.Param(_, name):
                return literal(self._params[name])
            case tree.Column() | tree.Aggregate():
                return self.leaf(node)
            case tree.Negation(_, operand):
                one = self._simple(operand)
                return Value(guarded([one], f"(-{one.text})", '""'), "number", one.scale, one.may_miss, is_simple=False)
            case tree.Arithmetic():
                return self._arithmetic(node)
            case tree.Case():
                return self._case(node)
            case tree.Call():
                return self._call(node)
        true, false = self.true(node), self.false(node)
        return Value(f'IF({true},TRUE,IF({false},FALSE,""))', "boolean", may_miss=True, is_simple=False)

    def true(self, node: tree.Node) -> str:
        """Whether a condition is true."""
        return self._condition(node, holds=True)

    def false(self, node: tree.Node) -> str:
        """Whether a condition is false."""
        return self._condition(node, holds=False)

    def _condition(self, node: tree.Node, *, holds: bool) -> str:  # noqa: PLR0911 - one return a kind of node
        match node:
            case tree.Junction(_, word, operands):
                other = "OR" if word == "AND" else "AND"
                return joined(word if holds else other, [self._condition(one, holds=holds) for one in operands])
            case tree.Not(_, operand):
                return self._condition(operand, holds=not holds)
            case tree.IsNull(_, operand, negated):
                one = self.value(operand)
                asks_missing = negated != holds
                if not one.may_miss:
                    return "FALSE" if asks_missing else "TRUE"
                return f'({one.text}{"=" if asks_missing else "<>"}"")'
            case tree.Comparison(_, sign, left, right):
                return self._compared(sign, self._simple(left), self._simple(right), holds=holds)
            case tree.In(_, operand, options, negated):
                one = self._simple(operand)
                found = [self._compared("=", one, self._simple(each), holds=holds != negated) for each in options]
                return joined("OR" if holds != negated else "AND", found)
            case tree.Between(_, operand, low, high, negated):
                one, wanted = self._simple(operand), holds != negated
                ends = ((">=", low), ("<=", high))
                found = [self._compared(sign, one, self._simple(end), holds=wanted) for sign, end in ends]
                return joined("AND" if wanted else "OR", found)
            case tree.Like(_, operand, pattern, negated):
                return self._like(self._simple(operand), self.value(pattern), holds=holds != negated)
        return f"({self.value(node).text}={'TRUE' if holds else 'FALSE'})"

    def _simple(self, node: tree.Node) -> Value:
        value = self.value(node)
        return value if value.is_simple else self.keep(value)

    def _compared(self, sign: str, left: Value, right: Value, *, holds: bool) -> str:
        return guarded([left, right], compared(sign if holds else _OPPOSITE[sign], left, right), "FALSE")

    def _like(self, one: Value, pattern: Value, *, holds: bool) -> str:
        written = pattern.text[1:-1].replace('""', '"')
        fixed = written.strip("%")
        if "%" in fixed or "_" in fixed or not fixed:
            raise UntranslatableError
        part, starts, ends = literal(fixed).text, written.startswith("%"), written.endswith("%")
        if starts and ends:
            found = f"ISNUMBER(FIND({part},{one.text}))"
        elif starts or ends:
            found = f"EXACT({'RIGHT' if starts else 'LEFT'}({one.text},{len(fixed)}),{part})"
        else:
            found = f"EXACT({one.text},{part})"
        return guarded([one], found if holds else f"NOT({found})", "FALSE")

    def _arithmetic(self, node: tree.Arithmetic) -> Value:
        values = [self._simple(node.first), *(self._simple(step.operand) for step in node.steps)]
        if node.steps[0].operator == "*":
            scale = sum(value.scale for value in values)
            known = "*".join(value.text for value in values)
        else:
            texts, scale = aligned(values)
            signs = ["", *(step.operator for step in node.steps)]
            known = "".join(f"{sign}{each}" for sign, each in zip(signs, texts, strict=True))
        may_miss = any(value.may_miss for value in values)
        return Value(guarded(values, f"({known})", '""'), "number", scale, may_miss, is_simple=False)

    def _case(self, node: tree.Case) -> Value:
        results = [self.value(branch.result) for branch in node.branches]
        results.append(self.value(node.otherwise) if node.otherwise else literal(None))
        made = self._one_of(results)
        text = made[-1]
        for branch, result in zip(reversed(node.branches), reversed(made[:-1]), strict=True):
            condition = branch.condition
            if node.subject is not None:
                condition = tree.Comparison(node.at, "=", node.subject, condition)
            text = f"IF({self.true(condition)},{result},{text})"
        return self._chosen(text, results)

    def _one_of(self, results: Sequence[Value]) -> list[str]:
        """The results at one scale, each where it is there."""
        scale = max(result.scale for result in results)
        texts = []
        for result in results:
            one = result if result.is_simple or result.scale == scale or result.kind == "null" else self.keep(result)
            is_plain = one.kind == "null" or one.scale == scale
            texts.append(one.text if is_plain else guarded([one], one.at_scale(scale), '""'))
        return texts

    @staticmethod
    def _chosen(text: str, values: Sequence[Value]) -> Value:
        made = next(value for value in values if value.kind != "null")
        return Value(text, made.kind, max(value.scale for value in values), may_miss=True, is_simple=False)

    def _call(self, node: tree.Call) -> Value:
        values = [self._simple(argument) for argument in node.arguments]
        known = [value for value in values if value.kind != "null"]
        match node.name:
            case "ABS" | "YEAR" | "MONTH":
                one = values[0]
                found = guarded([one], f"{node.name}({one.text})", '""')
                return Value(found, "number", one.scale, one.may_miss, is_simple=False)
            case "COALESCE":
                texts = self._one_of(known)
                text = texts[-1]
                for value, each in zip(reversed(known[:-1]), reversed(texts[:-1]), strict=True):
                    text = guarded([value], each, text)
                return self._chosen(text, known)
            case "NULLIF":
                equal = self._compared("=", values[0], values[1], holds=True)
                return self._chosen(f'IF({equal},"",{values[0].text})', values[:1])
            case "GREATEST" | "LEAST":
                # MAX and MIN pass over the empty texts of cells, but not over those of expressions.
                name = "MAX" if node.name == "GREATEST" else "MIN"
                scale = max(value.scale for value in known)
                cells = [value if value.scale == scale else self._rescaled(value, scale) for value in known]
                listed = ",".join(value.text for value in cells)
                return self._chosen(f'IF(COUNT({listed})=0,"",{name}({listed}))', cells)
        raise UntranslatableError

    def _rescaled(self, value: Value, scale: int) -> Value:
        text = guarded([value], value.at_scale(scale), '""')
        return self.keep(Value(text, value.kind, scale, value.may_miss, is_simple=False))
