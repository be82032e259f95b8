"""The shortlist that is verified, the sample that is visited, and how many each city may nominate."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import polars as pl

from appraisal.awards import group_of
from appraisal.errors import Finding, Place
from appraisal.measure import PLATFORM
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.conditions import Ground
    from appraisal.model.award import Places, Sample
    from appraisal.model.rules import Rules

SHORTLIST = {
    PLATFORM: pl.String,
    #: The group whose places it competes for; missing where all compete for the same.
    "group": pl.String,
    "place": pl.Int64,
    "listed": pl.Boolean,
    #: Its number in the order of the draw, within its group of the sample; missing where it is not drawn from.
    "drawn": pl.Int64,
    "sampled": pl.Boolean,
}
QUOTAS = {"quota": pl.String, "group": pl.String, "ranked": pl.Int64, "places": pl.Int64}


def quotas(contenders: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The places of the awards and of the shortlist, in all or group by group, as this year's numbers make them."""
    rows: list[tuple[str, str | None, int, int]] = []
    if rules.awards:
        rows += [("awards", *row) for row in _rooms(contenders, rules.awards.places, rules)]
    if rules.shortlist:
        share = Fraction(rules.shortlist.share)
        rows += [
            ("shortlist", group, ranked, ceil(share * places))
            for group, ranked, places in _rooms(contenders, rules.shortlist.places, rules)
        ]
    return pl.DataFrame(rows, schema=QUOTAS, orient="row").sort("quota", "group")


def _rooms(contenders: pl.DataFrame, places: Places, rules: Rules) -> Iterator[tuple[str | None, int, int]]:
    ranked = contenders.filter(pl.col("status") == "ranked")
    if places.by is None:
        yield None, ranked.height, places.room(None, ranked.height)
        return
    grouped = contenders.select(group=group_of(places.by, rules.classes), ranked=pl.col("status") == "ranked")
    counts = dict(grouped.filter("ranked").group_by("group").len().iter_rows())
    for group in sorted(set(grouped["group"].drop_nulls()) | set(places.of)):
        yield group, counts.get(group, 0), places.room(group, counts.get(group, 0))


def shortlist(contenders: pl.DataFrame, rules: Rules, rooms: pl.DataFrame) -> pl.DataFrame:
    """Who goes to verification and who is drawn for a visit, in order; nobody where the rules know neither.

    ``contenders`` has the ranked and undecided platforms with ``place``; ``rooms`` are the quotas.
    """
    if rules.shortlist is None and rules.sample is None:
        return pl.DataFrame(schema=SHORTLIST)
    frame = contenders.sort("place", PLATFORM).with_columns(pl.lit(None, dtype=pl.String).alias("group"))
    listed = pl.lit(value=False)
    if rules.shortlist:
        frame = frame.with_columns(group_of(rules.shortlist.places.by, rules.classes).alias("group"))
        lines = dict(rooms.filter(quota="shortlist").select("group", "places").iter_rows())
        most = pl.lit(lines.get(None)) if None in lines else _places_of(lines)
        # Those tied across the line are all in: nobody is left out by chance.
        within = pl.col("place").rank("min").over("group") if None not in lines else pl.col("place")
        listed = (within <= most).fill_null(value=False)
    frame = frame.with_columns(listed.alias("listed"))
    frame = _with_draw(frame, rules.sample, rules)
    there = pl.col("listed") | pl.col("drawn").is_not_null()
    return frame.filter(there).select(list(SHORTLIST)).cast(pl.Schema(SHORTLIST))


def _places_of(lines: Mapping[str | None, int]) -> pl.Expr:
    known = {group: places for group, places in lines.items() if group is not None}
    return pl.col("group").replace_strict(known, default=0, return_dtype=pl.Int64)


def _with_draw(frame: pl.DataFrame, sample: Sample | None, rules: Rules) -> pl.DataFrame:
    nothing = (pl.lit(None, dtype=pl.Int64).alias("drawn"), pl.lit(value=False).alias("sampled"))
    if sample is None:
        return frame.with_columns(nothing)
    among = pl.col("listed") if sample.of == "shortlist" else pl.col("status") == "ranked"
    drawn = frame.filter(among).with_columns(group_of(sample.places.by, rules.classes).alias("part"))
    lots = pl.Series("lot", [lot(sample.seed, one) for one in drawn[PLATFORM]], dtype=pl.String)
    drawn = drawn.with_columns(lots).sort("lot").with_columns(pl.int_range(1, pl.len() + 1).over("part").alias("drawn"))
    sizes = dict(drawn.group_by("part").len().iter_rows())
    most = {group: sample.places.room(group, size) for group, size in sizes.items()}
    sampled = [number <= most[part] for number, part in drawn.select("drawn", "part").iter_rows()]
    drawn = drawn.with_columns(pl.Series("sampled", sampled, dtype=pl.Boolean))
    joined = frame.join(drawn.select(PLATFORM, "drawn", "sampled"), on=PLATFORM, how="left", maintain_order="left")
    return joined.with_columns(pl.col("sampled").fill_null(value=False))


def lot(seed: str, platform_id: str) -> str:
    """The lot of a platform: SHA-256 of seed, line feed and id. Anybody can draw it again, and nobody can choose it."""
    return hashlib.sha256(f"{seed}\n{platform_id}".encode()).hexdigest()


def too_many_nominated(frame: pl.DataFrame, ground: Ground, rules: Rules) -> Iterator[Finding]:
    """The groups that nominate more platforms than the rules let them; ``frame`` has a row per platform."""
    rule = rules.nominations
    if rule is None:
        return
    group = group_of(rule.at_most.by, rules.classes).alias("group")
    held = frame.filter(pl.col("submitted")).select(PLATFORM, group, nominated=ground.settled(rule.when))
    named = held.filter("nominated").group_by("group").agg(pl.col(PLATFORM).sort()).sort("group")
    for name, platforms in named.iter_rows():
        most = rule.at_most.room(name, len(platforms))
        if len(platforms) > most:
            yield Finding(
                "nominations|too_many",
                text(
                    "{group} nominates {count} platforms and may nominate {most}: {platforms}.",
                    group=name or text("Whoever is in no group"),
                    count=len(platforms),
                    most=most,
                    platforms=Joined(tuple(platforms), ", "),
                ),
                text("Ask it which ones it keeps, and correct the register."),
                place=Place(file="rules.json", pointer="$.nominations"),
            )
