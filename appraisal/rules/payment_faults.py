"""What a JSON Schema cannot say of money: funds that exist, amounts for every grade, curves that take nothing away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from appraisal.model.curve import Levels, ends
from appraisal.rules.fault import Fault, fault, unknown
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.payment import Payment
    from appraisal.model.rules import Rules


def payment_faults(rules: Rules, document: Mapping[str, object]) -> Iterator[Fault]:
    """Everything in the amounts of the awards and in the money sheets that contradicts itself."""
    yield from _amounts(rules, document.get("awards"))
    for sheet in rules.payments:
        pointer = f"$.payments.{sheet.id}"
        if sheet.fund is not None and sheet.fund not in rules.funds:
            yield unknown("payment_fund", f"{pointer}.fund", sheet.fund, rules.funds)
        yield from _curves(sheet, pointer)


def _amounts(rules: Rules, awards: object) -> Iterator[Fault]:
    stated = awards.get("amount_yuan") if isinstance(awards, Mapping) else None
    if rules.awards is None or not isinstance(stated, Mapping):
        return
    known = [grade.id for grade in rules.grades]
    for grade in stated:
        if grade not in known:
            yield unknown("award_grade", f"$.awards.amount_yuan.{grade}", grade, known)
    without = [grade for grade in known if grade in rules.awards.grades and grade not in stated]
    if without:
        yield fault(
            "award_amount",
            "$.awards.amount_yuan",
            text(
                "There is no amount for the grades {grades}, which win an award.", grades=Joined(tuple(without), ", ")
            ),
            text("State an amount for each grade from the best to awards.grade."),
        )


def _curves(sheet: Payment, pointer: str) -> Iterator[Fault]:
    shapes = [shape for part in sheet.parts for shape in ends(part.curve)]
    kinds = {isinstance(shape, Levels) for shape in shapes}
    if kinds == {True} and not sheet.source.startswith("platforms."):
        yield fault(
            "curve_levels",
            pointer,
            text("{title}: levels mark words, and {source} is a number.", title=sheet.title, source=sheet.source),
            text("Read a column of the register (platforms.column), or write bands."),
        )
    elif len(kinds) > 1:
        yield fault(
            "curve_mixed",
            pointer,
            text("{title}: levels for words stand beside a curve for numbers.", title=sheet.title),
            text("One leaf reads one source: let all its curves be levels, or none."),
        )
