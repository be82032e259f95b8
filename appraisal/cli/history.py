"""appraisal history: several years of results side by side."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.options import Json, option
from appraisal.cli.output import here, say, say_json, say_table
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.series import Series

_LINKS = {
    "chained": text("follows from it"),
    "other_result": text("names another result than this one"),
    "not_stated": text("names no result before it"),
    "year_missing": text("a year between them is missing"),
}
_TURNS = {"entry": text("came in"), "exit": text("left")}
#: So many of each list are shown.
_SHOWN = 10


def history(
    results: Annotated[
        list[str], typer.Argument(metavar="RESULT...", help=here(text("Result folders, one for each year.")))
    ],
    platform: Annotated[str | None, option(text("Show the path of one platform."), "--platform", metavar="ID")] = None,
    same: Annotated[
        str | None,
        option(text("A CSV file with the columns old and new: ids that were changed."), "--same", metavar="FILE"),
    ] = None,
    out: Annotated[
        str | None, option(text("Write the tables as CSV files into this folder."), "--out", metavar="DIR")
    ] = None,
    as_json: Json = False,
) -> int:
    from appraisal.series import series

    found = series([Path(one) for one in results], _same(Path(same)) if same else None)
    if out:
        _write(found, Path(out))
    if as_json:
        say_json({name: table.to_dicts() for name, table in found.tables().items()})
    elif platform:
        return _say_platform(found, platform)
    else:
        _say(found)
        if out:
            say(text("Written: {folder}", folder=out))
    return 0


history.__doc__ = here(
    text("Set several years side by side: paths of platforms, entries and exits, towns, funds, and whether they chain.")
)


def _same(path: Path) -> dict[str, str]:
    from appraisal.errors import Finding, Place, Refused

    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
        return {row["old"]: row["new"] for row in rows}
    except (OSError, UnicodeDecodeError, KeyError, csv.Error) as error:
        message = text("The list of changed ids cannot be read ({error}).", error=f"{type(error).__name__}: {error}")
        fix = text("Save it as CSV UTF-8 with the columns old and new.")
        raise Refused([Finding("history|same", message, fix, place=Place(file=str(path)))]) from error


def _write(found: Series, folder: Path) -> None:
    from appraisal.storage.whole import write_file

    folder.mkdir(parents=True, exist_ok=True)
    for name, table in found.tables().items():
        write_file(folder / f"{name}.csv", b"\xef\xbb\xbf" + table.write_csv().encode())


def _say(found: Series) -> None:
    import polars as pl

    for row in found.chain.iter_rows(named=True):
        say(text("{year} after {before}: {link}", year=row["year"], before=row["before"], link=_LINKS[row["link"]]))
    say()
    for year in found.years:
        here_ = found.paths.filter(year=year)
        turns = found.turns.filter(year=year)
        say(
            text(
                "{year}: {platforms} platforms, {ranked} ranked, {awards} awards; {entries} came in, {exits} left",
                year=year,
                platforms=here_.height,
                ranked=here_["rank"].count(),
                awards=here_.filter(award="given").height,
                entries=turns.filter(turn="entry").height,
                exits=turns.filter(turn="exit").height,
            )
        )
    say()
    for row in (
        found.coverage.group_by("year")
        .agg(met=pl.col("met").sum(), of=pl.col("target").count())
        .sort("year")
        .iter_rows(named=True)
    ):
        if row["of"]:
            say(
                text(
                    "{year}: {met} of {all} towns have their number of platforms",
                    year=row["year"],
                    met=row["met"],
                    all=row["of"],
                )
            )
    for row in found.funds.iter_rows(named=True):
        say(
            text(
                "{year}, fund {fund}: {opening} before − {outlays} other outlays − {awards} awards "
                "− {payments} payments − {reserve} reserved = {closing} yuan",
                year=row["year"],
                fund=row["fund"],
                **{
                    name: f"{row[name]:,}"
                    for name in ("opening", "outlays", "awards", "payments", "reserve", "closing")
                },
            )
        )
    failing = found.platforms.filter(pl.col("failed_in_a_row") > 1).sort(
        "failed_in_a_row", "platform_id", descending=[True, False]
    )
    if failing.height:
        say()
        say(text("Failed more than once in a row, up to the last year: {count}", count=failing.height))
        say_table(
            [row["platform_id"], row["failed_in_a_row"], row["city"], row["name"]]
            for row in failing.head(_SHOWN).iter_rows(named=True)
        )
    renamed = found.platforms.filter(pl.col("names").str.contains("；", literal=True))
    if renamed.height:
        say(text("Under more than one name: {count}, see platforms.csv (--out)", count=renamed.height))


def _say_platform(found: Series, platform: str) -> int:
    from appraisal.cli.main import REFUSED
    from appraisal.cli.output import complain

    rows = found.paths.filter(platform_id=platform)
    if rows.is_empty():
        complain(text("{platform} is in none of these results.", platform=platform))
        return REFUSED
    say_table(
        [
            row["year"],
            text("rank {rank} of {all}", rank=row["rank"], all=row["of"]) if row["rank"] else row["status"],
            f"{row['composite']:.2f}" if row["composite"] is not None else "–",
            row["grade"] or "–",
            f"{row['award_yuan']:,}" if row["award_yuan"] else "–",
            row["name"],
        ]
        for row in rows.iter_rows(named=True)
    )
    for row in found.turns.filter(platform_id=platform).iter_rows(named=True):
        say(text("{year}: {turn}", year=row["year"], turn=_TURNS[row["turn"]]))
    return 0
