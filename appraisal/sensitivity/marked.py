"""The leaves of a result as matrices: what each ranked platform earned of each, and the value that was marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from appraisal.measure import PLATFORM
from appraisal.model.node import Leaf
from appraisal.rules import build

if TYPE_CHECKING:
    from appraisal.model.rules import Rules
    from appraisal.result import Result


@dataclass(frozen=True)
class Marked:
    """Float64 views of one result, for methods that are not exact. Rows are the ranked platforms by id."""

    platforms: tuple[str, ...]
    #: The leaves of the index, in the order of the tree.
    leaves: tuple[Leaf, ...]
    #: Each leaf's part of the full mark of the whole index, when every group shares out its own; they add up to 1.
    weights: np.ndarray
    #: Platforms x leaves: mark over full mark; NaN where the platform has no mark of the leaf.
    shares: np.ndarray
    #: Platforms x leaves: the value that was marked; NaN where there is none, or where it is a word.
    values: np.ndarray
    #: Platforms x leaves: the value is missing, whatever stands in for it.
    missing: np.ndarray
    composites: np.ndarray
    #: Competition ranks as published.
    ranks: np.ndarray
    rules: Rules

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the leaves."""
        return tuple(leaf.id for leaf in self.leaves)


def marked(result: Result) -> Marked:
    """The leaves of a result; raises ValueError where nobody is ranked."""
    rules, _ = build(result.documents["rules"], "rules.json")
    ranked = result.tables["ranking"].filter(pl.col("rank").is_not_null()).sort(PLATFORM)
    if ranked.is_empty():
        message = "nobody is ranked"
        raise ValueError(message)
    platforms = ranked[PLATFORM].to_list()
    weights = _weights(rules)
    leaves = tuple(node for node, _ in rules.index.walk() if isinstance(node, Leaf))
    scores = _wide(result.tables["scores"], "node", "mark", platforms, [leaf.id for leaf in leaves])
    without = (pl.col("how") == "missing") | pl.col("how").str.starts_with("stands_in")
    how = result.tables["scores"].select(PLATFORM, "node", missing=without)
    missing = _wide(how, "node", "missing", platforms, [leaf.id for leaf in leaves])
    measured = result.tables["measures"].with_columns(
        value=pl.col("low").cast(pl.Float64) / pl.col("denominator").cast(pl.Float64)
    )
    values = _wide(measured, "indicator", "value", platforms, list(dict.fromkeys(leaf.source for leaf in leaves)))
    at = {source: number for number, source in enumerate(dict.fromkeys(leaf.source for leaf in leaves))}
    full = np.array([float(leaf.full_mark) or np.nan for leaf in leaves])
    return Marked(
        tuple(platforms),
        leaves,
        np.array([weights[leaf.id] for leaf in leaves]),
        scores / full,
        values[:, [at[leaf.source] for leaf in leaves]],
        np.nan_to_num(missing) > 0,
        ranked["composite"].cast(pl.Float64).to_numpy(),
        ranked["rank"].to_numpy(),
        rules,
    )


def _wide(table: pl.DataFrame, by: str, value: str, platforms: list[str], names: list[str]) -> np.ndarray:
    """A long table as platforms x names, NaN where it has no row or no value."""
    rows = {platform: number for number, platform in enumerate(platforms)}
    columns = {name: number for number, name in enumerate(names)}
    found = np.full((len(rows), len(columns)), np.nan)
    kept = table.filter(pl.col(PLATFORM).is_in(platforms) & pl.col(by).is_in(names)).drop_nulls(value)
    at = [
        kept[PLATFORM].replace_strict(rows, return_dtype=pl.Int64),
        kept[by].replace_strict(columns, return_dtype=pl.Int64),
    ]
    found[at[0].to_numpy(), at[1].to_numpy()] = kept[value].cast(pl.Float64).to_numpy()
    return found


def _weights(rules: Rules) -> dict[str, float]:
    """The part of each node in the whole: of a sum by full marks, else by weights, equal where none are stated."""
    found = {rules.index.id: 1.0}
    groups = {node.id: node for node, _ in rules.index.walk() if not isinstance(node, Leaf)}
    for node, parent in rules.index.walk():
        if parent is None:
            continue
        group = groups[parent]
        parts = {one.id: one.exact_full_mark if group.combine == "sum" else one.weight for one in group.nodes}
        whole = sum(parts.values())
        found[node.id] = found[parent] * (float(parts[node.id] / whole) if whole else 1 / len(parts))
    return found
