"""Who takes part: gates, vetoes, classes, and whom the cohort is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.model.condition import Require
from appraisal.rules_document.document import Section, Sentences
from appraisal.rules_words import article
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.model.rules import Gate
    from appraisal.rules_words import Words

_COHORTS = {
    "eligible": text("Where a mark compares platforms, it compares all that no gate or veto excludes."),
    "submitted": text("Where a mark compares platforms, it compares all that handed in evidence."),
}
_WITHOUT = {"fail": text("without evidence: not met"), "undecided": text("without evidence: undecided")}


def gates_section(words: Words) -> Section:
    """The conditions of eligibility, each a sentence with its clause."""
    rules = words.rules
    blocks = [Sentences(tuple(_gate(gate, words) for gate in rules.gates), numbered=True)] if rules.gates else []
    if rules.has_vetoes:
        blocks.append(Sentences((text("Whoever has a veto takes no part in the ranking."),)))
    return Section(text("Eligibility"), tuple(blocks))


def classes_section(words: Words) -> Section:
    """The classes, and whom a mark compares."""
    rules = words.rules
    lines = tuple(
        text(
            "{title}{clause}: {condition}",
            title=one.title,
            clause=article(one.clause),
            condition=words.condition(one.when),
        )
        for one in rules.classes
    )
    blocks = [Sentences(lines, numbered=True)] if lines else []
    if rules.cohort:
        blocks.append(Sentences((_COHORTS[rules.cohort],)))
    return Section(text("Classes and comparison"), tuple(blocks))


def _gate(gate: Gate, words: Words) -> object:
    condition = gate.condition
    if not isinstance(condition, Require):
        return text(
            "{title}{clause}: {condition}",
            title=gate.title,
            clause=article(gate.clause),
            condition=words.condition(condition),
        )
    return text(
        "{title}{clause}: {of} {required}; {missing}",
        title=gate.title,
        clause=article(gate.clause),
        of=words.source(str(condition.of)),
        required=words.required(condition),
        missing=_WITHOUT[condition.missing],
    )
