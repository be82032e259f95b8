"""What happens to a value before its curve: outliers drawn in, a logarithm, a rank among the cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True)
class Winsorise:
    """While skewness and kurtosis both pass these numbers, the most extreme values are set to the next ones."""

    skewness: Decimal
    kurtosis: Decimal
    #: No round begins once so many platforms were moved.
    at_most: int


@dataclass(frozen=True)
class Log:
    """The natural logarithm of the value plus a shift."""

    #: None: minus the lowest value of the cohort, plus a hundredth of its range.
    shift: Decimal | None


@dataclass(frozen=True)
class Rank:
    """How many of the cohort have no more, the platform itself among them."""

    as_share: bool


Treatment = Winsorise | Log | Rank


def needs_cohort(one: Treatment) -> bool:
    """It depends on the other platforms."""
    return not (isinstance(one, Log) and one.shift is not None)
