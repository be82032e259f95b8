"""One person on the rosters of two platforms at the same date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.plausibility.doubt import ROW, Doubt, by_key
from appraisal.schema.pointer import listed
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.errors import Severity
    from appraisal.evidence import Table


def on_two_rosters(table: Table, severity: Severity) -> Iterator[Doubt]:
    """The rows of people who are on the team of more than one platform at one date."""
    team = table.frame.select("platform_id", "person_id", "as_of", "on_team").with_row_index(ROW).filter("on_team")
    person = ["person_id", "as_of"]
    if team.select(pl.struct(person).n_unique()).item() == team.height:
        return
    twice = team.filter(pl.col("platform_id").n_unique().over(person) > 1, pl.col("person_id").is_not_null())
    platforms = dict(twice.group_by(person).agg(pl.col("platform_id").unique().sort()).rows_by_key(person, unique=True))
    row_person = {row: (one, on) for row, one, on in twice.select(ROW, *person).iter_rows()}

    def words(row: int) -> tuple[Text, Text]:
        one, on = row_person[row]
        [names] = platforms[one, on]
        return (
            text("{person} is on the teams of {platforms} on {date}.", person=one, platforms=listed(names), date=on),
            text("A person is on one team; ask the platforms. Ids of people have to be the same in all rosters."),
        )

    if row_person:
        yield Doubt("person_twice", severity, table, by_key(table, sorted(row_person)), "person_id", words)
