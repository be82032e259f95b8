"""The engine and the oracle say the same of formulas on measures: random formulas, evidence and results of last year."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from appraisal.errors import Refused
from tests.amounts import examples
from tests.formula.measured import before, measured, values
from tests.formula.writer import NUMBERS, Writer
from tests.oracle.test_oracle_of_measures import (
    FINANCE,
    HEADS,
    PLATFORMS,
    REPORTED,
    REVENUE,
    SHARE,
    STAFF,
    Json,
    evidence,
    indicators,
    people,
    said,
)

LEAVES = ("heads", "share", "revenue", "previous.share", "previous.revenue", "1", "0.5", "-2", "0")


class _Writer(Writer):
    """Writes formulas whose leaves are measures."""

    def number(self, depth: int, *, aggregated: bool) -> str:
        if depth == 0 or self.draw(st.integers(0, 3)) == 0:
            return self.one(self.leaves)
        return self.filled(NUMBERS, depth - 1, aggregated=aggregated)


@st.composite
def formulas(draw: Any) -> Json:
    writer = _Writer(draw, LEAVES)
    document = {"id": "x", "table": "measures", "numerator": writer.number(2, aggregated=True)}
    document["scale"] = draw(st.sampled_from([1, 100]))
    document["empty"] = draw(st.sampled_from(["missing", "zero"]))
    if draw(st.booleans()):
        document["denominator"] = writer.number(1, aggregated=True)
    if draw(st.integers(0, 3)) == 0:
        document["where"] = writer.condition(1, aggregated=True)
    return document


people_of = st.lists(st.sampled_from(["本科", "中专"]), min_size=1, max_size=3)
revenues = st.integers(0, 500)
bounds_of = st.none() | st.tuples(st.integers(0, 3), st.integers(3, 5))
#: The first platform has everything; of the others anything may be missing.
tables = st.tuples(
    st.tuples(people_of, revenues, bounds_of),
    *[st.tuples(st.just([]) | people_of, st.none() | revenues, bounds_of)] * (len(PLATFORMS) - 1),
)
years = st.dictionaries(
    st.tuples(st.sampled_from(PLATFORMS[:2]), st.sampled_from(["share", "revenue", "heads"])),
    st.none() | st.integers(0, 30).map(lambda tenths: Fraction(tenths, 10)),
)


@examples(60)
@given(document=formulas(), found=tables, last_year=years)
def test_the_engine_says_what_the_oracle_says(document: Json, found: Any, last_year: Any) -> None:
    rows = {"staff": STAFF, "finance": FINANCE, "reported": REPORTED}
    for name, (educations, revenue, bounds) in zip(PLATFORMS, found, strict=True):
        rows["staff"] += people(name, *educations)
        rows["finance"] += "" if revenue is None else f"{name},2014,{revenue / 100},0\n"
        rows["reported"] += "" if bounds is None else f"{name},{bounds[1]},{bounds[0]}\n"
    documents = [HEADS, SHARE, REVENUE, document]
    frame = before([(*key, None if one is None else float(one), None if one is None else 1) for key, one in last_year.items()])  # fmt: skip
    try:
        engine = values(measured(documents, rows, frame), "x")
    except Refused as refused:
        # Products may pass 128 bits as far as the proof can see, and a constant reads nothing.
        assume(not {one.code for one in refused.findings} <= {"formula|range", "formula|too_large", "formula|no_column"})  # fmt: skip
        raise
    made = indicators(*documents, last_year=last_year)
    read = evidence(rows)
    assert engine == {name: said(document, made, read, name) for name in PLATFORMS}
