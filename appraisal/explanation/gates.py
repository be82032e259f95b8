"""The gates of one platform: what is required, the exact comparison, the outcome."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal.explanation.truth import Known, without
from appraisal.explanation.words import Section, Step, rows_of
from appraisal.model.condition import requirements
from appraisal.numbers.digits import decimal_text, plain
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.model.condition import Require
    from appraisal.model.rules import Gate, Rules
    from appraisal.result import Result
    from appraisal.rules_words import Words

_OUTCOMES = {"pass": text("pass"), "fail": text("fail"), "undecided": text("undecided")}
_FACTS = {"true": text("yes"), "false": text("no")}


def gate_section(result: Result, rules: Rules, ranked: Mapping[str, Any], words: Words) -> Section:
    """Every gate of one platform in the order of the rules; ``ranked`` is its row of the ranking."""
    rows, known = rows_of(result, "gates", ranked["platform_id"], "gate"), Known(result, ranked)
    steps = [_gate_step(result, gate, rows[gate.id], words, known) for gate in rules.gates if gate.id in rows]
    return Section("gates", text("Gates"), tuple(steps))


def _gate_step(result: Result, gate: Gate, row: Mapping[str, Any], words: Words, known: Known) -> Step:
    if gate.single is None:
        rule = text("required: {required}", required=words.condition(gate.condition))
        parts = (known.said(one, words.condition(one)) for one in requirements(gate.condition) if not one.of.is_fact)
        return Step(gate.id, gate.title, _OUTCOMES[row["outcome"]], rule, Joined(tuple(parts), text("; ")), gate.clause)
    required, found = requirement(gate.single), row["numerator"]
    arithmetic: object = _FACTS.get(found, found)
    if found is None:
        arithmetic = without(gate.single.of) if gate.single.of.kind == "history" else text("evidence is missing")
    document = result.documents["indicators"]["indicators"].get(str(gate.single.of))
    if gate.measured and document:
        required = f"{required} {document.get('unit', '')}".rstrip()
    if gate.measured:
        if found is not None and ".." in found:
            arithmetic = text("{found} of {bottom}: only head counts", found=found, bottom=row["denominator"])
        elif found is not None:
            arithmetic = _comparison(gate.measured, row, (document or {}).get("scale", 1))
    return Step(
        gate.id,
        gate.title,
        _OUTCOMES[row["outcome"]],
        text("required: {required}", required=required),
        arithmetic,
        gate.clause,
    )


def _comparison(one: Require, row: Mapping[str, Any], scale: int) -> str:
    """The cross-multiplication that decided: 100 × 12 = 1200 against 60 × 19 = 1140."""
    assert one.allowed is not None
    top, bottom = Fraction(row["numerator"]) * scale, Fraction(row["denominator"])
    bounds = [bound for bound in (one.allowed.low, one.allowed.high) if bound is not None]
    left = f"{scale} × {row['numerator']} = {_fraction(top)}" if scale != 1 else row["numerator"]
    rights = [
        f"{plain(bound)} × {row['denominator']} = {_fraction(Fraction(bound) * bottom)}"
        if bottom != 1
        else plain(bound)
        for bound in bounds
    ]
    signs = [_sign(top, Fraction(bound) * bottom) for bound in bounds]
    return "; ".join(f"{left} {sign} {right}" for sign, right in zip(signs, rights, strict=True))


def _sign(left: Fraction, right: Fraction) -> str:
    return "=" if left == right else ">" if left > right else "<"


def requirement(one: Require) -> object:
    """What one requirement asks, in words."""
    if one.allowed is not None:
        return one.allowed.shown
    if set(one.require) == {"const"}:
        return _FACTS.get(json.dumps(one.require["const"]), one.require["const"])
    return json.dumps(one.require, ensure_ascii=False, default=str)


def _fraction(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else decimal_text(number, 6).rstrip("0")
