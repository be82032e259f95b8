"""Why a platform has its grade: what the grade asks, how that came out, and what a better one would have asked."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.explanation.truth import Known
from appraisal.explanation.words import Step
from appraisal.rules_words import readable
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.model.award import Quota
    from appraisal.model.rules import Grade, Rules
    from appraisal.result import Result
    from appraisal.rules_words import Words

ROUNDED = {"floor": text("rounded down"), "ceil": text("rounded up"), "half_up": text("rounded half up")}


def grade_step(result: Result, rules: Rules, row: Mapping[str, Any], words: Words) -> Step:
    """The grade of a platform, by its row of the ranking."""
    grades = {grade.id: grade for grade in rules.grades}
    own = grades.get(row["grade"])
    if own is None:
        return Step("grade", text("Grade"), "–")
    better = list(rules.grades)[: list(grades).index(own.id)]
    if all(grade.when is None and grade.quota is None and grade.direct is None for grade in better):
        # Of plain lines the next one says everything.
        better = better[-1:]
    said = [text("{grade}: {reason}", grade=one.title, reason=_why_not(one, result, row, words)) for one in better]
    reached = _why(own, result, row, words)
    arithmetic = Joined(
        (*([reached] if reached else []), *(text("not {reason}", reason=one) for one in said)), text("; ")
    )
    return Step("grade", text("Grade"), own.title, text("asks for: {asked}", asked=asked(own, words)), arithmetic)


def asked(grade: Grade, words: Words) -> object:
    """What earns a grade."""
    parts: list[object] = []
    if grade.minimum is not None:
        parts.append(text("{composite} ≥ {minimum}", composite=text("composite"), minimum=readable(grade.minimum)))
    if grade.when:
        parts.append(words.condition(grade.when))
    if grade.quota:
        parts.append(quota_words(grade.quota))
    earned: object = Joined(tuple(parts), text("; "))
    if not parts:
        earned = text("all others")
    if grade.direct:
        direct = text("directly: {condition}", condition=words.condition(grade.direct))
        return text("{earned}, or {direct}", earned=earned, direct=direct) if parts else direct
    return earned


def quota_words(quota: Quota) -> object:
    """How many have a grade."""
    tied = text("those tied at the line are in") if quota.ties_are_in else text("those tied at the line are out")
    if quota.share is None:
        return text("among the first {places} ({tied})", places=quota.first, tied=tied)
    return text(
        "among the first {share} of the ranked, {rounded} ({tied})",
        share=f"{readable(quota.share * 100)}%",
        rounded=ROUNDED[quota.rounding or "floor"],
        tied=tied,
    )


def _why(grade: Grade, result: Result, row: Mapping[str, Any], words: Words) -> object:
    """How the platform came to its grade; nothing where the grade asks for nothing."""
    parts = list(_parts(grade, result, row, words))
    if grade.direct and (not parts or any(is_held is False for is_held, _ in parts)):
        return text("directly: {condition}", condition=words.condition(grade.direct))
    return Joined(tuple(said for _, said in parts), text(", ")) if parts else ""


def _why_not(grade: Grade, result: Result, row: Mapping[str, Any], words: Words) -> object:
    """What of a better grade does not hold: what is known not to, else what is left."""
    parts = list(_parts(grade, result, row, words))
    failed = [said for is_held, said in parts if is_held is False] or [said for is_held, said in parts if not is_held]
    if grade.direct and not failed:
        failed = [text("{condition} does not hold", condition=words.condition(grade.direct))]
    return Joined(tuple(failed), text(", "))


def _parts(grade: Grade, result: Result, row: Mapping[str, Any], words: Words) -> Iterator[tuple[bool | None, object]]:
    """Whether each thing that a grade asks for holds, None where the result alone does not say, and how it came out."""
    composite = row["composite"]
    if grade.minimum is not None:
        is_reached = composite >= grade.minimum
        sign = "≥" if is_reached else "<"
        yield (
            is_reached,
            text("{composite} {sign} {minimum}", composite=composite, sign=sign, minimum=readable(grade.minimum)),
        )
    if grade.when is not None:
        is_held, condition = Known(result, row).settled(grade.when), words.condition(grade.when)
        missed = text("{condition} does not hold", condition=condition)
        yield is_held, condition if is_held else missed
    if grade.quota is not None:
        yield _within(grade.quota, result, row)


def _within(quota: Quota, result: Result, row: Mapping[str, Any]) -> tuple[bool | None, object]:
    """The place among those who contend, the places there are, and who shares the place."""
    contend = result.tables["ranking"].filter(pl.col("status").is_in(["ranked", "undecided"]))
    ranked = contend.filter(status="ranked")
    places, rank = quota.places(ranked.height), row["rank"]
    said = f"{readable(quota.share * 100)}% × {ranked.height} = {_share(quota, ranked.height)}" if quota.share else ""
    room = (
        text("{said}, {rounded}: {places} places", said=said, rounded=ROUNDED[quota.rounding or "floor"], places=places)
        if said
        else text("{places} places", places=places)
    )
    undecided = contend.filter(pl.col("status") == "undecided", pl.col("composite") >= row["composite"]).height
    if rank is None or undecided:
        # NOTE: the place among ranked and undecided ones is not in the result.
        return None, room
    tied = ranked.filter(rank=rank).height
    last = rank if quota.ties_are_in else rank + tied - 1
    place = (
        text("place {place}", place=rank)
        if tied == 1
        else text("place {place}, shared by {tied}", place=rank, tied=tied)
    )
    return last <= places, text("{place}; {room}", place=place, room=room)


def _share(quota: Quota, ranked: int) -> str:
    exact = Fraction(quota.share or 0) * ranked
    return readable(exact.numerator) if exact.denominator == 1 else f"{float(exact):.2f}"
