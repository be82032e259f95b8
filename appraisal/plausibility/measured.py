"""The doubts about measures: they are raised where platforms were measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.plausibility.jumps import jumps
from appraisal.plausibility.reported import reported_differs
from appraisal.plausibility.verified import verified_differs, verified_for_nobody

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from appraisal.errors import Finding
    from appraisal.evidence import Table
    from appraisal.measure import Compiled, Measures
    from appraisal.model.rules import Rules


def measure_doubts(
    tables: Mapping[str, Table],
    measures: Measures,
    rules: Rules,
    compiled: Sequence[Compiled],
    previous: pl.DataFrame | None,
) -> list[Finding]:
    """Everything doubtful in the measures, weighed as ``checks`` of the rules says.

    ``previous`` are the measures of the result of the year before, where there is one.
    """
    checks, found = rules.checks, []
    if (severity := checks["reported_differs"]) and "reported" in tables:
        found += reported_differs(tables, measures, severity)
    if (severity := checks["measure_jump"]) and previous is not None:
        found += jumps(tables, measures, previous, rules.jump_factor, severity)
    if "verified" in tables:
        found += [*verified_for_nobody(tables["verified"], measures), *verified_differs(tables, measures, compiled)]
    return found
