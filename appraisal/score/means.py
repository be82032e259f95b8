"""Means that leave the rational numbers: geometric, harmonic and power means in Float64, rounded at their node."""

from __future__ import annotations

from functools import reduce
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
    weights = [
        pl.when(share.is_not_null()).then(float(node.weight)).otherwise(0.0)
        for share, node in zip(shares, group.nodes, strict=True)
    ]
    total = reduce(add, weights)
    power = {"geometric": 0.0, "harmonic": -1.0}.get(group.combine, float(group.power or 0))
    if power:
        terms = [(share.pow(power) * weight).fill_null(0.0) for share, weight in zip(shares, weights, strict=True)]
        mean = (reduce(add, terms) / total).pow(1 / power)
    else:
        factors = [share.pow(weight / total).fill_null(1.0) for share, weight in zip(shares, weights, strict=True)]
        mean = reduce(mul, factors)
    none, below = total == 0, pl.any_horizontal((share < 0).fill_null(value=False) for share in shares)
    zero = (
        pl.any_horizontal((share == 0).fill_null(value=False) for share in shares)
        if power <= 0
        else pl.lit(value=False)
    )
    value = pl.when(none | below).then(None).when(zero).then(0.0).otherwise(mean) * float(group.exact_full_mark)
    digits = (value * 10.0**decimals + 0.5).floor().cast(pl.Int64)
    # A mean of shares lies between them; a share passes 1 only where a factor lifted its mark.
    highest = max(
        mark.high * 10**decimals // int(10**mark.scale * node.exact_full_mark) + 1
        for mark, node in zip(marks, group.nodes, strict=True)
    )
    reach = int(highest * group.exact_full_mark) + 1
    return Exact(digits, 0, max(reach, 1), decimals)
