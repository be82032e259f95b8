"""What a JSON Schema cannot say of the nodes: ids that differ, full marks that add up, curves that reach them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from appraisal.errors import Severity
from appraisal.model.curve import Curve, Levels, Relative, ends
from appraisal.model.node import UNCHANGED, Leaf
from appraisal.model.rules import ADJUSTMENTS, ROOT, ROUNDING
from appraisal.numbers.digits import plain
from appraisal.rules.fault import Fault, fault
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.node import Group, Node
    from appraisal.model.rules import Rules


def node_faults(rules: Rules) -> Iterator[Fault]:
    """Everything in the nodes that contradicts itself."""
    yield from _ids(rules)
    yield from _marks(rules.index, "$.index")
    for node in rules.adjustments.nodes if rules.adjustments else ():
        yield from _kinds(node, f"$.adjustments.{node.id}")


def _kinds(node: Node, pointer: str) -> Iterator[Fault]:
    if isinstance(node, Leaf):
        yield from _words(node, pointer)
        return
    for child in node.nodes:
        yield from _kinds(child, f"{pointer}.nodes.{child.id}")


def _words(leaf: Leaf, pointer: str) -> Iterator[Fault]:
    """Words of the register have levels, numbers have every other curve."""
    kinds = {isinstance(shape, Levels) for shape in ends(leaf.curve)}
    if leaf.treat and (True in kinds or leaf.missing.kind in ("median", "carry")):
        yield fault(
            "treat",
            f"{pointer}.treat",
            text("{title}: a word is not treated, nor a value that stands in for a missing one.", title=leaf.title),
            text("Leave treat away, or write missing: zero, rescale or refuse."),
        )
    fact = leaf.source.startswith("platforms.")
    if kinds == {True} and not fact:
        yield fault(
            "curve_levels",
            f"{pointer}.curve",
            text("{title}: levels mark words, and {source} is a number.", title=leaf.title, source=leaf.source),
            text("Read a column of the register (platforms.column), or write bands."),
        )
    elif len(kinds) > 1:
        yield fault(
            "curve_mixed",
            f"{pointer}.curve",
            text("{title}: levels for words stand beside a curve for numbers.", title=leaf.title),
            text("One leaf reads one source: let all its curves be levels, or none."),
        )


_RESERVED = frozenset({ROUNDING, "composite"})


def _ids(rules: Rules) -> Iterator[Fault]:
    ids = Counter(node.id for node, _ in rules.walk())
    for node_id, times in ids.items():
        if times > 1 or node_id in _RESERVED:
            yield fault(
                "node_id",
                "$.index",
                text("The node id {id} is used more than once, or reserved.", id=node_id),
                text(
                    "Give each node an id of its own; {reserved} are reserved.",
                    reserved=Joined((ROOT, *sorted(_RESERVED), ADJUSTMENTS), ", "),
                ),
            )


def _marks(node: Node, pointer: str) -> Iterator[Fault]:
    if isinstance(node, Leaf):
        yield from _words(node, pointer)
        yield from _leaf_marks(node, pointer)
        return
    if node.combine == "sum":
        yield from _parts(node, pointer)
    else:
        yield from _shares(node, pointer)
    for child in node.nodes:
        yield from _marks(child, f"{pointer}.nodes.{child.id}")


def _parts(node: Group, pointer: str) -> Iterator[Fault]:
    """The full marks of the nodes of a sum. Where they differ from platform to platform the run looks at each."""
    parts = [child.full_mark for child in node.nodes]
    if node.cap is not None and node.cap != node.full_mark:
        yield fault(
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
    elif any(child.may_be_absent for child in node.nodes):
        return
    elif (total := sum(child.exact_full_mark for child in node.nodes)) < node.exact_full_mark or (
        node.cap is None and total > node.exact_full_mark
    ):
        yield fault(
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


def _shares(node: Group, pointer: str) -> Iterator[Fault]:
    """A mean takes shares of full marks."""
    for child in node.nodes:
        if not child.full_mark:
            yield fault(
                "full_mark_zero",
                f"{pointer}.nodes.{child.id}.full_mark",
                text("{title} has the full mark 0, of which no share can be taken.", title=child.title),
                text("Give it a full mark above 0, or let the group above be a sum."),
            )


def _leaf_marks(leaf: Leaf, pointer: str) -> Iterator[Fault]:
    highest, lowest = max(leaf.curve.marks), min(leaf.curve.marks)
    if extends(leaf):
        return
    if lowest < 0:
        yield fault(
            "curve_negative",
            f"{pointer}.curve",
            text("The curve of {title} takes marks away: {lowest}.", title=leaf.title, lowest=plain(lowest)),
            text("Penalties are adjustments: move the node to adjustments."),
        )
    if highest > leaf.stated:
        yield fault(
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
    elif highest < leaf.stated and leaf.factor == UNCHANGED:
        yield fault(
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


def extends(leaf: Leaf) -> bool:
    """A line of it goes on beyond its points, so that they bound nothing."""
    return any(
        (isinstance(shape, Relative) and bool(shape.rest.get("extend")))
        or (isinstance(shape, Curve) and not all(piece.is_bounded for piece in shape.pieces))
        for shape in ends(leaf.curve)
    )
