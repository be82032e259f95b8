"""The marks of one platform: the curve in words and figures, the groups, the one rounding."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal import cohort, curves
from appraisal.explanation.before_curve import STANDS_IN, case, chosen, instead, treatments
from appraisal.explanation.groups import (
    ELSEWHERE,
    NOT_APPLICABLE,
    combined,
    compares_marks,
    factor_of,
    factor_rule,
    of_parts,
    shown_mark,
    unrounded,
)
from appraisal.explanation.interval import narrowed
from appraisal.explanation.panel import panel_arithmetic, panel_of, panel_words
from appraisal.explanation.words import Section, Step, rows_of
from appraisal.model.curve import Curve, Levels
from appraisal.model.node import Leaf
from appraisal.model.rules import ADJUSTMENTS, ROOT, ROUNDING, TOTAL_CAP, cohort_numbers
from appraisal.numbers.digits import decimal_text, plain, ratio_text
from appraisal.texts import Joined, text
from appraisal.treatments import treatment_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.explanation.interval import Ends
    from appraisal.model.curve import Shape
    from appraisal.model.node import Group, Node
    from appraisal.model.rules import Rules
    from appraisal.result import Result
    from appraisal.rules_words import Words

_MISSING = {
    "zero": text("no usable value: 0 by the rules"),
    "refuse": text("no usable value: 0 by the rules"),
    "rescale": text("no usable value: its weight is spread over the other items"),
    "median": text("no usable value, nor one that could stand in: 0 by the rules"),
    "carry": text("no usable value, nor one that could stand in: 0 by the rules"),
}


def mark_section(result: Result, rules: Rules, platform_id: str, words: Words) -> Section:
    """Every node with its mark, then the composite."""
    scores = rows_of(result, "scores", platform_id, "node")
    if not scores:
        return Section("marks", text("Marks"), ())
    said = _Marks(result, rules, platform_id, words)
    nodes = [node for node, _ in rules.walk() if node.id != ROOT]
    return Section("marks", text("Marks"), (*(said.step(node.id) for node in nodes), said.composite()))


def with_cohort_numbers(result: Result, rules: Rules) -> Rules:
    """The rules with the numbers that the result found among all platforms."""
    found = result.tables["cohort"].select("place", "value").iter_rows()
    return cohort.put_in(rules, {place: None if value is None else Decimal(value) for place, value in found})


class _Marks:
    """The marks of one platform in words."""

    def __init__(self, result: Result, rules: Rules, platform_id: str, words: Words) -> None:
        self._words = words
        self._asked = {leaf.id: leaf.curve for leaf in rules.leaves}
        self._rules = rules = with_cohort_numbers(result, rules)
        self._scores = rows_of(result, "scores", platform_id, "node")
        self._result, self._platform = result, platform_id
        self._measures = rows_of(result, "measures", platform_id, "indicator")
        self._indicators = result.documents["indicators"]["indicators"]
        self._nodes = {node.id: node for node, _ in rules.walk()}
        self._added = {node.id for node, _ in rules.adjustments.walk()} if rules.adjustments else set[str]()

    def step(self, name: str) -> Step:
        node = self._nodes[name]
        arithmetic = self._leaf(node) if isinstance(node, Leaf) else combined(node, self._scores, self._rules)
        rule = self._rule(node) if isinstance(node, Leaf) else self._rule_of_group(node)
        rule = rule if node.note is None else text("{rule} ({note})", rule=rule, note=node.note)
        return Step(name, node.title, self._of(node), rule, arithmetic, node.clause)

    def composite(self) -> Step:
        total, rules = self._scores[ROOT]["mark"] or Decimal(0), self._rules
        sums = [combined(rules.index, self._scores, rules)]
        if rules.adjustments:
            added = self._scores[ADJUSTMENTS]["mark"] or Decimal(0)
            total += added
            sums.append(text("with adjustments {added}: {total}", added=plain(added), total=plain(total)))
        if TOTAL_CAP in self._scores:
            taken = self._scores[TOTAL_CAP]["mark"]
            total += taken
            sums += [text("kept within its bounds: {total}", total=plain(total))] if taken else []
        shown = f"{total + self._scores[ROUNDING]['mark']:.{rules.total_decimals}f}"
        rounded = text(
            "{sum}, rounded half up to {decimals} decimals",
            sum=Joined(tuple(sums), text("; ")),
            decimals=rules.total_decimals,
        )
        return Step("composite", text("Composite"), shown, of_parts(rules.index), rounded)

    def _of(self, node: Node) -> object:
        mark = self._scores[node.id]["mark"]
        if mark is None:
            return text("not counted")
        shown = shown_mark(mark, node, self._rules)
        # Of what is added or taken away no full mark is stated.
        return (
            shown
            if node.id in self._added
            else text("{mark} of {full_mark}", mark=shown, full_mark=plain(node.full_mark))
        )

    def _rule(self, leaf: Leaf) -> object:
        asked, found = self._asked[leaf.id], curves.describe(leaf.curve, self._words.condition)
        panel = panel_of(leaf.source, self._rules.panels)
        parts: list[object] = [panel_words(panel)] if panel else []
        parts += [*(treatment_words(one) for one in leaf.treat), found]
        if cohort_numbers(asked):
            words = curves.describe(asked, self._words.condition)
            parts[-1:] = [text("{rule}; this year {found}", rule=words, found=found)]
        parts += factor_rule(leaf, self._words)
        if leaf.scale != 1:
            parts.append(text("× {factor}, for other weights", factor=ratio_text(leaf.scale)))
        parts += [text("at most {cap}", cap=plain(leaf.cap))] if leaf.cap is not None else []
        parts += [text("only where {condition}", condition=self._words.condition(leaf.applies))] if leaf.applies else []
        return Joined(tuple(parts), text("; ")) if len(parts) > 1 else parts[0]

    def _rule_of_group(self, group: Group) -> object:
        parts = [of_parts(group, by_marks=compares_marks(group, self._rules)), *factor_rule(group, self._words)]
        if group.applies:
            parts.append(text("only where {condition}", condition=self._words.condition(group.applies)))
        return Joined(tuple(parts), text("; ")) if len(parts) > 1 else parts[0]

    def _leaf(self, leaf: Leaf) -> object:
        line, row = self._scores[leaf.id], self._measures[leaf.source]
        if line["how"] == NOT_APPLICABLE:
            above = self._scores.get(line["parent"] or "", {})
            # Where the group above does not apply, what the leaf would be given does not count either.
            return ELSEWHERE["absent" if above.get("how") == NOT_APPLICABLE else leaf.not_applicable]
        if line["how"] == "missing":
            return Joined((*self._of_experts(leaf), _MISSING[leaf.missing.kind]), text("; "))
        mark = shown_mark(line["mark"], leaf, self._rules)
        if (line["how"] or "").startswith(STANDS_IN):
            return instead(leaf, mark, line["how"], self._result, self._platform, self._words)
        curve, factor = chosen(leaf, line["how"]), Fraction(factor_of(leaf, line["how"]))
        before, row = row, _treated(row, line["how"]) if leaf.treat else row
        factors = [one for one in (factor, leaf.scale) if one != 1]
        exact = self._of_curve(leaf, curve, row)
        uncut = mark
        if exact is not None and leaf.cap is not None:
            uncut = decimal_text(exact * factor * leaf.scale, leaf.decimals or 0)
        words = self._through(
            leaf, curve, row, uncut if exact is None else unrounded(exact, uncut, goes_on=bool(factors))
        )
        if factors and exact is not None:
            by, whole = " × ".join(ratio_text(one) for one in factors), exact * factor * leaf.scale
            words = text("{words}; × {factor} = {mark}", words=words, factor=by, mark=unrounded(whole, uncut))
        first = [*self._of_experts(leaf), *case(leaf, line["how"], self._words)]
        if leaf.treat:
            # NOTE: a treatment was made of the value before it, not of what it gave.
            ends = self._ends(replace(leaf, treat=()), before)
            first += treatments(leaf, ends, Fraction(row["low"]), self._result)
        words = Joined((*first, words), text("; ")) if first else words
        if leaf.cap is None or Decimal(uncut) == line["mark"]:
            return words
        return text("{words}, at most {cap}", words=words, cap=plain(leaf.cap))

    def _of_experts(self, leaf: Leaf) -> list[object]:
        """How the mean of a panel came out, where the leaf marks one."""
        panel = panel_of(leaf.source, self._rules.panels)
        return [panel_arithmetic(self._result.tables["panels"], panel, leaf.source, self._platform)] if panel else []

    def _through(self, leaf: Leaf, curve: Shape, row: Mapping[str, Any], mark: object) -> object:
        if isinstance(curve, Levels):
            return text("the level is {level}: {mark}", level=row["text"], mark=mark)
        assert isinstance(curve, Curve)
        ends = self._ends(leaf, row)
        words = curves.arithmetic(curve, _lower(curve, ends), mark)
        if ends[0] == ends[1]:
            return words
        return text(
            "the value lies between {low} and {high}, the end with the lower mark counts; {arithmetic}",
            low=curves.shown(ends[0]),
            high=curves.shown(ends[1]),
            arithmetic=words,
        )

    def _ends(self, leaf: Leaf, row: Mapping[str, Any]) -> Ends:
        scale = 1 if leaf.treat else self._indicators.get(leaf.source, {}).get("scale", 1)
        low, high = (Fraction(row[end]) * scale / Fraction(row["denominator"]) for end in ("low", "high"))
        return narrowed((low, high), leaf.source, self._result, self._rules, self._platform)

    def _of_curve(self, leaf: Leaf, curve: Shape, row: Mapping[str, Any]) -> Fraction | None:
        """What the curve gives before factor, rounding and cap; None where nobody has a value to be compared with."""
        if isinstance(curve, Levels):
            return Fraction(curve.by_word.get(row["text"], curve.otherwise or Decimal(0)))
        assert isinstance(curve, Curve)
        return curves.exact_mark(curve, _lower(curve, self._ends(leaf, row))) if curve.pieces else None


def _lower(curve: Curve, ends: Ends) -> Fraction:
    """The end of an interval that has the lower mark."""
    low, high = ends
    return high if curve.pieces and curves.exact_mark(curve, high) < curves.exact_mark(curve, low) else low


def _treated(row: Mapping[str, Any], how: str) -> dict[str, Any]:
    """The measure with the value that the treatments made of it, which is what the curve marked."""
    value = Fraction(how.rpartition("value=")[2])
    return {**row, "low": value, "high": value, "denominator": 1}
