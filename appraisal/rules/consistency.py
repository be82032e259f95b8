"""What a JSON Schema cannot say of a rules file: marks that add up, names that exist, grades that cover."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Severity
from appraisal.model.rules import ROOT, ROUNDING, Leaf
from appraisal.numbers.digits import plain
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from appraisal.model.rules import Node, Rules

#: What the province itself states: a fault in it is mended, never set aside.
_NEVER_SET_ASIDE = frozenset({"platforms", "towns", "verified", "vetoes", "ledger"})
_BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")


def inconsistencies(rules: Rules, document: Mapping[str, object], file: str) -> list[Finding]:
    """Everything in the rules that contradicts itself."""
    return [
        Finding(code, message, fix, severity, Place(file=file, pointer=pointer))
        for code, pointer, message, fix, severity in (
            *_node_ids(rules),
            *_marks(rules.index, "$.index"),
            *_grades(rules),
            *_awards(rules, document),
            *_ties(rules),
            *_gates(rules),
            *_quarantine(rules),
        )
    ]


_Fault = tuple[str, str, Text, Text, Severity]


def _fault(code: str, pointer: str, message: Text, fix: Text, severity: Severity = Severity.ERROR) -> _Fault:
    return f"rules|{code}", pointer, message, fix, severity


def _node_ids(rules: Rules) -> Iterator[_Fault]:
    ids = Counter(node.id for node, _ in rules.index.walk())
    for node_id, times in ids.items():
        if times > 1 or node_id == ROUNDING:
            yield _fault(
                "node_id",
                "$.index",
                text("The node id {id} is used more than once, or reserved.", id=node_id),
                text(
                    "Give each node of the index an id of its own; {root} and {rounding} are reserved.",
                    root=ROOT,
                    rounding=ROUNDING,
                ),
            )


def _marks(node: Node, pointer: str) -> Iterator[_Fault]:
    if isinstance(node, Leaf):
        yield from _leaf_marks(node, pointer)
        return
    parts = [child.full_mark for child in node.nodes]
    if node.cap is not None and node.cap != node.full_mark:
        yield _fault(
            "cap",
            f"{pointer}.cap",
            text(
                "The cap of {title} is {cap}, its full mark {full_mark}: nobody can have more than the cap.",
                title=node.title,
                cap=plain(node.cap),
                full_mark=plain(node.full_mark),
            ),
            text("Write the same number in both."),
        )
    elif sum(parts) < node.full_mark or (node.cap is None and sum(parts) > node.full_mark):
        yield _fault(
            "marks_sum",
            f"{pointer}.full_mark",
            text(
                "The full marks below {title} add up to {parts} = {total}, but its full mark is {full_mark}.",
                title=node.title,
                parts=Joined(tuple(plain(part) for part in parts), " + "),
                total=plain(sum(parts)),
                full_mark=plain(node.full_mark),
            ),
            text(
                "Change the full mark here or those below so that they add up, or write a cap here if they may pass it."
            ),
        )
    for child in node.nodes:
        yield from _marks(child, f"{pointer}.nodes.{child.id}")


def _leaf_marks(leaf: Leaf, pointer: str) -> Iterator[_Fault]:
    highest = leaf.curve.highest
    if highest > leaf.full_mark:
        yield _fault(
            "curve_above_full_mark",
            f"{pointer}.curve",
            text(
                "The curve of {title} gives up to {highest}, more than its full mark {full_mark}.",
                title=leaf.title,
                highest=plain(highest),
                full_mark=plain(leaf.full_mark),
            ),
            text("Lower the marks of the curve, or raise the full mark."),
        )
    elif highest < leaf.full_mark:
        yield _fault(
            "curve_below_full_mark",
            f"{pointer}.curve",
            text(
                "The curve of {title} gives at most {highest}; nobody can reach its full mark {full_mark}.",
                title=leaf.title,
                highest=plain(highest),
                full_mark=plain(leaf.full_mark),
            ),
            text("Raise the last mark of the curve if that is not meant."),
            Severity.WARNING,
        )


def _grades(rules: Rules) -> Iterator[_Fault]:
    without = [grade.id for grade in rules.grades if grade.minimum is None]
    if len(without) != 1:
        yield _fault(
            "grades_lowest",
            "$.grades",
            text("{count} grades have no minimum: {ids}.", count=len(without), ids=Joined(tuple(without), ", ")),
            text("Exactly one grade, the lowest, has no minimum."),
        )
    for minimum, times in Counter(grade.minimum for grade in rules.grades if grade.minimum is not None).items():
        if times > 1:
            yield _fault(
                "grades_equal",
                "$.grades",
                text("{count} grades have the minimum {minimum}.", count=times, minimum=plain(minimum)),
                text("Give each grade a minimum of its own."),
            )


def _awards(rules: Rules, document: Mapping[str, object]) -> Iterator[_Fault]:
    if len(rules.valid) == 0:
        yield _fault(
            "valid_years",
            "$.valid",
            text("The years of the rules end before they begin."),
            text("Let from be at most to."),
        )
    if rules.awards is None:
        return
    given = document.get("awards")
    grade = given.get("grade") if isinstance(given, dict) else None
    if not rules.awards.grades:
        yield _unknown("awards_grade", "$.awards.grade", grade, [grade.id for grade in rules.grades])
    if rules.awards.fund not in rules.funds:
        yield _unknown("awards_fund", "$.awards.fund", rules.awards.fund, rules.funds)


def _ties(rules: Rules) -> Iterator[_Fault]:
    known = {node.id for node, _ in rules.index.walk()} | set(rules.indicators)
    for position, tie in enumerate(rules.ties):
        if tie not in known:
            yield _unknown("ties_unknown", f"$.ranking.ties[{position}]", tie, known)


def _gates(rules: Rules) -> Iterator[_Fault]:
    for gate in rules.gates:
        pointer = f"$.gates.{gate.id}.require"
        foreign = [key for key in gate.require if key not in _BOUNDS]
        if gate.indicator and foreign:
            yield _fault(
                "gate_keyword",
                pointer,
                text("A gate on a measure cannot require {keys}.", keys=Joined(tuple(foreign), ", ")),
                text("Use {known}.", known=Joined(_BOUNDS, ", ")),
            )
        elif gate.allowed is not None and gate.allowed.is_empty:
            yield _fault(
                "gate_empty",
                pointer,
                text("No number satisfies {require}.", require=gate.allowed),
                text("Correct the bounds."),
            )


def _quarantine(rules: Rules) -> Iterator[_Fault]:
    for table in rules.quarantine:
        if table in _NEVER_SET_ASIDE:
            yield _fault(
                "quarantine_table",
                "$.quarantine",
                text("Rows of {table} are never set aside: they say who takes part and who is paid.", table=table),
                text("Take it off the list and mend its rows."),
            )


def _unknown(code: str, pointer: str, name: object, known: Iterable[str]) -> _Fault:
    names = sorted(known)
    near = get_close_matches(str(name), names, n=3) or names[:8]
    return _fault(
        code,
        pointer,
        text("There is no {name} in these rules.", name=name),
        text("Near or known: {names}.", names=Joined(tuple(near), ", ")),
    )
