"""Means that leave the rational numbers: geometric, harmonic and power means in Float64, rounded at their node."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from math import ceil
from operator import add, mul
from typing import TYPE_CHECKING

import polars as pl

from appraisal.model.node import UNCHANGED
from appraisal.numbers import Exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.model.node import Group
#: Decimals of a mean that is multiplied by a factor: about as many as a Float64 has.
_FINE = 12


def mean_of_shares(group: Group, marks: Sequence[Exact]) -> Exact:
    """The group's full mark times the mean of its nodes' shares of their full marks; 0 where a share is 0.

    Nodes without a mark are left out with their weight. Missing where no node has one, or where a share is below 0:
    a root or a logarithm of it means nothing.
    """
    # A factor comes after, and then the one rounding that counts.
    decimals = group.precision if group.factor == UNCHANGED else _FINE
    shares = [
        mark.expr.cast(pl.Float64) / float(10**mark.scale * node.exact_full_mark)
        for mark, node in zip(marks, group.nodes, strict=True)
    ]
    below = pl.any_horizontal((share < 0).fill_null(value=False) for share in shares)
    numbers = [float(node.weight) for node in group.nodes]
    mean = _mean(group, [(share, number) for share, number in zip(shares, numbers, strict=True) if number])
    if 0.0 in numbers:
        # Weights from data may be 0: where nothing else has a mark, such nodes count alike.
        mean = mean.fill_null(_mean(group, [(share, 1.0) for share in shares]))
    value = pl.when(~below).then(mean) * float(group.exact_full_mark)
    # A mean of shares lies between them; a share passes 1 only where a factor lifted its mark.
    highest = max(
        ceil(mark.high * 10**decimals / (10**mark.scale * node.exact_full_mark)) + 1
        for mark, node in zip(marks, group.nodes, strict=True)
    )
    reach = int(highest * group.exact_full_mark) + 1
    found = Exact((value * 10.0**decimals + 0.5).floor(), 0, max(reach, 1), decimals)
    return replace(found, expr=found.as_small())


def _mean(group: Group, weighed: Sequence[tuple[pl.Expr, float]]) -> pl.Expr:
    """The mean of the shares that are there; null where none is, 0 where one of 0 leaves nothing else."""
    shares = [share for share, _ in weighed]
    if not shares:
        return pl.lit(None, dtype=pl.Float64)
    weights = [pl.when(share.is_not_null()).then(number).otherwise(0.0) for share, number in weighed]
    total = reduce(add, weights)
    power = {"geometric": 0.0, "harmonic": -1.0}.get(group.combine, float(group.power or 0))
    if power:
        # Of the greatest or the lowest share as a part: a high power of a small share is no number of its own.
        unit = (pl.max_horizontal if power > 0 else pl.min_horizontal)(shares)
        unit = pl.when(unit > 0).then(unit).otherwise(1.0) if group.combine == "power" else pl.lit(1.0)
        terms = [
            ((share / unit).pow(power) * weight).fill_null(0.0) for share, weight in zip(shares, weights, strict=True)
        ]
        mean = (reduce(add, terms) / total).pow(1 / power) * unit
    else:
        factors = [share.pow(weight / total).fill_null(1.0) for share, weight in zip(shares, weights, strict=True)]
        mean = reduce(mul, factors)
    zero = pl.any_horizontal((share == 0).fill_null(value=False) for share in shares) & pl.lit(power <= 0)
    return pl.when(total == 0).then(None).when(zero).then(0.0).otherwise(mean)
