"""The laws of an indicator that made evidence can show to be broken, in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.testing.laws.bounds import above_hundred, within_promise
from appraisal.testing.laws.direction import keeps_direction, more_is_not_less
from appraisal.testing.laws.empty import empty_as_stated, nothing_of_nothing
from appraisal.testing.laws.independence import other_platforms, row_order, shards
from appraisal.testing.laws.one_value import exact, one_value
from appraisal.testing.laws.repeats import repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject

    Law = Callable[[Subject, Evidence], None]

#: Each raises Broken where the evidence shows that the indicator breaks it.
LAWS: Mapping[str, Law] = {
    "one_value": one_value,
    "exact": exact,
    "other_platforms": other_platforms,
    "shards": shards,
    "row_order": row_order,
    "repeats": repeats,
    "empty": empty_as_stated,
    "empty_share": nothing_of_nothing,
    "direction": keeps_direction,
    "more_is_not_less": more_is_not_less,
    "bounds": within_promise,
    "above_100": above_hundred,
}
