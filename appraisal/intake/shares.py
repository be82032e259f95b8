"""What a delivery should not hold: rows of other files, of other cities' platforms, or the form of another year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Severity
from appraisal.evidence.capped import capped
from appraisal.evidence.limits import MAX_CELL_FINDINGS
from appraisal.evidence.origin import Gathered
from appraisal.forms import is_marked, read_stamp
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.evidence import Table
    from appraisal.evidence.delivery import Delivery
    from appraisal.scenario import Prepared

_PLATFORMS, _PLATFORM, _CITY = "platforms", "platform_id", "city"


def shared_rows(gathered: Mapping[str, Table], tables: Sequence[Table]) -> Iterator[Finding]:
    """For each file the rows that another file holds too, cell by cell: they count once."""
    for name, table in gathered.items():
        parts = [part for part in tables if part.schema.name == name]
        assert isinstance(table.origin, Gathered)
        kept = Counter(table.origin.parts)
        for number, part in enumerate(parts):
            shared = part.frame.height - kept[number]
            if shared:
                place = part.place(0)
                yield Finding(
                    "intake|shared_rows",
                    text(
                        "{table}: {count} rows stand in another file too, equal in every cell; they count once.",
                        table=part.schema.label,
                        count=shared,
                    ),
                    severity=Severity.NOTICE,
                    place=Place(place.file, place.sheet),
                )


def foreign_rows(read: Mapping[str, Delivery], own: Mapping[str, Table]) -> Iterator[Finding]:
    """Rows about a platform of another city, in the file of a city that registers platforms of its own."""
    homes = {
        path: {city for table in delivery.tables if table.schema.name == _PLATFORMS for city in table.frame[_CITY]}
        for path, delivery in read.items()
    }
    registers = [table.frame for each in read.values() for table in each.tables if table.schema.name == _PLATFORMS]
    registers += [table.frame for name, table in own.items() if name == _PLATFORMS]
    if not registers:
        return
    register = pl.concat([frame.select(_PLATFORM, _CITY) for frame in registers]).drop_nulls().unique()
    for path, delivery in read.items():
        home = sorted(city for city in homes[path] if city)
        if not home:
            continue
        away = dict(register.filter(pl.col(_CITY).is_in(home).not_()).sort(_PLATFORM, _CITY).iter_rows())
        known = set(register.filter(pl.col(_CITY).is_in(home)).get_column(_PLATFORM))
        for table in delivery.tables:
            if _PLATFORM in table.frame.columns and table.schema.name != _PLATFORMS:
                yield from _foreign(table, home, {one: city for one, city in away.items() if one not in known})


def other_form(path: str, delivery: Delivery, prepared: Prepared) -> Iterator[Finding]:
    """That a file is the form of another year than the one that is measured."""
    stamp = read_stamp(delivery.sheets)
    if stamp is not None and stamp.get("data_year") not in {None, str(prepared.year)}:
        yield Finding(
            "intake|other_year",
            text(
                "This is the form for the data of {year}; asked for are those of {wanted}.",
                year=stamp["data_year"],
                wanted=prepared.year,
            ),
            text("Fill in the form of this appraisal."),
            place=Place(path),
            value=stamp["data_year"],
        )


def marked_copy(path: str, delivery: Delivery) -> Iterator[Finding]:
    """That a file is the copy that was sent back, and not the sender's own."""
    if is_marked(delivery.sheets):
        message = text("This is the workbook that was sent back with its marks, not your own file.")
        fix = text("Mend your own file and hand that in; formulas and choices are not in the copy.")
        yield Finding("intake|marked_copy", message, fix, Severity.WARNING, Place(path))


def _foreign(table: Table, home: Sequence[str], away: Mapping[str, str]) -> list[Finding]:
    rows = table.frame.get_column(_PLATFORM).is_in(sorted(away)).arg_true().to_list()

    def finding(row: int) -> Finding:
        platform = table.frame.item(row, _PLATFORM)
        message = text(
            "{platform} is a platform of {city}; this file is from {home}.",
            platform=platform,
            city=away[platform],
            home=Joined(tuple(home), text(", ")),
        )
        fix = text("Ask both cities whether the row is theirs.")
        place = table.place(row, _PLATFORM)
        return Finding("intake|foreign", message, fix, Severity.WARNING, place, platform, platform)

    return capped(rows, MAX_CELL_FINDINGS, finding)
