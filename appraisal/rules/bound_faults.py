"""Bounds, factors, weights and places that contradict each other, or that say something which then does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.errors import Severity
from appraisal.model.node import Group
from appraisal.numbers.digits import plain
from appraisal.rules.fault import Fault, fault, unknown
from appraisal.rules.node_faults import extends
from appraisal.schema import is_number
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from appraisal.model.node import Node
    from appraisal.model.rules import Rules

#: A weight above it is a part of 100 rather than of 1.
_OF_A_HUNDRED = 10
#: Those that ask for no weights.
_UNWEIGHED = frozenset({"sum", "minimum", "maximum"})


def bound_faults(rules: Rules, document: Mapping[str, Any]) -> Iterator[Fault]:
    """Everything of this kind in the rules; ``document`` is what they were read from."""
    yield from _nodes(rules.index, "$.index")
    if rules.adjustments:
        yield from _crossed(rules.adjustments, "$.adjustments")
    yield from _order(rules.total_floor, rules.total_cap, "$.total", text("The total"))
    yield from _weights(document.get("index", {}), "$.index")
    yield from _places(rules, document)
    yield from _out_of_reach(rules)


def _crossed(group: Group, pointer: str) -> Iterator[Fault]:
    """Floors above caps, in a group and all below it."""
    yield from _order(group.floor, group.cap, pointer, group.title)
    for node in group.nodes:
        if isinstance(node, Group):
            yield from _crossed(
                node, f"{pointer}.nodes.{node.id}" if pointer != "$.adjustments" else f"{pointer}.{node.id}"
            )


def _order(floor: Decimal | None, cap: Decimal | None, pointer: str, title: object) -> Iterator[Fault]:
    if floor is not None and cap is not None and floor > cap:
        yield fault(
            "floor_above_cap",
            f"{pointer}.floor",
            text(
                "{title}: at least {floor} and at most {cap} cannot both hold.",
                title=title,
                floor=plain(floor),
                cap=plain(cap),
            ),
            text("Let floor be at most cap."),
        )


def _nodes(node: Node, pointer: str) -> Iterator[Fault]:
    if isinstance(node, Group):
        yield from _order(node.floor, node.cap, pointer, node.title)
        if node.floor is not None and node.floor > node.full_mark:
            yield fault(
                "floor_above_full_mark",
                f"{pointer}.floor",
                text(
                    "{title}: everybody has at least {floor}, more than the full mark {full_mark}.",
                    title=node.title,
                    floor=plain(node.floor),
                    full_mark=plain(node.full_mark),
                ),
                text("Lower the floor, or raise the full mark."),
            )
        for child in node.nodes:
            yield from _nodes(child, f"{pointer}.nodes.{child.id}")
    yield from _above(node, pointer)


def _above(node: Node, pointer: str) -> Iterator[Fault]:
    """A cap or a factor that lets a mark pass the full mark, and a cap that keeps it from being reached."""
    if isinstance(node, Group) and node.combine == "sum" and node.cap is not None:
        return  # its cap is its full mark, or a fault already
    facts: dict[str, object] = {"title": node.title, "full_mark": plain(node.full_mark)}
    if node.cap is not None and node.cap < node.full_mark:
        yield fault(
            "cap_below_full_mark",
            f"{pointer}.cap",
            text("{title}: at most {cap}; nobody can reach its full mark {full_mark}.", cap=plain(node.cap), **facts),
            text("Raise the cap to the full mark if that is not meant."),
            Severity.WARNING,
        )
    elif node.cap is not None and node.cap > node.full_mark:
        yield fault(
            "cap_above_full_mark",
            f"{pointer}.cap",
            text("{title}: its cap {cap} is more than its full mark {full_mark}.", cap=plain(node.cap), **facts),
            text("Write the full mark as cap if nobody is to have more."),
            Severity.WARNING,
        )
    elif node.cap is None and node.factor.highest > 1:
        yield fault(
            "factor_above_full_mark",
            f"{pointer}.factor",
            text(
                "{title}: with the factor {factor} a mark may pass the full mark {full_mark}.",
                factor=plain(node.factor.highest),
                **facts,
            ),
            text("Write a cap if nobody is to have more than the full mark."),
            Severity.WARNING,
        )


def _weights(group: Mapping[str, Any], pointer: str) -> Iterator[Fault]:
    """Weights that are stated where nothing is weighed, or where all weigh alike."""
    combine, weights = group.get("combine", "sum"), group.get("weights", "given")
    nodes: Mapping[str, Any] = group.get("nodes", {})
    if combine not in _UNWEIGHED and weights == "given":
        stated = [node.get("weight") for node in nodes.values()]
        yield from _odd_total([one for one in stated if is_number(one)], pointer)
    if combine in _UNWEIGHED and "weights" in group:
        yield _idle(f"{pointer}.weights")
    for name, node in nodes.items():
        if "weight" in node and (combine in _UNWEIGHED or weights != "given"):
            yield _idle(f"{pointer}.nodes.{name}.weight")
        yield from _weights(node, f"{pointer}.nodes.{name}")


def _odd_total(weights: Sequence[int | Decimal], pointer: str) -> Iterator[Fault]:
    """Weights that look like parts of 100 or of 1 and do not add up to it; others are proportions of any total."""
    total = sum(weights)
    mixed = bool(weights) and min(weights) < 1 and max(weights) > _OF_A_HUNDRED
    near = any(whole < 2 * total < 3 * whole and total != whole for whole in (1, 100))
    if len(weights) > 1 and (mixed or near):
        yield fault(
            "weights_total",
            pointer,
            text(
                "The weights {weights} add up to {total}.",
                weights=Joined(tuple(plain(one) for one in weights), " + "),
                total=plain(total),
            ),
            text("Each counts as its part of this total. Correct them if they were to add up to 100 or 1."),
            Severity.NOTICE,
        )


def _idle(pointer: str) -> Fault:
    return fault(
        "weight_idle",
        pointer,
        text("This weight changes nothing: a sum, a minimum and a maximum weigh nothing, equal weights are all alike."),
        text("Take it away, or write combine: mean; in a sum the full mark is the weight."),
        Severity.WARNING,
    )


def _places(rules: Rules, document: Mapping[str, Any]) -> Iterator[Fault]:
    """Places of classes that are not there, and lists of lists that are not there."""
    known = [one.id for one in rules.classes]
    for places, pointer in rules.places:
        for name in places.of if places.by == "class" else ():
            if name not in known:
                yield unknown("class_unknown", f"{pointer}.of.{name}", name, known)
    if rules.shortlist and "places" not in document["shortlist"] and not rules.awards:
        yield fault(
            "shortlist_places",
            "$.shortlist",
            text("The shortlist is so many times the places, but neither it nor awards say how many there are."),
            text("Write places, as in awards."),
        )
    if rules.sample and rules.sample.of == "shortlist" and not rules.shortlist:
        yield fault(
            "sample_shortlist",
            "$.sample.of",
            text("The sample is drawn from the shortlist, but the rules have none."),
            text("Write a shortlist, or draw from all that are ranked: of: ranked."),
        )


def _out_of_reach(rules: Rules) -> Iterator[Fault]:
    """Grades above everything that an index without adjustments can give."""
    nodes = [node for node, _ in rules.walk()]
    lifted = any(node.factor.highest > 1 or (not isinstance(node, Group) and extends(node)) for node in nodes)
    if rules.adjustments or lifted:
        return
    most = rules.index.full_mark if rules.total_cap is None else min(rules.index.full_mark, rules.total_cap)
    for grade in rules.grades:
        if grade.minimum is not None and grade.minimum > most and grade.direct is None:
            yield fault(
                "grade_out_of_reach",
                f"$.grades.{grade.id}.minimum",
                text(
                    "{title} asks for {minimum}, and nobody can have more than {most}.",
                    title=grade.title,
                    minimum=plain(grade.minimum),
                    most=plain(most),
                ),
                text("Lower the minimum, or correct the full marks."),
                Severity.WARNING,
            )
