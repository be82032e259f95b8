"""A local ranking: the platforms of a scope by a city's own rules, beside the standing that the province gave them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.evidence.origin import Gathered
from appraisal.measure import PLATFORM
from appraisal.model.scope import LOCAL
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from appraisal.evidence import Table
    from appraisal.result import Standing
    from appraisal.scenario import Scenario

#: What an outcome of the province's gates is called.
_STATUSES = {
    "ranked": text("ranked"),
    "undecided": text("undecided"),
    "ineligible": text("ineligible"),
    "vetoed": text("vetoed"),
    "not_submitted": text("handed in nothing"),
}


def handed_in(tables: Mapping[str, Table], standing: Standing) -> dict[str, Table]:
    """The tables without rows of platforms that handed in nothing to the province.

    A table that only the city asks for does not make anybody a participant.
    """
    silent = [platform for platform, status in standing.status.items() if status == "not_submitted"]
    return {
        name: table if name == "platforms" or PLATFORM not in table.schema.columns else _without(table, silent)
        for name, table in tables.items()
    }


def _without(table: Table, platforms: Collection[str]) -> Table:
    keep = ~pl.col(PLATFORM).is_in(platforms).fill_null(value=False)
    left = table.frame.select(pl.arg_where(keep)).to_series().to_list()
    if len(left) == table.frame.height:
        return table
    return replace(table, frame=table.frame[left], origin=Gathered((table.origin,), [0] * len(left), left))


def differing(judged: pl.DataFrame, standing: Standing, label: str) -> Iterator[Finding]:
    """The platforms to which the evidence here gives another status than the province published."""
    here = dict(judged.select(PLATFORM, "status").iter_rows())
    for platform, status in here.items():
        published = standing.status.get(platform)
        if status != published:
            yield Finding(
                "scope|status",
                text(
                    "{platform}: by these rules and this evidence it is {here}, in the province's result {there}.",
                    platform=platform,
                    here=_STATUSES[status],
                    there=_STATUSES[published] if published else text("not listed"),
                ),
                text("Who takes part is settled by the province: use its evidence and its params for what gates read."),
                place=Place(f"{label}/scenario.json", pointer="$.scope"),
                platform_id=platform,
                value=status,
            )


def concerning(findings: Iterable[Finding], platforms: Collection[str], scenario: Scenario) -> list[Finding]:
    """The findings about these platforms and about what is the city's own; the others are the province's."""
    documents = scenario.province.documents if scenario.province else None
    theirs = {file.name for file in documents.evidence.values()} if documents else set()
    folder = f"{documents.label}/" if documents else None

    def is_ours(finding: Finding) -> bool:
        file = finding.place.file or ""
        return file not in theirs and not (folder and file.startswith(folder))

    return [one for one in findings if (one.platform_id in platforms if one.platform_id else is_ours(one))]


def both_ranks(placed: pl.LazyFrame, standing: Standing) -> pl.LazyFrame:
    """The ranks that the province gave, untouched, and one line more for each platform that is ranked here."""
    ranked = placed.filter(pl.col("status") == "ranked")
    local = ranked.select(
        PLATFORM,
        pl.lit(LOCAL).alias("scope"),
        pl.col("place").rank("min").cast(pl.Int64).alias("rank"),
        pl.len().cast(pl.Int64).alias("of"),
    )
    given = standing.ranks.lazy().join(placed.select(PLATFORM), on=PLATFORM, how="semi")
    return pl.concat([given, local]).sort(PLATFORM, "scope")
