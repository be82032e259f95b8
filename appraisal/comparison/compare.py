"""Two results side by side: moves and their reasons, entries and exits, awards won and lost, corrected cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal import notebook_html, rounds
from appraisal.comparison.cells import changed_cells
from appraisal.comparison.moves import moves
from appraisal.measure import PLATFORM
from appraisal.result import read_result
from appraisal.scenario import assemble, recall
from appraisal.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from appraisal.result import Result
    from appraisal.scenario import Scenario


#: So many of those that moved most are shown.
_SHOWN = 10
_REASONS = {
    "eligibility": text("eligibility"),
    "measures": text("measures"),
    "curves": text("curves"),
    "weights": text("weights and the rest of the rules"),
}
_TURNS = {"won": text("won"), "lost": text("lost"), "open": text("open")}


@dataclass(frozen=True)
class Comparison:
    """What is different in the second of two results, and why."""

    before: Result
    after: Result
    #: A row per platform ranked in both, those that moved most first.
    moves: pl.DataFrame
    #: The steps that could be told apart; what the others would have changed is in the next of these.
    steps: tuple[str, ...]
    #: Ranked now and not before, with their status then; and the other way round.
    entries: pl.DataFrame
    exits: pl.DataFrame
    #: Awards won (``won``), lost (``lost``) or waiting (``open``).
    awards: pl.DataFrame
    #: Of two results of one year: every cell of the evidence that differs, with what became of its platform.
    cells: pl.DataFrame | None

    def _repr_html_(self) -> str:
        """What a notebook shows: how many moved, awards won and lost, and who moved most by which reason."""
        moved = self.moves.filter((pl.col("rank_change") != 0) | (pl.col("composite_change") != 0))
        reasons = tuple(f"rank_by_{step}" for step in _REASONS)
        return notebook_html.block(
            text("{before} → {after}", **{name: _name(getattr(self, name)) for name in ("before", "after")}),
            notebook_html.line(
                text(
                    "{both} platforms are ranked in both, {moved} of them moved; "
                    "{entries} are ranked only now, {exits} no longer.",
                    both=self.moves.height,
                    moved=moved.height,
                    entries=self.entries.height,
                    exits=self.exits.height,
                )
            ),
            notebook_html.table(
                [text("Award"), text("Platform"), text("Rank"), "→", text("Name")],
                (
                    [_TURNS[turn], *rest]
                    for turn, *rest in self.awards.select(
                        "award", PLATFORM, "rank_before", "rank_after", "name"
                    ).iter_rows()
                ),
            ),
            notebook_html.table(
                [text("Platform"), text("Rank"), "→", *_REASONS.values(), text("Name")],
                moved.head(_SHOWN).select(PLATFORM, "rank_before", "rank_after", *reasons, "name").iter_rows(),
            ),
        )


def _name(result: Result) -> str:
    return f"{result.manifest['scenario']} ({result.content_digest[:12]})"


def compare(
    before: Path, after: Path, *, evidence_before: Path | None = None, evidence_after: Path | None = None
) -> Comparison:
    """Compare two result folders, of one year or of two, by re-running every step between them on all platforms.

    The evidence is found as :func:`appraisal.verify` finds it. Raises Refused where a result or its evidence is not
    what it was.
    """
    old, first = _recalled(before, evidence_before)
    new, second = _recalled(after, evidence_after)
    table, steps = moves(first, second, old, new)
    same_year = first.data_year == second.data_year
    return Comparison(
        before=old,
        after=new,
        moves=table,
        steps=steps,
        entries=_only(new, old),
        exits=_only(old, new),
        awards=_awards(old, new),
        cells=_consequences(changed_cells(first, second), old, new) if same_year else None,
    )


def _recalled(folder: Path, evidence: Path | None) -> tuple[Result, Scenario]:
    result = read_result(folder)
    return result, assemble(recall(result.documents, evidence))


def _only(one: Result, other: Result) -> pl.DataFrame:
    """The platforms ranked in one result and not in the other, with their status there."""
    ranked = one.tables["ranking"].filter(pl.col("rank").is_not_null())
    held = other.tables["ranking"].select(PLATFORM, status_there="status", was_ranked=pl.col("rank").is_not_null())
    found = ranked.join(held, on=PLATFORM, how="left").filter(~pl.col("was_ranked").fill_null(value=False))
    absent = pl.col("status_there").fill_null("not_registered")
    return found.select(PLATFORM, "name", "city", "composite", "rank", "grade", status_there=absent)


def _awards(old: Result, new: Result) -> pl.DataFrame:
    rows = rounds.changes(old, new).rows
    was, now = pl.col("award_state_before").fill_null("none"), pl.col("award_state").fill_null("none")
    turn = (
        pl.when(now == "open")
        .then(pl.lit("open"))
        .when(now == "given")
        .then(pl.lit("won"))
        .when(was == "given")
        .then(pl.lit("lost"))
    )
    return (
        rows.filter(was != now)
        .select(PLATFORM, "name", turn.alias("award"), "rank_before", rank_after="rank", was=was, now=now)
        .drop_nulls("award")
    )


def _consequences(cells: pl.DataFrame, old: Result, new: Result) -> pl.DataFrame:
    """Each cell with the measures of its platform that differ, and its composite, rank and award before and after."""
    measured = _measures(old, new)
    held = [
        result.tables["ranking"].select(
            PLATFORM,
            pl.col("composite").cast(pl.String).alias(f"composite_{when}"),
            pl.col("rank").alias(f"rank_{when}"),
            pl.col("award_state").alias(f"award_{when}"),
        )
        for when, result in (("before", old), ("after", new))
    ]
    found = cells.join(measured, on=PLATFORM, how="left")
    for one in held:
        found = found.join(one, on=PLATFORM, how="left")
    return found


def _measures(old: Result, new: Result) -> pl.DataFrame:
    """By platform the indicators whose measure differs, on one line."""
    held = ("low", "high", "denominator", "text", "state")
    olds, news = (result.tables["measures"].select(PLATFORM, "indicator", *held) for result in (old, new))
    both = olds.join(news, on=[PLATFORM, "indicator"], how="full", coalesce=True, suffix="_after")
    differs = both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in held))
    joined = differs.sort("indicator").group_by(PLATFORM, maintain_order=True).agg(measures="indicator")
    return joined.with_columns(pl.col("measures").list.join(" "))
