"""Laws of curves: the oracle's mark at, just below and just above every edge; never falling where the marks ascend."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from appraisal import curves
from appraisal.errors import Place
from appraisal.numbers import Ratio, column
from appraisal.rules.conditions import Conditions
from tests.oracle import curves as oracle
from tests.oracle.rounding import rounded

Json = dict[str, Any]
READ = Conditions({}).read
DECIMALS = 4
#: Just beside an edge: the smallest step that rules can write.
STEP = Fraction(1, 10**6)
#: A condition that stands for a platform's circumstances: they are the same whatever its value is.
WHEN: Json = {"of": "platforms.premises", "require": {"const": True}}

marks = st.integers(0, 100)


@st.composite
def lines(draw: st.DrawFn, *, ascending: bool) -> Json:
    """A line through up to six points."""
    edges = sorted(draw(st.lists(st.integers(-500, 500), min_size=2, max_size=6, unique=True)))
    heights = _heights(draw, len(edges), ascending=ascending)
    curve: Json = {"kind": "linear", "at": [list(point) for point in zip(edges, heights, strict=True)]}
    if draw(st.booleans()):
        return {**curve, "extend": True}
    if draw(st.booleans()):
        curve["below"] = draw(st.integers(0, heights[0])) if ascending else draw(marks)
    if draw(st.booleans()):
        curve["above"] = draw(st.integers(heights[-1], 100)) if ascending else draw(marks)
    return curve


@st.composite
def edged(draw: st.DrawFn, *, ascending: bool) -> Json:
    """Bands by one edge each."""
    edges = sorted(draw(st.lists(st.integers(-500, 500), min_size=1, max_size=6, unique=True)))
    heights = _heights(draw, len(edges), ascending=ascending)
    at = [list(point) for point in zip(edges, heights, strict=True)]
    below = {"below": draw(st.integers(0, heights[0])) if ascending else draw(marks)} if draw(st.booleans()) else {}
    return {"kind": "bands", "at": at, "closed": draw(st.sampled_from(["low", "high"])), **below}


@st.composite
def bands(draw: st.DrawFn, *, ascending: bool) -> Json:
    """Bands with both their ends; an edge belongs to the band below, to the one above, or to one of its own."""
    whens: list[Json] = [{}]
    for edge in sorted(draw(st.lists(st.integers(-500, 500), min_size=1, max_size=5, unique=True))):
        side = draw(st.sampled_from(["above", "below", "own"]))
        whens[-1]["maximum" if side == "below" else "exclusiveMaximum"] = edge
        whens += [{"minimum": edge, "maximum": edge}] if side == "own" else []
        whens.append({"minimum" if side == "above" else "exclusiveMinimum": edge})
    heights = _heights(draw, len(whens), ascending=ascending)
    written = [{"when": when, "mark": mark} for when, mark in zip(whens, heights, strict=True)]
    return {"kind": "bands", "bands": draw(st.permutations(written))}


@st.composite
def steps(draw: st.DrawFn, *, ascending: bool) -> Json:
    """So much more for every so many units."""
    base, add, count = draw(st.integers(0, 20)), draw(st.integers(1, 9)), draw(st.integers(0, 12))
    below = draw(st.integers(0, base)) if ascending else draw(marks)
    whole = draw(st.booleans())
    # Full steps may pass the cap by a part of one; in proportion the cap has to be a decimal away.
    over = draw(st.integers(0, add - 1)) if whole and count else 0
    per = draw(st.sampled_from([1, 2, 10, 40]))
    first = draw(st.integers(-50, 50))
    cap = base + count * add - over
    return {
        "kind": "steps",
        "from": first,
        "base": base,
        "per": per,
        "add": add,
        "cap": cap,
        "whole": whole,
        "below": below,
    }


def plain(*, ascending: bool) -> st.SearchStrategy[Json]:
    """A curve of any kind for numbers but a choice."""
    return st.one_of(*(one(ascending=ascending) for one in (lines, edged, bands, steps)))


@st.composite
def choices(draw: st.DrawFn, *, ascending: bool) -> Json:
    """Curves by conditions, one choice inside another now and then."""
    inner = plain(ascending=ascending) | choices(ascending=ascending)
    cases = [{"when": WHEN, "curve": draw(inner)} for _ in range(draw(st.integers(1, 2)))]
    return {"kind": "choose", "cases": cases, "otherwise": draw(plain(ascending=ascending))}


def curves_of(*, ascending: bool) -> st.SearchStrategy[Json]:
    """A curve of any kind for numbers."""
    return plain(ascending=ascending) | choices(ascending=ascending)


def _heights(draw: st.DrawFn, count: int, *, ascending: bool) -> list[int]:
    drawn = draw(st.lists(marks, min_size=count, max_size=count))
    return sorted(drawn) if ascending else drawn


def marked(document: Json, values: list[Fraction], *, holds: bool) -> list[Fraction]:
    """The engine's marks of values; ``holds`` is what each condition of a choice says."""
    shape, faults = curves.curve(document, Place(), READ)
    assert not faults
    frame = pl.DataFrame({"n": [value.numerator for value in values], "d": [value.denominator for value in values]})
    value = Ratio(column("n", -(10**10), 10**10), column("d", 1, 10**7))
    marker = curves.Marked(DECIMALS, lambda _: pl.lit(holds))
    return [Fraction(mark) for mark in frame.select(marker.mark(value, shape).to_decimal()).to_series()]


