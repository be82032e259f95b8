"""Everything that a rules file may say in a curve or a condition, drawn by hypothesis from their grammar."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

IDS = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=8) | st.sampled_from(
    ["甲级", "其他", "若", "是", "60", "≥60", "a：b", "“引号”", "微型 企业", "全体", "不满", '"', "x\ny", "分", "5分"]
)
NUMBERS = st.integers(-(10**12), 10**12) | st.decimals(-(10**6), 10**6, places=6).map(Decimal)
POSITIVE = st.integers(1, 10**6) | st.decimals("0.000001", 1000, places=6)
MARKS = st.integers(-100, 100) | st.decimals(-100, 100, places=3)
COLUMNS = IDS | WORDS.filter(lambda word: "." not in word)
SOURCES = st.one_of(
    IDS,
    COLUMNS.map(lambda column: f"platforms.{column}"),
    IDS.map(lambda name: f"marks.{name}"),
    IDS.map(lambda name: f"history.{name}"),
    st.tuples(IDS, IDS).map(lambda pair: f"panels.{pair[0]}.{pair[1]}"),
)
BOUNDS = st.dictionaries(
    st.sampled_from(["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"]), NUMBERS, min_size=1
)
CELLS = st.booleans() | WORDS | NUMBERS | st.none()
REQUIRED = st.one_of(
    BOUNDS,
    st.fixed_dictionaries({"const": CELLS}),
    st.fixed_dictionaries({"enum": st.lists(CELLS, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"type": st.just("string"), "pattern": WORDS}),
)


def _short(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The same under a short name: what is built of it is printed whole by hypothesis, which is slow."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Any:
        return draw(strategy)

    return drawn()


def _optional(fixed: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fixed, optional=optional)


ATOMS = _optional({"of": SOURCES, "require": REQUIRED}, missing=st.sampled_from(["fail", "undecided"]))


def _combined(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    parts = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries({"all": parts}),
        st.fixed_dictionaries({"any": parts}),
        st.fixed_dictionaries({"at_least": st.integers(1, 9), "among": parts}),
        st.fixed_dictionaries({"not": inner}),
    )


CONDITIONS = _short(st.recursive(ATOMS | st.fixed_dictionaries({"class": IDS}), _combined, max_leaves=5))
STATISTICS = st.sampled_from(["minimum", "maximum", "mean", "median"])
OF_ALL = st.one_of(
    _optional({"cohort": STATISTICS}, times=NUMBERS, among=CONDITIONS),
    _optional({"cohort": st.just("mean")}, times=NUMBERS, deviations=NUMBERS, among=CONDITIONS),
    _optional({"cohort": st.just("quantile"), "q": st.decimals(0, 1, places=6)}, times=NUMBERS, among=CONDITIONS),
)
POINTS = st.tuples(NUMBERS | OF_ALL, MARKS).map(list)
LINES = st.one_of(
    _optional({"kind": st.just("linear"), "at": st.lists(POINTS, min_size=2, max_size=4)}, below=MARKS, above=MARKS),
    st.fixed_dictionaries(
        {"kind": st.just("linear"), "at": st.lists(POINTS, min_size=2, max_size=4), "extend": st.just(value=True)}
    ),
)
CLOSED = st.sampled_from(["low", "high"])
EDGED = _optional(
    {"kind": st.just("bands"), "at": st.lists(POINTS, min_size=1, max_size=4), "closed": CLOSED}, below=MARKS
)
BANDS = st.fixed_dictionaries(
    {
        "kind": st.just("bands"),
        "bands": st.lists(st.fixed_dictionaries({"when": BOUNDS, "mark": MARKS}), min_size=1, max_size=4),
    }
)
STEPS = _optional(
    {
        "kind": st.just("steps"),
        "from": NUMBERS,
        "per": POSITIVE,
        "add": POSITIVE,
        "cap": MARKS,
        "whole": st.booleans(),
    },
    base=MARKS,
    below=MARKS,
)
LEVELS = _optional({"kind": st.just("levels"), "marks": st.dictionaries(WORDS, MARKS, min_size=1)}, otherwise=MARKS)


def _chosen(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    cases = st.lists(st.fixed_dictionaries({"when": CONDITIONS, "curve": inner}), min_size=1, max_size=2)
    return _optional({"kind": st.just("choose"), "cases": cases}, otherwise=inner)


CURVES = _short(st.recursive(st.one_of(LINES, EDGED, BANDS, STEPS, LEVELS), _chosen, max_leaves=3))
FACTORS = POSITIVE | st.fixed_dictionaries(
    {
        "cases": st.lists(st.fixed_dictionaries({"when": CONDITIONS, "factor": POSITIVE}), min_size=1, max_size=2),
        "otherwise": POSITIVE,
    }
)

TITLES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | st.sampled_from(
    [" 空格 ", "（总分）", "_x0041_", "=1+1", "index", "a\nb", "1e5", "TRUE", "#N/A", "'x", "\ufffe", "\u2028"]
)
CLAUSES = st.none() | TITLES
GAPS = st.sampled_from(["zero", "refuse", "rescale", "median", "carry"]) | st.fixed_dictionaries(
    {"median_by": COLUMNS.map(lambda column: f"platforms.{column}")}
)
COMMON = {
    "title": TITLES,
    "x-en": TITLES,
    "clause": CLAUSES,
    "weight": POSITIVE,
    "factor": FACTORS,
    "applies": CONDITIONS,
    "not_applicable": st.sampled_from(["absent", "rescale", "full", "zero"]),
    "missing": GAPS,
    "decimals": st.integers(0, 12),
    "cap": MARKS,
    "full_mark": POSITIVE
    | st.dictionaries(st.dates().map(str), POSITIVE, min_size=1, max_size=2).map(lambda dates: {"since": dates}),
    "note": TITLES,
    "x-note-en": TITLES,
}
OF_GROUPS = {
    "combine": st.sampled_from(["sum", "mean", "geometric", "harmonic", "power", "minimum", "maximum", "copeland"]),
    "power": NUMBERS,
    "weights": st.sampled_from(["given", "equal", {"from_data": "entropy"}]),
    "floor": MARKS,
}
LEAVES = _optional({"from": SOURCES.map(lambda source: [source]), "curve": CURVES}, **COMMON)


def _group(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return _optional({"nodes": st.dictionaries(IDS, inner, min_size=1, max_size=2)}, **COMMON, **OF_GROUPS)


NODES = _short(st.dictionaries(IDS, st.recursive(LEAVES, _group, max_leaves=2), min_size=1, max_size=2))
NAMED = {"title": TITLES, "x-en": TITLES, "clause": CLAUSES}
GRADES = _optional(
    {},
    title=TITLES,
    minimum=NUMBERS,
    when=CONDITIONS,
    direct=CONDITIONS,
    first=st.integers(1, 9),
    share=st.decimals("0.000001", 1, places=6),
    round=st.sampled_from(["floor", "ceil", "half_up"]),
    tied=st.sampled_from(["in", "out"]),
)
ROOMS = st.integers(0, 99) | st.fixed_dictionaries(
    {"share": st.decimals("0.000001", 1, places=6), "round": st.sampled_from(["floor", "ceil", "half_up"])}
)
PLACES = ROOMS | _optional(
    {"by": st.just("class") | COLUMNS.map(lambda column: f"platforms.{column}")},
    of=st.dictionaries(WORDS, ROOMS, max_size=2),
    otherwise=ROOMS,
)
#: Not rules that make sense, but everything that a rules file may say anywhere.
RULES = _optional(
    {
        "format": st.just(1),
        "id": TITLES,
        "title": TITLES,
        "authority": _optional(
            {"status": st.sampled_from(["example", "official"])},
            issuers=st.lists(TITLES, max_size=2),
            document_no=CLAUSES,
            issued_on=CLAUSES,
        ),
        "index": _optional({"combine": st.just("sum"), "full_mark": POSITIVE, "nodes": NODES}, missing=GAPS, cap=MARKS),
        "grades": st.dictionaries(IDS, GRADES, min_size=1, max_size=2),
        "ranking": st.fixed_dictionaries({"ties": st.lists(IDS, max_size=3)}),
    },
    gates=st.dictionaries(
        IDS, st.tuples(CONDITIONS, _optional({}, **NAMED)).map(lambda pair: pair[0] | pair[1]), max_size=2
    ),
    classes=st.dictionaries(IDS, _optional({"when": CONDITIONS}, **NAMED), max_size=2),
    adjustments=NODES | st.just({}),
    params=st.dictionaries(IDS, st.dictionaries(IDS, NUMBERS | WORDS, max_size=2), max_size=2),
    shortlist=_optional({"share": POSITIVE}, places=PLACES, clause=CLAUSES),
    sample=_optional({"of": st.just("ranked"), "places": PLACES, "seed": TITLES}, clause=CLAUSES),
    nominations=_optional({"when": CONDITIONS, "at_most": PLACES}, clause=CLAUSES),
    cohort=st.sampled_from(["eligible", "submitted"]),
    total=_optional({}, cap=MARKS, floor=MARKS),
    vetoes=st.just({"from": "vetoes"}),
    funds=st.dictionaries(IDS, _optional({"total_yuan": st.integers(0, 10**15)}, **NAMED), max_size=2),
    awards=_optional(
        {},
        grade=IDS,
        places=PLACES,
        at_most=PLACES,
        fund=IDS,
        clause=CLAUSES,
        amount_yuan=st.integers(0, 10**12) | st.dictionaries(IDS, st.integers(0, 9), min_size=1),
    ),
    coverage=st.fixed_dictionaries(
        {
            "by": st.just("towns"),
            "count": st.just("platforms"),
            "require": st.dictionaries(
                st.from_regex("[0-9]{4}", fullmatch=True),
                st.fixed_dictionaries({"minimum": st.integers(0, 9)}),
                max_size=2,
            ),
        },
        optional={"clause": CLAUSES},
    ),
    checks=st.dictionaries(st.sampled_from(["town_unknown", "measure_jump"]), st.sampled_from(["error", "off"])),
    limits=_optional({}, measure_jump=POSITIVE),
    quarantine=st.lists(IDS, max_size=2, unique=True),
)
