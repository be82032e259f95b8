"""Weights that the marks themselves give: by entropy, or by CRITIC; found in Float64 and frozen with 12 decimals."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from appraisal.numbers import decimal_text

if TYPE_CHECKING:
    import polars as pl

    from appraisal.model.node import Group
    from appraisal.score.leaves import NodeMark

_DECIMALS = 12
#: One platform differs from nobody.
_FEWEST = 2


def data_weights(
    frame: pl.DataFrame, group: Group, parts: list[NodeMark], members: pl.Expr
) -> tuple[list[Decimal], int]:
    """The weight of each node, in all 1, from the shares of the cohort's platforms that have a mark of every node.

    Equal weights where nothing tells the platforms apart. Also of how many platforms they were taken.
    """
    marks = {f"{at}": part.mark.expr for at, part in enumerate(parts)}
    rows = frame.filter(members).select(**marks).drop_nulls()
    units = [float(10**part.mark.scale * node.exact_full_mark) for part, node in zip(parts, group.nodes, strict=True)]
    shares = [[mark / unit for mark in rows[name].to_list()] for name, unit in zip(marks, units, strict=True)]
    found = [1.0] * len(shares)
    if rows.height >= _FEWEST:
        found = (_entropy if group.weights_from == "entropy" else _critic)(shares)
    total = math.fsum(found)
    if not total > 0:
        found, total = [1.0] * len(shares), float(len(shares))
    return [Decimal(decimal_text(Decimal(one / total), _DECIMALS)) for one in found], rows.height


def _entropy(shares: list[list[float]]) -> list[float]:
    """1 less the entropy of a node's shares, divided by the greatest entropy there can be."""
    found = []
    for column in shares:
        total = math.fsum(column)
        parts = [share / total for share in column if share > 0] if total > 0 else []
        entropy = -math.fsum(part * math.log(part) for part in parts) / math.log(len(column)) if parts else 1.0
        # NOTE: equal shares come to 1 but for the last bit.
        found.append(0.0 if min(column) == max(column) else max(0.0, 1 - entropy))
    return found


def _critic(shares: list[list[float]]) -> list[float]:
    """The standard deviation of a node's shares times the sum of 1 - r with every other node."""
    apart = [_apart(column) for column in shares]
    squares = [math.fsum(one * one for one in column) for column in apart]
    found = []
    for at, column in enumerate(apart):
        conflict = math.fsum(
            1 - _correlation(column, other, squares[at] * squares[to]) for to, other in enumerate(apart) if to != at
        )
        # A node alone has nothing to contradict.
        conflict = conflict if len(apart) > 1 else 1.0
        found.append(math.sqrt(squares[at] / (len(column) - 1)) * conflict)
    return found


def _apart(column: list[float]) -> list[float]:
    if min(column) == max(column):
        return [0.0] * len(column)
    mean = math.fsum(column) / len(column)
    return [share - mean for share in column]


def _correlation(left: list[float], right: list[float], squares: float) -> float:
    """Pearson's; 0 with a node in which all are equal."""
    if not squares:
        return 0.0
    return math.fsum(a * b for a, b in zip(left, right, strict=True)) / math.sqrt(squares)
