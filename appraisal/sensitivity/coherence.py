"""Do the indicators hang together, and does each weigh what it is said to weigh? As an auditor of the JRC asks.

OECD/JRC, Handbook on Constructing Composite Indicators (2008), steps 2 to 4 and 6; thresholds as the JRC's audits use
them. Everything is over the ranked platforms, on shares of full marks, in Float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import stats

from appraisal.model.node import Group, Leaf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.sensitivity.marked import Marked

#: Correlations below, and above, are worth a word: hardly related, or nearly the same twice.
WEAK, STRONG = 0.3, 0.92
#: Of a leaf's values: more than this needs a treatment (Groeneveld & Meeden 1984; the JRC's rule).
SKEWNESS, KURTOSIS = 2.0, 3.5
#: So many interquartile ranges beyond the quartiles a value is an outlier (Tukey 1977).
FENCE = 1.5
#: Bins of a leaf for its importance: each with at least so many platforms, and no more than so many bins.
PER_BIN, BINS = 20, 30


@dataclass(frozen=True)
class Coherence:
    """The tables of the audit."""

    #: A row per pair of leaves: ``pearson``, ``spearman``, whether they are of one group, ``flag``.
    correlations: pl.DataFrame
    #: A row per group with at least two leaves: ``alpha`` (Cronbach 1951), leaves, platforms with all of them.
    consistency: pl.DataFrame
    #: A row per leaf: declared ``weight``, ``importance``, both as parts of their sums, and their ratio.
    importance: pl.DataFrame
    #: A row per leaf: how many platforms have a value, skewness, kurtosis, outliers, ``flag``.
    values: pl.DataFrame
    #: A row per number of missing values: how many platforms have so many.
    coverage: pl.DataFrame


def coherence(marked: Marked) -> Coherence:
    """The audit of one result."""
    return Coherence(
        pl.DataFrame(list(_pairs(marked)), schema=_PAIRS, orient="row"),
        pl.DataFrame(list(_groups(marked)), schema=_GROUPS, orient="row"),
        _importance(marked),
        pl.DataFrame(list(_values(marked)), schema=_VALUES, orient="row"),
        _coverage(marked),
    )


_PAIRS = {
    "leaf": pl.String,
    "other": pl.String,
    "same_group": pl.Boolean,
    "pearson": pl.Float64,
    "spearman": pl.Float64,
    "flag": pl.String,
}
_GROUPS = {"group": pl.String, "leaves": pl.Int64, "platforms": pl.Int64, "alpha": pl.Float64}
_VALUES = {
    "leaf": pl.String,
    "present": pl.Int64,
    "missing": pl.Int64,
    "skewness": pl.Float64,
    "kurtosis": pl.Float64,
    "outliers": pl.Int64,
    "flag": pl.String,
}
_MEANINGFUL = 3


def _pairs(marked: Marked) -> Iterator[tuple[object, ...]]:
    parents = {node.id: parent for node, parent in marked.rules.index.walk()}
    for one, name in enumerate(marked.names):
        for other in range(one + 1, len(marked.names)):
            both = ~np.isnan(marked.shares[:, one]) & ~np.isnan(marked.shares[:, other])
            x, y = marked.shares[both, one], marked.shares[both, other]
            same = parents[name] == parents[marked.names[other]]
            pearson, spearman = _correlation(x, y), _correlation(stats.rankdata(x), stats.rankdata(y))
            yield name, marked.names[other], same, pearson, spearman, _flag(pearson, same=same)


def _correlation(x: np.ndarray, y: np.ndarray) -> float | None:
    if len(x) < _MEANINGFUL or not np.ptp(x) or not np.ptp(y):
        return None
    return float(np.corrcoef(x, y)[0, 1])


def _flag(pearson: float | None, *, same: bool) -> str | None:
    if pearson is None:
        return "constant"
    if pearson < 0:
        return "negative"
    if pearson > STRONG:
        return "redundant"
    # Leaves of different groups need not be related.
    return "weak" if same and pearson < WEAK else None


def _groups(marked: Marked) -> Iterator[tuple[object, ...]]:
    at = {name: number for number, name in enumerate(marked.names)}
    for node, _ in marked.rules.index.walk():
        if not isinstance(node, Group):
            continue
        leaves = [at[one.id] for one, _ in node.walk() if isinstance(one, Leaf)]
        whole = marked.shares[~np.isnan(marked.shares[:, leaves]).any(axis=1)][:, leaves]
        if len(leaves) > 1:
            yield node.id, len(leaves), len(whole), cronbach(whole)


def cronbach(items: np.ndarray) -> float | None:
    """K / (k - 1) * (1 - sum of the variances / variance of the sum), Cronbach 1951; None where nothing varies."""
    count = items.shape[1]
    if len(items) <= 1:
        return None
    variance = items.sum(axis=1).var(ddof=1)
    return float(count / (count - 1) * (1 - items.var(axis=0, ddof=1).sum() / variance)) if variance else None


def _importance(marked: Marked) -> pl.DataFrame:
    """What part of the variance of the composite each leaf explains alone, beside its weight.

    The first-order index S_i = V(E(y | x_i)) / V(y) (Paruolo, Saisana & Saltelli 2013, Journal of the Royal
    Statistical Society A 176(3), 609-634), with E(y | x_i) as the mean of y in bins of x_i of about equal size.
    """
    found = [first_order(marked.shares[:, at], marked.composites) for at in range(len(marked.names))]
    whole = sum(one or 0 for one in found)
    rows = [
        {
            "leaf": name,
            "weight": float(weight),
            "importance": one,
            "part": None if one is None or not whole else one / whole,
            "ratio": None if one is None or not whole or not weight else one / whole / float(weight),
        }
        for name, weight, one in zip(marked.names, marked.weights, found, strict=True)
    ]
    schema = {"leaf": pl.String, **dict.fromkeys(("weight", "importance", "part", "ratio"), pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def first_order(x: np.ndarray, y: np.ndarray) -> float | None:
    """V(E(y | x)) / V(y) from bins of x, less what bins explain by chance; None where x or y do not vary."""
    there = ~np.isnan(x) & ~np.isnan(y)
    x, y = x[there], y[there]
    if len(x) < 2 * PER_BIN or not np.ptp(x) or not np.ptp(y):
        return None
    bins = min(BINS, len(x) // PER_BIN)
    # Equal values are never parted.
    place = (stats.rankdata(x, method="average") - 0.5) / len(x)
    number = np.unique((place * bins).astype(int), return_inverse=True)[1]
    count = np.bincount(number)
    means = np.bincount(number, weights=y) / count
    between = float(count @ (means - y.mean()) ** 2)
    total = float(((y - y.mean()) ** 2).sum())
    # Adjusted as an R² is: k bins of pure chance explain (k - 1) / (n - 1).
    free = len(x) - len(count)
    return max(0.0, 1 - (1 - between / total) * (len(x) - 1) / free) if free > 0 else None


def _values(marked: Marked) -> Iterator[tuple[object, ...]]:
    for at, name in enumerate(marked.names):
        values = marked.values[:, at]
        there = values[~np.isnan(values)]
        missing = int(marked.missing[:, at].sum())
        if len(there) < _MEANINGFUL or not np.ptp(there):
            yield name, len(there), missing, None, None, 0, "constant" if len(there) else None
            continue
        skewness, kurtosis = float(stats.skew(there)), float(stats.kurtosis(there))
        low, high = np.percentile(there, [25, 75])
        reach = FENCE * (high - low)
        outliers = int(((there < low - reach) | (there > high + reach)).sum())
        flag = "outliers" if abs(skewness) > SKEWNESS and kurtosis > KURTOSIS else None
        yield name, len(there), missing, skewness, kurtosis, outliers, flag


def _coverage(marked: Marked) -> pl.DataFrame:
    missing = marked.missing.sum(axis=1)
    counts = np.bincount(missing, minlength=1)
    rows = [(number, int(count)) for number, count in enumerate(counts) if count]
    return pl.DataFrame(rows, schema={"missing": pl.Int64, "platforms": pl.Int64}, orient="row")
