"""The marks of one platform: the curve in words and figures, the groups, the one rounding."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal import cohort, curves
from appraisal.explanation.groups import combined, of_parts, shown_mark
from appraisal.explanation.panel import panel_arithmetic
from appraisal.explanation.words import Section, Step, rows_of
from appraisal.model.curve import Choice, Curve, Levels
from appraisal.model.node import UNCHANGED, Leaf
from appraisal.model.panel import PANELS
from appraisal.model.rules import ADJUSTMENTS, ROOT, ROUNDING, TOTAL_CAP, cohort_numbers
from appraisal.numbers.digits import plain, ratio_text
from appraisal.texts import Joined, text
from appraisal.treatments import treatment_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.model.curve import Shape
    from appraisal.model.node import Node
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
_STANDS_IN = {
    "median": text("no usable value: the median of the others stands in, {mark}"),
    "carry": text("no usable value: the value of the year before stands in, {mark}"),
}
_ELSEWHERE = {
    "absent": text("not applicable: it does not count"),
    "rescale": text("not applicable: its weight is spread over the other items"),
    "full": text("not applicable: its full mark by the rules"),
    "zero": text("not applicable: 0 by the rules"),
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
        self._experts, self._platform = result.tables["panels"], platform_id
        self._measures = rows_of(result, "measures", platform_id, "indicator")
        self._indicators = result.documents["indicators"]["indicators"]
        self._nodes = {node.id: node for node, _ in rules.walk()}

    def step(self, name: str) -> Step:
        node = self._nodes[name]
        arithmetic = self._leaf(node) if isinstance(node, Leaf) else combined(node, self._scores, self._rules)
        rule = self._rule(node) if isinstance(node, Leaf) else of_parts(node)
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
        return (
            shown
            if node.id == ADJUSTMENTS
            else text("{mark} of {full_mark}", mark=shown, full_mark=plain(node.full_mark))
        )

    def _rule(self, leaf: Leaf) -> object:
        asked, found = self._asked[leaf.id], curves.describe(leaf.curve, self._words.condition)
        parts: list[object] = [*(treatment_words(one) for one in leaf.treat), found]
        if cohort_numbers(asked):
            words = curves.describe(asked, self._words.condition)
            parts[-1:] = [text("{rule}; this year {found}", rule=words, found=found)]
        if leaf.factor.cases:
            cases = tuple(
                text("× {factor} where {condition}", factor=plain(factor), condition=self._words.condition(when))
                for when, factor in leaf.factor.cases
            )
            parts.append(Joined((*cases, text("else × {factor}", factor=plain(leaf.factor.otherwise))), text(", ")))
        elif leaf.factor != UNCHANGED:
            parts.append(text("× {factor}", factor=plain(leaf.factor.otherwise)))
        if leaf.scale != 1:
            parts.append(text("× {factor}, for other weights", factor=ratio_text(leaf.scale)))
        parts += [text("at most {cap}", cap=plain(leaf.cap))] if leaf.cap is not None else []
        parts += [text("only where {condition}", condition=self._words.condition(leaf.applies))] if leaf.applies else []
        return Joined(tuple(parts), text("; ")) if len(parts) > 1 else parts[0]

    def _leaf(self, leaf: Leaf) -> object:
        line, row = self._scores[leaf.id], self._measures[leaf.source]
        if line["how"] == "not_applicable":
            return _ELSEWHERE[leaf.not_applicable]
        if line["how"] == "missing":
            return _MISSING[leaf.missing.kind]
        mark = shown_mark(line["mark"], leaf, self._rules)
        if line["how"] == "stands_in":
            return text(_STANDS_IN[leaf.missing.kind].msgid, mark=mark)
        curve, factor = _chosen(leaf, line["how"])
        if leaf.treat:
            row = _treated(row, line["how"])
        factors = [ratio_text(one) for one in (Fraction(factor), leaf.scale) if one != 1]
        words = self._through(leaf, curve, row, self._before_factor(leaf, curve, row) if factors else mark)
        if factors:
            words = text("{words}; × {factor} = {mark}", words=words, factor=" × ".join(factors), mark=mark)
        words = Joined((*self._of_experts(leaf), words), text("; ")) if leaf.source.startswith(PANELS) else words
        if leaf.cap is None or line["mark"] != leaf.cap:
            return words
        return text("{words}, at most {cap}", words=words, cap=plain(leaf.cap))

    def _of_experts(self, leaf: Leaf) -> list[object]:
        """How the mean of a panel came out, where the leaf marks one."""
        parts = leaf.source.split(".")
        if parts[0] != PANELS:
            return []
        return [panel_arithmetic(self._experts, self._rules.panels[parts[1]], leaf.source, self._platform)]

    def _through(self, leaf: Leaf, curve: Shape, row: Mapping[str, Any], mark: str) -> object:
        if isinstance(curve, Levels):
            return text("the level is {level}: {mark}", level=row["text"], mark=mark)
        assert isinstance(curve, Curve)
        words = [curves.arithmetic(curve, end, mark) for end in dict.fromkeys(self._ends(leaf, row))]
        if len(words) == 1:
            return words[0]
        return text("the end of the interval with the lower mark counts: {mark}", mark=mark)

    def _ends(self, leaf: Leaf, row: Mapping[str, Any]) -> list[Fraction]:
        scale = 1 if leaf.treat else self._indicators.get(leaf.source, {}).get("scale", 1)
        return [Fraction(row[end]) * scale / Fraction(row["denominator"]) for end in ("low", "high")]

    def _before_factor(self, leaf: Leaf, curve: Shape, row: Mapping[str, Any]) -> str:
        """The mark of the curve before the factor, with more digits than are kept."""
        if isinstance(curve, Levels):
            return plain(curve.by_word.get(row["text"], curve.otherwise or Decimal(0)))
        assert isinstance(curve, Curve)
        marks = [curves.exact_mark(curve, end) for end in self._ends(leaf, row)]
        return curves.shown(min(marks))


def _treated(row: Mapping[str, Any], how: str) -> dict[str, Any]:
    """The measure with the value that the treatments made of it, which is what the curve marked."""
    value = Fraction(how.rpartition("value=")[2])
    return {**row, "low": value, "high": value, "denominator": 1}


def _chosen(leaf: Leaf, how: str | None) -> tuple[Shape, Decimal]:
    """The curve and the factor that the result says were chosen."""
    places = (how or "").split("; ")
    factor = leaf.factor.otherwise
    for place in places:
        if place.startswith("factor.cases["):
            factor = leaf.factor.cases[int(place[len("factor.cases[") : -1])][1]
    curve: Shape = leaf.curve
    for step in places[0].removeprefix("curve").removeprefix(".").split("."):
        if isinstance(curve, Choice):
            curve = _case(curve, step)
    return curve, factor


def _case(choice: Choice, step: str) -> Shape:
    if step.startswith("cases["):
        return choice.cases[int(step[len("cases[") : -1])][1]
    assert choice.otherwise is not None
    return choice.otherwise
