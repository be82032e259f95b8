"""One enterprise under two ids, its name written twice, and served under both: it counts twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from appraisal.plausibility.doubt import ROW, Doubt, by_key
from appraisal.schema.pointer import listed
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.errors import Severity
    from appraisal.evidence import Table

#: A name without any of these has no second spelling.
_TWO_SPELLINGS = r"[^\p{Han}0-9A-Z]|责任公司"
_LONG_FORM, _SHORT_FORM = "有限责任公司", "有限公司"
_NAME, _CITY, _ID, _PLATFORM = "name", "city", "enterprise_id", "platform_id"


@dataclass
class _Group:
    """Ids that seem to be one enterprise, who served them, and how often it counts at most with one of these."""

    ids: set[str] = field(default_factory=set)
    platforms: set[str] = field(default_factory=set)
    times: int = 0


def counted_twice(table: Table, services: Table, year: int, severity: Severity) -> Iterator[Doubt]:
    """The enterprises of one name and city under several ids that one platform served in the year."""
    twins = _twins(table.frame)
    if twins.is_empty():
        return
    served = services.frame.filter(
        pl.col(_ID).is_in(twins.get_column(_ID).implode()),
        pl.col("date").is_between(date(year, 1, 1), date(year, 12, 31)),
    ).select(_ID, _PLATFORM)
    both = (
        served.unique()
        .join(twins.select(ROW, _ID, "group"), on=_ID)
        .with_columns(pl.col(_ID).n_unique().over("group", _PLATFORM).alias("times"))
        .filter(pl.col("times") > 1)
    )
    groups: dict[int, _Group] = {}
    rows: dict[int, _Group] = {}
    for row, one, platform, group, times in both.select(ROW, _ID, _PLATFORM, "group", "times").iter_rows():
        rows[row] = groups.setdefault(group, _Group())
        rows[row].ids.add(one)
        rows[row].platforms.add(platform)
        rows[row].times = max(rows[row].times, times)

    def words(row: int) -> tuple[Text, Text]:
        own, group = table.shown(row, _ID), rows[row]
        return (
            text(
                "{name} ({id}) seems to be the same enterprise as {others}; "
                "{platforms} served it under each id, so it counts {times} times.",
                name=table.shown(row, _NAME),
                id=own,
                others=listed(sorted(group.ids - {own})),
                platforms=listed(sorted(group.platforms)),
                times=group.times,
            ),
            text("If it is one enterprise, keep one id in the register and in the service ledger."),
        )

    if rows:
        yield Doubt("enterprise_twice", severity, table, by_key(table, sorted(rows)), _NAME, words)


def _twins(frame: pl.DataFrame) -> pl.DataFrame:
    """Row, id and group of the enterprises whose name and city another id has as well."""
    names = frame.select(_ID, _NAME, _CITY).with_row_index(ROW).filter(pl.col(_NAME).is_not_null())
    name = pl.col(_NAME)
    two_ways = names.get_column(_NAME).str.contains(_TWO_SPELLINGS)
    if two_ways.any():
        # Only the names that can be written in two ways are rewritten: it takes long.
        names = names.filter(~two_ways).vstack(names.filter(two_ways).with_columns(_one_spelling(name)))
    if names.get_column(_NAME).n_unique() == names.height:
        return names.clear().with_columns(pl.lit(0).alias("group"))
    same = [_NAME, _CITY]
    shared = names.filter(pl.len().over(same) > 1)
    groups = shared.select(same).unique().sort(same, nulls_last=True).with_row_index("group")
    return shared.join(groups, on=same, nulls_equal=True)


def _one_spelling(name: pl.Expr) -> pl.Expr:
    """A name in one width, without spaces, in one case, with the short form of its legal form."""
    plain = name.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_uppercase()
    return plain.str.replace_all(_LONG_FORM, _SHORT_FORM, literal=True)
