"""The arithmetic of a panel: how many experts, what they gave, what was left out, and the mean of the rest."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal.model.condition import Source
from appraisal.model.panel import PANELS
from appraisal.numbers import decimal_text
from appraisal.numbers.digits import plain
from appraisal.panels import COUNTED, HIGHEST, LOWEST, RECUSED
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from appraisal.model.panel import Panel
    from appraisal.texts import Text

#: Decimals of a mean that no short decimal holds.
_DECIMALS = 4


def panel_of(name: str, panels: Mapping[str, Panel]) -> Panel | None:
    """The panel whose measure a source is; None where it is something else."""
    of = Source.parse(name)
    return panels.get(of.name.partition(".")[0]) if of.kind == PANELS else None


def panel_words(panel: Panel) -> Text:
    """How the mean of a panel is defined."""
    if panel.highest or panel.lowest:
        return text(
            "the mean of the experts' marks without the {highest} highest and the {lowest} lowest; "
            "at least {minimum} experts",
            highest=panel.highest,
            lowest=panel.lowest,
            minimum=panel.minimum,
        )
    return text("the mean of the experts' marks; at least {minimum} experts", minimum=panel.minimum)


def panel_arithmetic(details: pl.DataFrame, panel: Panel, name: str, platform_id: str) -> Text:
    """How the measure ``name`` of a platform came out; ``details`` as in :data:`appraisal.panels.DETAILS`."""
    given = details.filter((pl.col("measure") == name) & (pl.col("platform_id") == platform_id))
    numbers = {part: given.filter(part=part)["number"].sort().to_list() for part in (COUNTED, HIGHEST, LOWEST, RECUSED)}
    left = numbers[COUNTED]
    everybody = sorted([*left, *numbers[HIGHEST], *numbers[LOWEST]])
    if not everybody:
        return text("no expert's mark counts{recused}", recused=_recused(numbers[RECUSED]))
    said = text("{count} experts: {numbers}", count=len(everybody), numbers=_listed(everybody))
    if gone := [*_left_out(numbers[HIGHEST], numbers[LOWEST])]:
        said = text("{said}; {gone} left out", said=said, gone=Joined(tuple(gone), text(", ")))
    if len(everybody) < panel.minimum:
        tail = text("fewer than {minimum}: no value", minimum=panel.minimum)
    else:
        tail = text("({sum}) ÷ {count} = {mean}", sum=_listed(left, " + "), count=len(left), mean=_mean(left))
    return text("{said}{recused}; {tail}", said=said, recused=_recused(numbers[RECUSED]), tail=tail)


def _left_out(highest: Sequence[Decimal], lowest: Sequence[Decimal]) -> list[Text]:
    found = [text("the highest {numbers}", numbers=_listed(highest[::-1]))] if highest else []
    return [*found, text("the lowest {numbers}", numbers=_listed(lowest))] if lowest else found


def _recused(numbers: Sequence[Decimal]) -> object:
    if not numbers:
        return ""
    return text("; {count} of the own institution not counted", count=len(numbers))


def _listed(numbers: Sequence[Decimal], between: object = None) -> Joined:
    return Joined(tuple(plain(number) for number in numbers), between or text(", "))


def _mean(numbers: Sequence[Decimal]) -> str:
    mean = Fraction(sum(numbers)) / len(numbers)
    shown = decimal_text(mean, _DECIMALS)
    return shown.rstrip("0").rstrip(".") if Fraction(shown) == mean else shown
