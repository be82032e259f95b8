"""From measures to ranks, exact: ours in turn with scikit-criteria and a Float64 query written by hand."""

from __future__ import annotations

import random
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal import gates, ranks, score
from appraisal.conditions import Ground
from appraisal.measure import PLATFORM, Measure, Measures
from appraisal.model.indicator import Indicator
from appraisal.numbers import column, constant
from appraisal.rules import build
from appraisal.texts import Bilingual
from benchmarks.commands import ROOT
from benchmarks.peers import installed
from benchmarks.timing import Method, in_turn, peak_mb, spread, times, verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraisal.model.rules import Rules

LEAVES = 20
MANY, FEW = 1_000_000, 1_000
_FULL = 100 // LEAVES
_CENTS = 100
_SKC, _HAND, _FLOOR = "scikit-criteria", "Float64 query", "floor: Polars ranks one column"
#: What each rule set is called, the values of its points, the decimals of a leaf, and how often the hand may fit in.
_SETS: dict[str, tuple[tuple[Any, Any], int, float]] = {
    "fixed points": ((0, 1_000), 4, 1.5),
    "cohort minimum and maximum": (({"cohort": "minimum"}, {"cohort": "maximum"}), 4, 1.5),
    "cohort numbers, 12 decimals": (({"cohort": "minimum"}, {"cohort": "maximum"}), 12, 3),
}


def measure(rounds: int) -> list[str]:
    """Both sizes as tables, with what is claimed of them."""
    lines = []
    for count, least, often in ((MANY, 15, rounds), (FEW, 25, 5 * rounds)):
        lines += [*_of_size(count, least, often), ""]
    return lines[:-1]


def ranked(gated: pl.DataFrame, ground: Ground, rules: Rules) -> ranks.Ranked:
    """What an appraisal does between the gates and the grades."""
    scored = score.score(gated, ground, rules)
    return ranks.rank(scored.frame, scored, ground.measures, rules, ())


def rules_of(name: str) -> Rules:
    """Twenty leaves that weigh the same, each a line between two points."""
    (low, high), decimals, _ = _SETS[name]
    curve = {"kind": "linear", "at": [[low, 0], [high, _FULL]]}
    nodes = {f"leaf_{at}": {"from": [f"m{at}"], "full_mark": _FULL, "curve": curve} for at in range(LEAVES)}
    document = {
        "id": "benchmark",
        "authority": {"status": "example"},
        "valid": {"from": 2014, "to": 2014},
        "cohort": "submitted",
        "index": {"combine": "sum", "full_mark": 100, "nodes": nodes},
        "rounding": {"leaf": decimals, "total": decimals},
        "grades": {"all": {}},
        "ranking": {"ties": []},
    }
    rules, faults = build(document, "rules.json")
    if faults:
        raise AssertionError(faults)
    return rules


def measures_of(count: int) -> Measures:
    """Amounts with two decimals from 0 to 1,000; no two measures alike."""
    rng = random.Random(count)  # noqa: S311 - no secret
    ids = pl.Series(PLATFORM, [f"P{number:07}" for number in range(count)])
    frame = pl.DataFrame({PLATFORM: ids, "submitted": pl.repeat(value=True, n=count, dtype=pl.Boolean, eager=True)})
    by_id = {}
    one, of_all = pl.lit(1, dtype=pl.Int64), pl.lit(None, dtype=pl.String)
    for at in range(LEAVES):
        name = f"m{at}"
        values = pl.Series([int(rng.random() * 1_000 * _CENTS + 0.5) for _ in range(count)], dtype=pl.Int64)
        frame = frame.with_columns(values.alias(f"{name}.low"), values.alias(f"{name}.high"))
        frame = frame.with_columns(
            one.alias(f"{name}.denominator"), of_all.alias(f"{name}.stage"), pl.lit("measured").alias(f"{name}.state")
        )
        indicator = Indicator(id=name, version="1.0.0", title=Bilingual(name, name), table="t", numerator="SUM(x)")
        low, high = (column(f"{name}.{end}", 0, 1_000 * _CENTS, 2) for end in ("low", "high"))
        by_id[name] = Measure(indicator, low, high, constant(1))
    return Measures(frame, by_id, ())


def by_hand(frame: pl.DataFrame, points: tuple[float, float] | None) -> pl.DataFrame:
    """The same in Float64: the line of each leaf, their sum, the rank; ``points`` is None for lowest and highest."""
    names = [name for name in frame.columns if name != PLATFORM]
    lines = []
    for name in names:
        value = pl.col(name)
        low, high = (value.min(), value.max()) if points is None else (pl.lit(one) for one in points)
        lines.append((value - low) / (high - low) * float(_FULL))
    total = frame.lazy().select(PLATFORM, pl.sum_horizontal(lines).alias("score"))
    return total.with_columns(pl.col("score").rank("min", descending=True).alias("rank")).collect()


