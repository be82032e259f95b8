"""Units: the unit that is printed fits the scale, and the unit of the column that is summed."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.measure import PLATFORM
from appraisal.testing.broken import Broken
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject

_SCALES = {"%": 100, "％": 100, "‰": 1000}
#: Units that are powers of ten of each other, with their power.
_FAMILIES: tuple[Mapping[str, int], ...] = (
    {"元": 0, "百元": 2, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8},
    {"人": 0, "百人": 2, "千人": 3, "万人": 4},
    {"家": 0, "千家": 3, "万家": 4},
)
#: So many different cells have to say the same.
_ENOUGH = 3


def scale_fault(subject: Subject) -> Finding | None:
    """A percentage is a ratio times 100."""
    indicator = subject.indicator
    wanted = _SCALES.get(indicator.unit)
    if wanted is None or indicator.scale == wanted or subject.compiled[0].is_of_measures:
        return None
    return Finding(
        "law|unit_scale",
        text(
            "{indicator}: the unit is {unit}, but the scale is {scale}, so a half is printed as {half}.",
            indicator=indicator.title,
            unit=indicator.unit,
            scale=indicator.scale,
            half=f"{float(Fraction(indicator.scale, 2)):g} {indicator.unit}",
        ),
        text('Write "scale": {scale}.', scale=wanted),
        place=Place(subject.file, pointer="$.scale"),
    )


@dataclass
class Units:
    """What was seen of platforms with one row: its cell, and the value made of it, each in its unit."""

    subject: Subject
    column: str
    family: Mapping[str, int]
    seen: dict[Fraction, Fraction] = field(default_factory=dict)
    smallest: Evidence | None = None

    def see(self, evidence: Evidence) -> None:
        """Take the ratio of value and cell for each row by itself, as if it were all that a platform has."""
        table = self.subject.indicator.table
        frame, column = evidence.frames[table], self.subject.schemas[table].columns[self.column]
        if not frame.height:
            return
        alone = [f"P{number}" for number in range(1, frame.height + 1)]
        register = evidence.frames["platforms"]
        owners = frame.select(PLATFORM).join(register, on=PLATFORM, how="left", maintain_order="left")
        single = evidence.with_frame(table, frame.with_columns(pl.Series(PLATFORM, alone)))
        if table != "platforms":
            single = single.with_frame("platforms", owners.with_columns(pl.Series(PLATFORM, alone)))
        values = self.subject.values(single)
        per_unit = Fraction(10) ** (self.family[self.subject.indicator.unit] - self.family[column.unit])
        for platform, cell in zip(alone, frame[self.column].to_list(), strict=True):
            if values[platform].is_number and cell:
                number = Fraction(cell, 10**column.scale)
                self.seen[number] = values[platform].in_unit * per_unit / number
                self.smallest = self.smallest or single

    def verdict(self) -> Broken | None:
        """The law that is broken, if always the same power of ten too much or too little comes out."""
        ratios = set(self.seen.values())
        ratio = next(iter(ratios), Fraction(0))
        if len(self.seen) < _ENOUGH or len(ratios) > 1 or not _is_power(ratio) or self.smallest is None:
            return None
        message = text(
            "{column} is in {unit_of_column}, the value in {unit}, and it comes out {ratio} times what it is.",
            column=self.subject.schemas[self.subject.indicator.table].columns[self.column].label,
            unit_of_column=self.subject.schemas[self.subject.indicator.table].columns[self.column].unit,
            unit=self.subject.indicator.unit,
            ratio=ratio,
        )
        fix = text("Give the unit of the column, or divide by the difference: a denominator such as 10000.")
        return Broken(message, fix, self.smallest, "unit_factor")


def watched(subject: Subject) -> list[Units]:
    """The column whose unit is of the same kind as that of the indicator, where it is the only one."""
    one, unit = subject.compiled[0], subject.indicator.unit
    if one.is_of_measures:
        return []
    columns = subject.schemas[subject.indicator.table].columns
    below = one.denominator.columns if one.denominator else frozenset()
    read = [columns[name] for name in sorted(one.numerator.columns | below) if columns[name].is_number]
    for family in _FAMILIES:
        same = [column for column in read if column.unit in family]
        if unit in family and len(same) == 1 and not below:
            return [Units(subject, same[0].name, family)]
    return []


def _is_power(ratio: Fraction) -> bool:
    """A power of ten that is not one."""
    top, bottom = (str(abs(number)) for number in (ratio.numerator, ratio.denominator))
    return ratio > 0 and ratio != 1 and {top.rstrip("0"), bottom.rstrip("0")} == {"1"}
