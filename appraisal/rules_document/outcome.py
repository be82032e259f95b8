"""What follows from the marks: rounding, grades, order, awards, funds, coverage, and what refuses the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.explanation.grades import asked
from appraisal.rules_document.document import Section, Sentences, Table
from appraisal.rules_document.labels import CHECK_WORDS, WEIGHT_WORDS
from appraisal.rules_words import article, readable
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from appraisal.rules_document.document import Block
    from appraisal.rules_words import Words


def ranking_section(words: Words) -> Section:
    """Rounding, grades and order."""
    rules = words.rules
    decimals = text(
        "Marks are rounded half up to {leaf} decimals, the composite to {total}.",
        leaf=rules.leaf_decimals,
        total=rules.total_decimals,
    )
    own = any(node.decimals not in (None, rules.leaf_decimals) for node, _ in rules.walk())
    rounding = (decimals, text("Items that state decimals of their own are rounded to those.")) if own else (decimals,)
    titles = {node.id: node.title for node, _ in rules.walk()}
    chain = Joined(tuple(titles.get(tie, words.source(tie)) for tie in rules.ties), text(", then "))
    order = (
        text("Equal composites are ordered by: {chain}; then by a recorded decision.", chain=chain)
        if rules.ties
        else text("Equal composites are ordered by a recorded decision.")
    )
    table = Table(
        (text("Grade"), text("What earns it")), tuple((grade.title, asked(grade, words)) for grade in rules.grades)
    )
    return Section(text("Composite, grades and ranking"), (Sentences(rounding), table, Sentences((order,))))


def coverage_section(words: Words) -> Section:
    """How many platforms a specialised town must have."""
    coverage = words.rules.coverage
    if not coverage:
        return Section(text("Coverage of the specialised towns"))
    rows = tuple((str(year), str(least)) for year, least in sorted(coverage.minimum_from.items()))
    table = Table((text("From the end of"), text("Platforms in each town")), rows, frozenset({1}))
    title = text("Coverage of the specialised towns{clause}", clause=article(coverage.clause))
    return Section(title, (table,))


def checks_section(words: Words) -> Section:
    """The doubts that are looked for, and what each weighs."""
    rules = words.rules
    rows = tuple(
        (
            text(CHECK_WORDS[name].msgid, factor=readable(rules.jump_factor)),
            WEIGHT_WORDS[weight.value if weight else "off"],
        )
        for name, weight in rules.checks.items()
    )
    blocks: list[Block] = [Table((text("What is checked"), text("What it does")), rows)]
    if rules.quarantine:
        tables = Joined(
            tuple(words.tables[name].title if name in words.tables else name for name in rules.quarantine), text(", ")
        )
        blocks.append(
            Sentences((text("Faulty rows of these tables are set aside and listed: {tables}.", tables=tables),))
        )
    return Section(text("Checks of the evidence"), tuple(blocks))
