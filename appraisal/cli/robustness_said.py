"""What appraisal robustness says on the terminal."""

from __future__ import annotations

from fractions import Fraction
from math import floor, isnan
from typing import TYPE_CHECKING, Any

from appraisal.cli.output import say, say_table
from appraisal.cli.sampled_said import say_sampled
from appraisal.cli.turns_said import say_turns
from appraisal.numbers.digits import decimal_text
from appraisal.rules import build, notice
from appraisal.texts import Joined, Text, preferred, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from appraisal.sensitivity.robustness import Robustness

#: Decimals of a change of weights, in marks.
_MARKS = 4
_FACTORS = {
    "weights": text("weights"),
    "curves": text("curves"),
    "aggregation": text("aggregation"),
    "missing": text("missing values"),
}


def say_robustness(found: Robustness) -> None:
    """Every part in a paragraph of its own."""
    say(
        text(
            "{scenario}, content digest {digest}",
            scenario=found.result.manifest["scenario"],
            digest=found.result.content_digest,
        )
    )
    rules, _ = build(found.result.documents["rules"], "rules.json")
    if said := notice(rules, found.result.documents["scenario"]):
        say(said)
    for finding in found.refused:
        say(finding.line(preferred()))
    if found.certificate is not None:
        _say_certificate(found)
    if found.acceptability is not None:
        _say_acceptability(found)
    if found.nearest is not None and _knows_awards(found):
        say_turns(found.near, found.nearest, found.hanging)
    if found.sampled is not None:
        say_sampled(found.near, found.sampled)
    _say_choices(found)
    _say_without(found)
    _say_coherence(found)


def _knows_awards(found: Robustness) -> bool:
    return bool(found.result.tables["ranking"]["award_state"].is_in(["given", "open"]).any())


def _say_certificate(found: Robustness) -> None:
    assert found.certificate is not None
    bound, witness = found.certificate.bound, found.certificate.witness
    say()
    say(text("== How far the weights may move =="))
    if bound.total is None or bound.largest is None:
        say(text("No weights change an award."))
        return
    say(
        text(
            "No award changes while all weights together move by less than {total} marks, "
            "or while no single one moves by more than {largest}.",
            total=_marks(bound.total),
            largest=_marks(bound.largest),
        )
    )
    if witness is None:
        say(text("No weights beyond that were found that the engine confirms."))
        return
    moved = [
        text("{node} {before} → {after}", node=leaf, before=_marks(before), after=_marks(after))
        for (leaf, after), before in zip(witness.weights.items(), found.certificate.case.weights, strict=True)
        if after != before
    ]
    say(text("With {changes} the awards are others:", changes=Joined(tuple(moved), text(", "))))
    for words, platforms in (
        (text("won"), witness.won),
        (text("lost"), witness.lost),
        (text("open"), witness.opened),
    ):
        if platforms:
            say(text("  {what}: {platforms}", what=words, platforms=Joined(platforms, ", ")))


def _say_acceptability(found: Robustness) -> None:
    import polars as pl

    assert found.acceptability is not None
    about = found.acceptability.about
    say()
    say(text("== Who wins under how many weights =="))
    say(
        text(
            "{draws} draws, seed {seed}, weights {weights}{within}; no share is further off than {error} (95 %).",
            draws=f"{about['draws']:,}",
            seed=about["seed"],
            weights=about["weights"],
            within="" if about["within"] is None else f" ±{about['within']:.0%}",
            error=_percent(about["largest_error"], 2),
        )
    )
    near = list(found.near)
    rows = found.acceptability.summary.filter(pl.col("platform_id").is_in(near))
    held = dict(found.result.tables["ranking"].select("platform_id", "rank").iter_rows())
    order = sorted(rows.iter_rows(named=True), key=lambda row: near.index(row["platform_id"]))
    say_table(
        [
            held[row["platform_id"]],
            row["platform_id"],
            text("award {share}", share=_percent(row["award"], 1)) if row["award"] is not None else "",
            text("among the best {share}", share=_percent(row["best"], 1)),
            text("rank {low} to {high}", low=_rank(row["rank_05"]), high=_rank(row["rank_95"])),
        ]
        for row in order
    )


def _say_choices(found: Robustness) -> None:
    shift = found.choices.shift
    say()
    say(text("== What the order hangs on =="))
    say(
        text(
            "Share of the variance of the average rank shift, alone and together with others "
            "(N = {rows}, intervals within ±{width}):",
            rows=f"{shift.rows:,}",
            width=f"{shift.width:.2f}",
        )
    )
    say_table(
        [_FACTORS[row["factor"]], f"{row['first']:.2f}", f"{row['total']:.2f}"]
        for row in shift.frame.iter_rows(named=True)
    )


def _say_without(found: Robustness) -> None:
    say()
    say(text("== Without one indicator =="))
    say_table(_without(row) for row in found.indicators.iter_rows(named=True))
    lost = [row["platform_id"] for row in found.platforms.iter_rows(named=True) if row["lost"]]
    if lost:
        say(
            text(
                "Others lose an award where one of these takes no part: {platforms}.",
                platforms=Joined(tuple(lost), ", "),
            )
        )


def _without(row: Mapping[str, Any]) -> list[object]:
    if row["refused"]:
        return [row["leaf"], row["refused"]]
    return [
        row["leaf"],
        text("ranks move by {shift} on average", shift=f"{row['average_rank_shift']:.1f}"),
        text("tau {tau}", tau="–" if isnan(row["kendall_tau"]) else f"{row['kendall_tau']:.3f}"),
        text("won {won}; lost {lost}", won=row["won"] or "–", lost=row["lost"] or "–"),
    ]


def _say_coherence(found: Robustness) -> None:
    audit = found.coherence
    say()
    say(text("== Coherence =="))
    important = audit.importance.drop_nulls("part")
    if important.is_empty() and not audit.correlations["flag"].is_in(list(_FLAGS)).any():
        say(text("Nothing to report."))
    for row in important.iter_rows(named=True):
        say(
            text(
                "  {leaf}: weight {weight}, importance {importance}",
                leaf=row["leaf"],
                weight=_percent(row["weight"], 0),
                importance=_percent(row["part"], 0),
            )
        )
    _say_flags(audit.correlations)


_FLAGS = {
    "negative": text("  {leaf} and {other} contradict each other: r = {r}"),
    "weak": text("  {leaf} and {other} are of one group and hardly related: r = {r}"),
    "redundant": text("  {leaf} and {other} nearly say the same: r = {r}"),
}


def _say_flags(pairs: pl.DataFrame) -> None:
    for row in pairs.iter_rows(named=True):
        if row["flag"] in _FLAGS:
            say(text(_FLAGS[row["flag"]].msgid, leaf=row["leaf"], other=row["other"], r=f"{row['pearson']:.2f}"))


def _marks(number: Fraction) -> str:
    """Rounded down: a bound is never stated larger than it is."""
    digits = decimal_text(Fraction(floor(number * 10**_MARKS), 10**_MARKS), _MARKS)
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _percent(share: float, decimals: int) -> str:
    return f"{share:.{decimals}%}"


def _rank(value: float | None) -> Text | str:
    return "–" if value is None else f"{value:.0f}"
