"""What follows from the marks: rounding, grades, order, awards, funds, coverage, and what refuses the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.numbers.digits import grouped
from appraisal.rules_document.document import Facts, Section, Sentences, Table
from appraisal.rules_document.labels import CHECK_WORDS, WEIGHT_WORDS
from appraisal.rules_document.words import article, readable
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.rules import AwardRule, Grade, Places, Quota
    from appraisal.rules_document.document import Block
    from appraisal.rules_document.words import Words

_ROUNDED = {"floor": text("rounded down"), "ceil": text("rounded up"), "half_up": text("rounded half up")}


def ranking_section(words: Words) -> Section:
    """Rounding, grades and order."""
    rules = words.rules
    decimals = text(
        "Marks are rounded half up to {leaf} decimals, the composite to {total}.",
        leaf=rules.leaf_decimals,
        total=rules.total_decimals,
    )
    titles = {node.id: node.title for node, _ in rules.walk()}
    chain = Joined(tuple(titles.get(tie, words.source(tie)) for tie in rules.ties), text(", then "))
    order = (
        text("Equal composites are ordered by: {chain}; then by a recorded decision.", chain=chain)
        if rules.ties
        else text("Equal composites are ordered by a recorded decision.")
    )
    table = Table(
        (text("Grade"), text("What earns it")), tuple((grade.title, _grade(grade, words)) for grade in rules.grades)
    )
    return Section(text("Composite, grades and ranking"), (Sentences((decimals,)), table, Sentences((order,))))


def _grade(grade: Grade, words: Words) -> object:
    asked: list[object] = []
    if grade.minimum is not None:
        asked.append(text("{composite} ≥ {minimum}", composite=text("composite"), minimum=readable(grade.minimum)))
    if grade.when:
        asked.append(words.condition(grade.when))
    if grade.quota:
        asked.append(quota_words(grade.quota))
    earned: object = Joined(tuple(asked), text("; "))
    if not asked:
        earned = text("all others")
    if grade.direct:
        direct = text("directly: {condition}", condition=words.condition(grade.direct))
        return text("{earned}, or {direct}", earned=earned, direct=direct) if asked else direct
    return earned


def _room_words(places: Places) -> object:
    """A number of places, a share, or so many for each group."""
    one = _places_words(places.otherwise) if places.otherwise else text("none")
    if places.by is None:
        return one
    named = [text("{group} {places}", group=group, places=_places_words(quota)) for group, quota in places.of.items()]
    rest = [text("others {places}", places=one)] if places.otherwise else []
    by = text("class") if places.by == "class" else f"platforms.{places.by}"
    return text("by {by}: {places}", by=by, places=Joined((*named, *rest), text(", ")))


def _places_words(quota: Quota) -> object:
    if quota.share is None:
        return str(quota.first)
    return text(
        "{share}% of the ranked, {rounded}",
        share=readable(quota.share * 100),
        rounded=_ROUNDED[quota.rounding or "floor"],
    )


def quota_words(quota: Quota) -> object:
    """How many have a grade."""
    tied = text("those tied at the line are in") if quota.ties_are_in else text("those tied at the line are out")
    if quota.share is None:
        return text("among the first {places} ({tied})", places=quota.first, tied=tied)
    share = f"{readable(quota.share * 100)}%"
    return text(
        "among the first {share}, {rounded} ({tied})",
        share=share,
        rounded=_ROUNDED[quota.rounding or "floor"],
        tied=tied,
    )


def money_section(words: Words) -> Section:
    """Awards and the funds that they come from."""
    rules, blocks = words.rules, []
    if rules.awards:
        blocks.append(Facts(tuple(_award(rules.awards, words))))
    if rules.funds:
        rows = tuple((fund.title, grouped(fund.total_yuan), fund.clause or "") for fund in rules.funds.values())
        blocks.append(Table((text("Fund"), text("Total (yuan)"), text("Clause")), rows, frozenset({1})))
    return Section(text("Awards and funds"), tuple(blocks))


def _award(award: AwardRule, words: Words) -> Iterator[tuple[object, object]]:
    rules = words.rules
    titles = tuple(grade.title for grade in rules.grades if grade.id in award.grades)
    yield text("Who"), text("grade {grades}", grades=Joined(titles, text(", ")))
    yield (
        text("Awards{clause}", clause=article(award.clause)),
        text(
            "{places} places of {amount} yuan each", places=_room_words(award.places), amount=grouped(award.amount_yuan)
        ),
    )
    yield text("From"), rules.funds[award.fund].title if award.fund in rules.funds else award.fund
    if award.per == "platform":
        yield text("Each"), text("one award per platform")
    else:
        yield (
            text("Each"),
            (
                text("one award per legal entity; a freed place goes to the next")
                if award.freed_place == "next"
                else text("one award per legal entity; a freed place lapses")
            ),
        )
    yield text("Years"), text("{first} to {last}", first=rules.valid[0], last=rules.valid[-1]) if rules.valid else "–"


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
