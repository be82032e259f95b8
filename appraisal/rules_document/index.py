"""The index of the rules: the tree with full marks and effective weights, then every leaf by itself."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from appraisal.explanation.groups import of_parts
from appraisal.model.node import Group, Leaf
from appraisal.rules_document.document import Facts, Indented, Section, Sentences, Table
from appraisal.rules_document.leaves import exceptions, leaf_section, titled
from appraisal.rules_words import percent, readable
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.node import Node
    from appraisal.rules_words import Words

#: Those of which one node alone decides.
_CHOOSING = frozenset({"minimum", "maximum", "copeland"})


def index_section(words: Words) -> Section:
    """The tree, then its leaves."""
    root = words.rules.index
    rows = tuple(_rows(replace(root, title=Bilingual("总分", "Total")), Fraction(1), 0))
    header = (text("Item"), text("Full mark"), text("Effective weight"), text("Clause"), text("How it is put together"))
    note = text(
        "The effective weight is the share of an item in the index: its part of the full mark of a sum, of the weights "
        "of a mean."
    )
    table = Table(header, rows, frozenset({1, 2}))
    return Section(text("Index"), (table, Sentences((note,))), tuple(_below(root, words)))


def adjustments_section(words: Words) -> Section:
    """What is added to the index and taken from it, and the bounds of the total."""
    rules, blocks, sections = words.rules, [], ()
    if rules.adjustments:
        rows = tuple(row for node in rules.adjustments.nodes for row in _added(node, 0))
        header = (text("Item"), text("At most"), text("Clause"), text("How it is put together"))
        blocks.append(Table(header, rows, frozenset({1})))
        sections = tuple(_below(rules.adjustments, words, is_added=True))
    bounds = []
    if rules.total_cap is not None:
        bounds.append((text("Total at most"), readable(rules.total_cap)))
    if rules.total_floor is not None:
        bounds.append((text("Total at least"), readable(rules.total_floor)))
    if bounds:
        blocks.append(Facts(tuple(bounds)))
    return Section(text("Adjustments and total"), tuple(blocks), sections)


def weights(group: Group, share: Fraction | None) -> list[Fraction | None]:
    """The share of the whole that each node of a group has; None where no share can be stated."""
    if share is None or group.combine in _CHOOSING or group.weights_from:
        return [None] * len(group.nodes)
    whole = group.exact_full_mark if group.combine == "sum" else sum(node.weight for node in group.nodes)
    parts = [node.exact_full_mark if group.combine == "sum" else node.weight for node in group.nodes]
    return [share * part / whole if whole else None for part in parts]


def _rows(node: Node, share: Fraction | None, depth: int) -> Iterator[tuple[object, ...]]:
    shown = "–" if share is None else percent(share)
    together = of_parts(node) if isinstance(node, Group) else ""
    yield Indented(depth, node.title), readable(node.full_mark), shown, node.clause or "", together
    if isinstance(node, Group):
        for child, part in zip(node.nodes, weights(node, share), strict=True):
            yield from _rows(child, part, depth + 1)


def _added(node: Node, depth: int) -> Iterator[tuple[object, ...]]:
    """What is added to the index has a cap or none, and no full mark."""
    together = of_parts(node, by_marks=True) if isinstance(node, Group) else ""
    yield Indented(depth, node.title), "–" if node.cap is None else readable(node.cap), node.clause or "", together
    for child in node.nodes if isinstance(node, Group) else ():
        yield from _added(child, depth + 1)


def _below(group: Group, words: Words, *, is_added: bool = False) -> Iterator[Section]:
    for node in group.nodes:
        if isinstance(node, Leaf):
            yield leaf_section(node, words, is_added=is_added)
            continue
        facts, title = tuple(exceptions(node, words)), titled(node, is_added=is_added)
        yield Section(title, (Facts(facts),) if facts else (), tuple(_below(node, words, is_added=is_added)))
