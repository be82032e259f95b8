"""appraisal compare: two results, who moved, by how much, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from appraisal.cli.options import Json, ResultFolder, option
from appraisal.cli.output import complain, here, progress, say, say_json, say_table
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from appraisal.comparison import Comparison

#: So many of those that moved most are shown.
_SHOWN = 20
_STEPS = {
    "eligibility": text("eligibility"),
    "measures": text("measures"),
    "curves": text("curves"),
    "weights": text("weights and the rest of the rules"),
}
_AWARDS = {"given": text("won"), "open": text("open"), "none": text("none")}
_STATUSES = {
    "ranked": text("ranked"),
    "undecided": text("undecided"),
    "ineligible": text("ineligible"),
    "vetoed": text("vetoed"),
    "not_submitted": text("handed in nothing"),
    "not_registered": text("not in the register"),
}


def compare(
    before: ResultFolder,
    after: Annotated[
        str, typer.Argument(metavar="RESULT", help=here(text("The newer result, or that of another year.")))
    ],
    platform: Annotated[
        str | None, option(text("Show one platform whole, with its arithmetic."), "--platform", metavar="ID")
    ] = None,
    evidence_before: Annotated[
        str | None,
        option(text("The folder with the evidence of the first result."), "--evidence-before", metavar="DIR"),
    ] = None,
    evidence_after: Annotated[
        str | None,
        option(text("The folder with the evidence of the second result."), "--evidence-after", metavar="DIR"),
    ] = None,
    out: Annotated[
        str | None, option(text("Write the tables as CSV files into this folder."), "--out", metavar="DIR")
    ] = None,
    as_json: Json = False,
) -> int:
    from appraisal.comparison import compare as compare_results

    progress(text("Running every step between the two results …"))
    found = compare_results(
        Path(before),
        Path(after),
        evidence_before=Path(evidence_before) if evidence_before else None,
        evidence_after=Path(evidence_after) if evidence_after else None,
    )
    if out:
        _write(found, Path(out))
    if as_json:
        say_json(_as_json(found))
    elif platform:
        return _one(found, platform)
    else:
        _say(found)
        if out:
            say(text("Written: {folder}", folder=out))
    return 0


compare.__doc__ = here(
    text("Compare two results: who moved and why, awards won and lost, and which corrected cell did it.")
)


def _tables(found: Comparison) -> dict[str, Any]:
    tables = {"moves": found.moves, "entries": found.entries, "exits": found.exits, "awards": found.awards}
    return tables if found.cells is None else {**tables, "objections": found.cells}


def _write(found: Comparison, folder: Path) -> None:
    from appraisal.storage.whole import write_file

    folder.mkdir(parents=True, exist_ok=True)
    for name, table in _tables(found).items():
        write_file(folder / f"{name}.csv", b"\xef\xbb\xbf" + table.write_csv().encode())


def _as_json(found: Comparison) -> dict[str, Any]:
    return {
        "before": found.before.content_digest,
        "after": found.after.content_digest,
        "steps": list(found.steps),
        **{name: table.to_dicts() for name, table in _tables(found).items()},
    }


def _say(found: Comparison) -> None:
    import polars as pl

    moved = found.moves.filter((pl.col("rank_change") != 0) | (pl.col("composite_change") != 0))
    say(
        text(
            "{both} platforms are ranked in both, {moved} of them moved; "
            "{entries} are ranked only now, {exits} no longer.",
            both=found.moves.height,
            moved=moved.height,
            entries=found.entries.height,
            exits=found.exits.height,
        )
    )
    _say_joined(found)
    for award in found.awards.iter_rows(named=True):
        say(_award(award))
    if found.cells is not None and found.cells.height:
        say()
        say(text("Changed cells and what became of their platforms:"))
        for cell in found.cells.head(_SHOWN).iter_rows(named=True):
            say(_cell(cell))
        _say_more(found.cells.height, "objections.csv")
    if moved.height:
        say()
        say(text("Moved most; of the change of rank, so many by each reason:"))
        say_table(_line(row, _digits(found)) for row in moved.head(_SHOWN).iter_rows(named=True))
        _say_more(moved.height, "moves.csv")


def _say_joined(found: Comparison) -> None:
    """Reasons that could not be told apart from the one after them."""
    missing = [_STEPS[step] for step in _STEPS if step not in found.steps]
    if missing:
        say(
            text(
                "Not told apart, and part of the reason after it: {steps}.",
                steps=Joined(tuple(missing), text(", ")),
            )
        )


def _say_more(count: int, file: str) -> None:
    if count > _SHOWN:
        say(text("{count} in all; --out DIR writes them to {file}.", count=count, file=file))


def _award(row: Mapping[str, Any]) -> Text:
    facts = {"platform": row["platform_id"], "title": row["name"]}
    facts |= {"before": row["rank_before"] or "–", "after": row["rank_after"] or "–"}
    if row["award"] == "won":
        return text("  + award: {platform} {title}, rank {before} → {after}", **facts)
    if row["award"] == "lost":
        return text("  − award: {platform} {title}, rank {before} → {after}", **facts)
    return text("  ? award open: {platform} {title}, rank {before} → {after}", **facts)


def _cell(row: Mapping[str, Any]) -> Text:
    place = Joined(tuple(part for part in (row["file"], row["sheet"], row["row"], row["column"]) if part), " ")
    return text(
        "  {platform} {place} [{key}]: {before} → {after}; measures {measures}; composite {was} → {now}; "
        "rank {rank_before} → {rank_after}; award {award_before} → {award_after}",
        platform=row["platform_id"] or "–",
        place=place,
        key=row["key"],
        before=row["before"] or "–",
        after=row["after"] or "–",
        measures=row["measures"] or "–",
        was=row["composite_before"] or "–",
        now=row["composite_after"] or "–",
        rank_before=row["rank_before"] or "–",
        rank_after=row["rank_after"] or "–",
        award_before=_AWARDS.get(row["award_before"], "–"),
        award_after=_AWARDS.get(row["award_after"], "–"),
    )


def _line(row: Mapping[str, Any], digits: int) -> list[object]:
    parts = [
        text("{step} {change}", step=words, change=f"{row[f'rank_by_{step}']:+d}")
        for step, words in _STEPS.items()
        if row[f"rank_by_{step}"]
    ]
    composites = f"{_decimal(row['composite_before'], digits)} → {_decimal(row['composite_after'], digits)}"
    return [
        row["platform_id"],
        f"{row['rank_before']} → {row['rank_after']}",
        composites,
        here(Joined(tuple(parts), text(", "))),
        row["name"],
    ]


def _one(found: Comparison, platform: str) -> int:
    """One platform with the arithmetic of both changes."""
    rows = found.moves.filter(platform_id=platform).to_dicts()
    if not rows:
        return _elsewhere(found, platform)
    (row,) = rows
    say(f"{row['platform_id']}  {row['name']}")
    digits = _digits(found)
    signed = {step: _signed(row[f"composite_by_{step}"], digits) for step in _STEPS}
    start, end = (_decimal(row[f"composite_{when}"], digits) for when in ("before", "after"))
    say(_sum(text("Composite"), start, signed, end))
    signed = {step: f"{row[f'rank_by_{step}']:+d}" for step in _STEPS}
    say(_sum(text("Rank"), row["rank_before"], signed, row["rank_after"]))
    _say_joined(found)
    if found.cells is not None:
        for cell in found.cells.filter(platform_id=platform).iter_rows(named=True):
            say(_cell(cell))
    return 0


def _digits(found: Comparison) -> int:
    """The decimals of the composites of both."""
    return max(int(one.documents["rules"]["rounding"]["total"]) for one in (found.before, found.after))


def _signed(change: Decimal, digits: int) -> str:
    return f"{'+' if change >= 0 else ''}{_decimal(change, digits)}"


def _sum(what: Text, start: object, signed: Mapping[str, str], end: object) -> Text:
    parts = tuple(text("{change} ({step})", change=signed[step], step=words) for step, words in _STEPS.items())
    return text("{what}: {start} {parts} = {end}", what=what, start=start, parts=Joined(parts, " "), end=end)


def _elsewhere(found: Comparison, platform: str) -> int:
    from appraisal.cli.main import REFUSED

    for table, words in (
        (found.entries, text("{platform} is ranked only in the second result ({rank}); in the first it is: {status}.")),
        (found.exits, text("{platform} is ranked only in the first result ({rank}); in the second it is: {status}.")),
    ):
        for row in table.filter(platform_id=platform).iter_rows(named=True):
            say(text(words.msgid, platform=platform, rank=row["rank"], status=_STATUSES[row["status_there"]]))
            return 0
    complain(text("{platform} is ranked in neither result.", platform=platform))
    return REFUSED


def _decimal(number: Any, digits: int) -> str:
    from appraisal.numbers.digits import decimal_text

    return decimal_text(number, digits)