def by_the_oracle(document: Json, value: Fraction, *, holds: bool) -> Fraction:
    """The same by the slow program."""
    while document["kind"] == "choose":
        document = document["cases"][0]["curve"] if holds else document["otherwise"]
    found = oracle.mark(document, value)
    assert found is not None
    return rounded(found, DECIMALS)


def edges_of(document: Json) -> set[Fraction]:
    """Where the marks of a curve change their way."""
    if document["kind"] == "choose":
        return set().union(*map(edges_of, [*(case["curve"] for case in document["cases"]), document["otherwise"]]))
    if document["kind"] == "steps":
        return {Fraction(document["from"] + count * document["per"]) for count in range(14)}
    if "bands" in document:
        return {Fraction(edge) for band in document["bands"] for edge in band["when"].values()}
    return {Fraction(edge) for edge, _ in document["at"]}


@given(document=curves_of(ascending=False), holds=st.booleans())
def test_the_mark_is_that_of_the_oracle_at_just_below_and_just_above_every_edge(document: Json, *, holds: bool) -> None:
    values = [edge + side for edge in sorted(edges_of(document)) for side in (-STEP, 0, STEP)]
    assert marked(document, values, holds=holds) == [by_the_oracle(document, value, holds=holds) for value in values]


@given(
    document=curves_of(ascending=False),
    values=st.lists(st.fractions(-1000, 1000, max_denominator=997), min_size=1, max_size=20),
    holds=st.booleans(),
)
def test_the_mark_is_that_of_the_oracle_everywhere(document: Json, values: list[Fraction], *, holds: bool) -> None:
    assert marked(document, values, holds=holds) == [by_the_oracle(document, value, holds=holds) for value in values]


@given(
    document=curves_of(ascending=True),
    values=st.lists(st.fractions(-1000, 1000, max_denominator=997), min_size=2, max_size=20),
    holds=st.booleans(),
)
def test_a_better_value_never_has_a_lower_mark_where_the_marks_ascend(
    document: Json, values: list[Fraction], *, holds: bool
) -> None:
    ordered = sorted({*values, *(edge + side for edge in edges_of(document) for side in (-STEP, 0, STEP))})
    assert all(lower <= higher for lower, higher in pairwise(marked(document, ordered, holds=holds)))


@given(document=plain(ascending=True), value=st.fractions(-1000, 1000, max_denominator=997))
def test_a_curve_turned_round_falls(document: Json, value: Fraction) -> None:
    """Lower is better: the same marks over values with the other sign."""
    if document["kind"] != "linear":
        return
    turned = {"kind": "linear", "at": [[-edge, mark] for edge, mark in reversed(document["at"])]}
    straight = {"kind": "linear", "at": document["at"]}
    assert marked(turned, [-value], holds=True) == marked(straight, [value], holds=True)
