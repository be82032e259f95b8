"""What one leaf of the rules reads, how a value becomes its mark, and what holds where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Refused
from appraisal.explanation.indicator import definition
from appraisal.explanation.panel import panel_of, panel_words
from appraisal.measure import bind
from appraisal.model.curve import Choice
from appraisal.model.node import UNCHANGED, Leaf
from appraisal.numbers.digits import ratio_text
from appraisal.rules_document.curve_tables import curve_tables
from appraisal.rules_document.document import Facts, Section
from appraisal.rules_document.labels import VALUES
from appraisal.rules_words import article, readable
from appraisal.texts import Joined, text
from appraisal.treatments import treatment_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.node import Factor, Missing, Node
    from appraisal.rules_words import Words

#: What holds for those to whom an item does not apply.
ELSEWHERE: dict[str, object] = {
    "absent": text("it does not count"),
    "rescale": VALUES["missing", "rescale"],
    "full": text("full mark"),
    "zero": "0",
}


def titled(node: Node, *, is_added: bool) -> object:
    """The title of a node with its clause and its full mark, of which adjustments have none."""
    if is_added:
        return text("{title}{clause}", title=node.title, clause=article(node.clause))
    return text(
        "{title}{clause}: {full_mark} marks",
        title=node.title,
        clause=article(node.clause),
        full_mark=readable(node.full_mark),
    )


def leaf_section(leaf: Leaf, words: Words, *, is_added: bool) -> Section:
    """A leaf with its source, its curve and its exceptions; ``is_added`` of adjustments."""
    facts = Facts(
        (
            *_source(leaf.source, words),
            *((text("Before the marks"), treatment_words(one)) for one in leaf.treat),
            *exceptions(leaf, words),
            (text("Where a value is missing"), missing_words(leaf.missing, words)),
        )
    )
    return Section(titled(leaf, is_added=is_added), (facts, *curve_tables(leaf.curve, words, words.unit(leaf.source))))


def exceptions(node: Node, words: Words) -> Iterator[tuple[object, object]]:
    """For whom it counts, and what its mark is multiplied by."""
    if node.applies:
        yield text("Only for"), words.condition(node.applies)
    finds_none = isinstance(node, Leaf) and isinstance(node.curve, Choice) and node.curve.may_find_none
    if finds_none or node.applies or node.not_applicable != "absent":
        yield text("Where it does not apply"), ELSEWHERE[node.not_applicable]
    if node.scale != 1:
        yield text("Scaled for other weights"), f"× {ratio_text(node.scale)}"
    if node.factor != UNCHANGED:
        yield text("Factor"), factor_words(node.factor, words)
    if node.decimals is not None and node.decimals != words.rules.leaf_decimals:
        yield text("Decimals"), str(node.decimals)
    if node.cap is not None:
        yield text("At most"), readable(node.cap)
    if node.note is not None:
        yield text("Note"), node.note


def _source(name: str, words: Words) -> Iterator[tuple[object, object]]:
    title, unit = words.source(name), words.unit(name)
    named = text("{title} [{id}]", title=title, id=name)
    yield text("Source"), text("{title}, unit {unit}", title=named, unit=unit) if unit else named
    counted = _counted(name, words)
    if counted:
        yield text("What it counts"), counted


def _counted(name: str, words: Words) -> object:
    """The formula of an indicator in words; nothing where its tables are not there."""
    panel = panel_of(name, words.rules.panels)
    if panel:
        return panel_words(panel)
    made = words.indicators.get(name)
    if made is None:
        return ""
    try:
        params = words.rules.params.get(name, {})
        one = bind(made, words.tables, words.data_year, params, name, words.indicators)
    except Refused:
        return ""
    said = Joined(tuple(definition(one)), text("; "))
    return text("{words}; times {scale}", words=said, scale=made.scale) if made.scale != 1 else said


def missing_words(missing: Missing, words: Words) -> object:
    """What holds where a value is missing."""
    if missing.by:
        column = words.source(f"platforms.{missing.by}")
        return text("the median of those with the same {column} stands in", column=column)
    return VALUES["missing", missing.kind]


def factor_words(factor: Factor, words: Words) -> object:
    """What a mark is multiplied by."""
    cases = [
        text("{factor} if: {condition}", factor=readable(number), condition=words.condition(when))
        for when, number in factor.cases
    ]
    last = text("else {factor}", factor=readable(factor.otherwise)) if cases else readable(factor.otherwise)
    return Joined((*cases, last), text("; "))
