"""Several years of results side by side: the paths of platforms, the towns' coverage, the funds, and the chain.

A platform is followed by its id, through new names and new entity codes; ids that changed are joined by a list of the
reader's own, never by a likeness.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Refused
from appraisal.measure import PLATFORM
from appraisal.result import read_result
from appraisal.rules import build
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from appraisal.result import Result

#: Why two results of neighbouring years do not hang together.
LINKS = ("chained", "other_result", "not_stated", "year_missing")


@dataclass(frozen=True)
class Series:
    """The tables over the years, each with the column ``year``."""

    results: tuple[Result, ...]
    #: A row per platform and year in which it was registered.
    paths: pl.DataFrame
    #: A row per platform: its names, first and last year, best rank, awards, failures in a row at the end.
    platforms: pl.DataFrame
    #: A row per platform that came into the ranking or left it: ``turn`` is ``entry`` or ``exit``, with its status.
    turns: pl.DataFrame
    #: A row per town and year: platforms against the target of Article 3.
    coverage: pl.DataFrame
    #: A row per fund and year, in yuan.
    funds: pl.DataFrame
    #: A row per year but the first: how it names the result of the year before (see ``LINKS``).
    chain: pl.DataFrame

    @property
    def years(self) -> tuple[int, ...]:
        """In their order."""
        return tuple(result.manifest["year"] for result in self.results)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Every table by name."""
        names = ("paths", "platforms", "turns", "coverage", "funds", "chain")
        return {name: getattr(self, name) for name in names}


def series(folders: Sequence[Path], same: Mapping[str, str] | None = None) -> Series:
    """The results in the order of their years; ``same`` has the present id of each id that was changed.

    Raises Refused where a result is not as a run wrote it, or where two are of one year.
    """
    results = sorted((read_result(folder) for folder in folders), key=lambda one: one.manifest["year"])
    years = [one.manifest["year"] for one in results]
    if twice := sorted({year for year in years if years.count(year) > 1}):
        message = text("Two of the results are of the year {year}.", year=twice[0])
        fix = text("Name one result for each year; appraisal compare sets two of one year side by side.")
        raise Refused([Finding("history|year", message, fix, place=Place(file=str(folders[0])), value=str(twice[0]))])
    paths = pl.concat([_path(one, same or {}) for one in results]).sort(PLATFORM, "year")
    return Series(
        results=tuple(results),
        paths=paths,
        platforms=_platforms(paths),
        turns=_turns(paths, years),
        coverage=pl.concat([_with_year(one, "coverage") for one in results]).sort("city", "county", "town", "year"),
        funds=pl.concat([_funds(one) for one in results]).sort("fund", "year"),
        chain=pl.DataFrame([_link(*pair) for pair in pairwise(results)], schema=_CHAIN, orient="row"),
    )


_CHAIN = {"year": pl.Int64, "before": pl.Int64, "link": pl.String, "stated": pl.String, "found": pl.String}


def _path(result: Result, same: Mapping[str, str]) -> pl.DataFrame:
    """Whether a year failed follows the grades: the last one, or no rank at all though something was handed in."""
    rules, _ = build(result.documents["rules"], "rules.json")
    last = next((grade.id for grade in rules.grades if grade.is_last), None)
    ranking = result.tables["ranking"]
    present = pl.col(PLATFORM).replace(dict(same))
    failed = (pl.col("grade") == (last or "")).fill_null(value=False) | (pl.col("status") == "ineligible")
    return ranking.select(
        present.alias(PLATFORM),
        year=pl.lit(result.manifest["year"], dtype=pl.Int64),
        id_then=pl.col(PLATFORM),
        name="name",
        city="city",
        town="town",
        rank="rank",
        of=pl.col("rank").count(),
        composite=pl.col("composite").cast(pl.Decimal(38, 6)),
        grade="grade",
        status="status",
        award="award_state",
        award_yuan="award_yuan",
        failed=failed,
    )


def _platforms(paths: pl.DataFrame) -> pl.DataFrame:
    ordered = paths.sort(PLATFORM, "year")
    found = ordered.group_by(PLATFORM, maintain_order=True).agg(
        name=pl.col("name").last(),
        names=pl.col("name").unique(maintain_order=True).str.join("；"),
        ids=pl.col("id_then").unique(maintain_order=True).str.join("；"),
        city=pl.col("city").last(),
        first_year=pl.col("year").min(),
        last_year=pl.col("year").max(),
        ranked_years=pl.col("rank").count(),
        best_rank=pl.col("rank").min(),
        awards=(pl.col("award") == "given").sum(),
        award_yuan=pl.col("award_yuan").sum(),
        # Years in a row up to the last one.
        failed_in_a_row=pl.col("failed").cast(pl.Int64).reverse().cum_prod().sum(),
    )
    return found.sort(PLATFORM)


def _turns(paths: pl.DataFrame, years: Sequence[int]) -> pl.DataFrame:
    rows = []
    for before, after in pairwise(years):
        old, new = (paths.filter(year=year).select(PLATFORM, "name", "rank", "status") for year in (before, after))
        both = old.join(new, on=PLATFORM, how="full", coalesce=True, suffix="_now")
        came = both.filter(pl.col("rank").is_null() & pl.col("rank_now").is_not_null())
        left = both.filter(pl.col("rank").is_not_null() & pl.col("rank_now").is_null())
        for turn, one, status in (("entry", came, "status"), ("exit", left, "status_now")):
            rows.append(
                one.select(
                    year=pl.lit(after, dtype=pl.Int64),
                    turn=pl.lit(turn),
                    platform_id=PLATFORM,
                    name=pl.coalesce("name_now", "name"),
                    rank=pl.coalesce("rank_now", "rank"),
                    # Of an entry how it stood the year before, of an exit how it stands now.
                    status=pl.col(status).fill_null("not_registered"),
                )
            )
    schema = {"year": pl.Int64, "turn": pl.String, PLATFORM: pl.String, "name": pl.String, "rank": paths["rank"].dtype}
    empty = pl.DataFrame(schema={**schema, "status": pl.String})
    return pl.concat([empty, *rows]).sort("year", "turn", "rank", PLATFORM)


def _with_year(result: Result, table: str) -> pl.DataFrame:
    return result.tables[table].insert_column(0, pl.lit(result.manifest["year"], dtype=pl.Int64).alias("year"))


def _funds(result: Result) -> pl.DataFrame:
    lines = _with_year(result, "ledger")
    amount = pl.col("amount_yuan")
    return lines.group_by("year", "fund", maintain_order=True).agg(
        opening=amount.filter(pl.col("kind") == "opening").sum(),
        outlays=-amount.filter(pl.col("kind") == "outlay").sum(),
        awards=-amount.filter(pl.col("kind") == "award").sum(),
        payments=-amount.filter(pl.col("kind") == "payment").sum(),
        reserve=-amount.filter(pl.col("kind") == "reserve").sum(),
        closing=pl.col("balance_yuan").last(),
    )


def _link(before: Result, after: Result) -> dict[str, object]:
    stated = after.documents["scenario"].get("previous", {}).get("content_digest")
    year, last = after.manifest["year"], before.manifest["year"]
    if year != last + 1:
        link = "year_missing"
    elif stated is None:
        link = "not_stated"
    else:
        link = "chained" if stated == before.content_digest else "other_result"
    return {"year": year, "before": last, "link": link, "stated": stated, "found": before.content_digest}
