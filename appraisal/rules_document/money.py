"""What the rules pay: awards, money sheets, and the funds that both come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.numbers.digits import grouped
from appraisal.rules_document.curve_tables import curve_tables
from appraisal.rules_document.document import Facts, Section, Table
from appraisal.rules_document.places import places_words
from appraisal.rules_words import article
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.award import AwardRule
    from appraisal.model.payment import Payment
    from appraisal.rules_document.document import Block
    from appraisal.rules_words import Words

_AMONG = {"eligible": text("platforms that no gate or veto excludes"), "submitted": text("all that handed in evidence")}


def money_section(words: Words) -> Section:
    """Awards, the other payments, and the funds that they come from."""
    rules = words.rules
    blocks: list[Block] = []
    if rules.awards:
        blocks.append(Facts(tuple(_award(rules.awards, words))))
    if rules.funds:
        rows = tuple((fund.title, grouped(fund.total_yuan), fund.clause or "") for fund in rules.funds.values())
        blocks.append(Table((text("Fund"), text("Total (yuan)"), text("Clause")), rows, frozenset({1})))
    return Section(text("Awards and funds"), tuple(blocks), tuple(_payment(one, words) for one in rules.payments))


def amount_words(award: AwardRule, words: Words) -> object:
    """The amount of an award, or of each grade."""
    amounts = set(award.amounts.values())
    if len(amounts) == 1:
        return text("{amount} yuan", amount=grouped(amounts.pop()))
    titles = {grade.id: grade.title for grade in words.rules.grades}
    each = [
        text("{grade}: {amount} yuan", grade=titles.get(grade, grade), amount=grouped(amount))
        for grade, amount in award.amounts.items()
    ]
    return Joined(tuple(each), text(", "))


def _award(award: AwardRule, words: Words) -> Iterator[tuple[object, object]]:
    rules = words.rules
    titles = tuple(grade.title for grade in rules.grades if grade.id in award.grades)
    yield text("Who"), text("grade {grades}", grades=Joined(titles, text(", ")))
    yield (
        text("Awards{clause}", clause=article(award.clause)),
        text(
            "{places} places; each: {amount}",
            places=places_words(award.places, words),
            amount=amount_words(award, words),
        ),
    )
    if award.at_most:
        yield text("Of these at most"), places_words(award.at_most, words)
    if award.upgrade:
        yield (
            text("Who had one before"),
            text("receives the difference; an award is valid for {years} years", years=award.valid_years)
            if award.valid_years
            else text("receives the difference"),
        )
    yield text("From"), rules.funds[award.fund].title if award.fund in rules.funds else award.fund
    if award.per == "platform":
        yield text("Each"), text("one award per platform")
    elif award.freed_place == "next":
        yield text("Each"), text("one award per legal entity; a freed place goes to the next")
    else:
        yield text("Each"), text("one award per legal entity; a freed place lapses")
    yield text("Years"), text("{first} to {last}", first=rules.valid[0], last=rules.valid[-1]) if rules.valid else "–"


def _payment(payment: Payment, words: Words) -> Section:
    fund = words.rules.funds.get(payment.fund) if payment.fund else None
    pairs: list[tuple[object, object]] = [(text("Source"), words.source(payment.source))]
    pairs.append((text("Who"), _AMONG[payment.among]))
    if payment.applies:
        pairs.append((text("Only for"), words.condition(payment.applies)))
    pairs.append((text("From"), fund.title if fund else payment.fund or text("no fund: amounts are only stated")))
    if payment.once:
        pairs.append((text("Once"), text("what was received before is taken off")))
    if payment.cap_yuan is not None:
        pairs.append((text("Amount at most"), text("{amount} yuan", amount=grouped(payment.cap_yuan))))
    if payment.assumed:
        pairs.append((text("Note"), text("these amounts are an assumption of these rules")))
    several = len(payment.parts) > 1
    tables = [
        block
        for part in payment.parts
        for block in curve_tables(
            part.curve, words, words.unit(payment.source), part.title if several else "", text("Yuan")
        )
    ]
    return Section(
        text("{title}{clause}", title=payment.title, clause=article(payment.clause)), (Facts(tuple(pairs)), *tables)
    )