def _scikit_criteria(frame: pl.DataFrame) -> Callable[[], Any] | None:
    """Min-max, weighted sum and rank; the decision matrix is made once and not measured."""
    if (library := installed("skcriteria")) is None:
        return None
    from skcriteria.agg.simple import WeightedSumModel  # noqa: PLC0415 - a peer that may be missing
    from skcriteria.pipelines import mkpipe  # noqa: PLC0415
    from skcriteria.preprocessing.scalers import MinMaxScaler  # noqa: PLC0415

    values = frame.drop(PLATFORM).to_numpy()
    matrix = library.mkdm(values, [max] * LEAVES, weights=[_FULL] * LEAVES, alternatives=frame[PLATFORM].to_list())
    model = mkpipe(MinMaxScaler(target="matrix"), WeightedSumModel())
    return lambda: model.evaluate(matrix)


def peak_of(count: int, title: str) -> float:
    """How much memory one method needs beyond its input."""
    methods, _ = _methods(count)
    return peak_mb(next(method.run for method in methods if method.title == title))


def _alone(count: int, title: str) -> str:
    """The same in a process of its own: memory that an earlier method gave back would hide what this one takes."""
    code = f"from benchmarks import scoring; print(scoring.peak_of({count}, {title!r}))"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, check=True)
    return f"{float(done.stdout.split()[-1]):,.0f} MB"


def _methods(count: int) -> tuple[list[Method], Callable[[], None]]:
    """Every method on the same numbers, and what raises where ours and the query differ."""
    measured = measures_of(count)
    platforms = measured.frame.select(PLATFORM)
    ground = Ground(measured, {})
    gated = gates.apply(platforms, ground, (), frozenset(), ()).frame
    floats = measured.frame.select(
        PLATFORM, *((pl.col(f"m{at}.low").cast(pl.Float64) / _CENTS).alias(f"m{at}") for at in range(LEAVES))
    )
    peer = _scikit_criteria(floats)
    hands = {
        f"{_HAND}, {kind}": points for kind, points in (("fixed points", (0.0, 1_000.0)), ("lowest and highest", None))
    }
    methods = [Method(_FLOOR, lambda: floats.lazy().select(pl.col("m0").rank(descending=True)).collect(), count)]
    methods += [Method(name, lambda points=points: by_hand(floats, points), count) for name, points in hands.items()]
    methods += [Method(_SKC, peer, count)] if peer else []
    own = {name: rules_of(name) for name in _SETS}
    methods += [
        Method(f"**ours, {name}**", lambda rules=rules: ranked(gated, ground, rules), count)
        for name, rules in own.items()
    ]

    def same() -> None:
        for name, rules in own.items():
            _same_order(ranked(gated, ground, rules), by_hand(floats, _points(name)), name)

    return methods, same


def _of_size(count: int, least: float, rounds: int) -> list[str]:
    methods, same = _methods(count)
    same()
    timed = in_turn(methods, rounds)
    lines = [
        f"{count:,} platforms x {LEAVES} leaves, from measures to ranks.",
        "",
        "| method | time | memory beyond its input | times the query | scikit-criteria over it |",
        "|---|---|---|---|---|",
    ]
    for method in methods:
        each = timed[method.title]
        ours = next((name for name in _SETS if name in method.title and method.title.startswith("**")), None)
        fixed = method.title == f"{_HAND}, fixed points" or ours == "fixed points"
        base = timed[f"{_HAND}, {'fixed points' if fixed else 'lowest and highest'}"]
        most = _SETS[ours][2] if ours and count == MANY else None
        against_hand = verdict(times(each, base), at_most=most)
        against_peer = verdict(times(timed[_SKC], each), at_least=least if ours else None) if _SKC in timed else "-"
        memory = _alone(count, method.title) if count == MANY else "-"
        lines.append(f"| {method.title} | {spread(each.seconds)} | {memory} | {against_hand} | {against_peer} |")
    return lines


def _points(name: str) -> tuple[float, float] | None:
    return (0.0, 1_000.0) if name == "fixed points" else None


def _same_order(ours: ranks.Ranked, theirs: pl.DataFrame, name: str) -> None:
    """Both have to give the same marks up to what rounding may change, or the times mean nothing."""
    decimals = _SETS[name][1]
    both = ours.frame.select(PLATFORM, "composite", "place").join(theirs, on=PLATFORM)
    apart = (pl.col("composite").cast(pl.Float64) / float(Decimal(10) ** decimals) - pl.col("score")).abs()
    room = LEAVES * float(Decimal(10) ** -decimals) + 1e-9
    if both.height != theirs.height or both.select((apart > room).any()).item():
        raise AssertionError(name)
