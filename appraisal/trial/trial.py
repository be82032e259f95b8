"""Trying a plugin on a year: who has the data, how it spreads, and what a weight would have changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Refused
from appraisal.model.rules import ROOT
from appraisal.procedure import appraise
from appraisal.scenario import assemble, load_scenario
from appraisal.texts import Bilingual, text
from appraisal.trial.alone import measured_alone
from appraisal.trial.borrowed import borrow
from appraisal.trial.insertion import insert
from appraisal.trial.rows import Rows, nothing_counts, rows_of
from appraisal.trial.spread import Spread, spread
from appraisal.trial.weighed import Weighed, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from pathlib import Path

    from appraisal.model.indicator import Indicator


@dataclass(frozen=True)
class Trial:
    """What the indicator would have done."""

    indicator: Indicator
    scenario: Bilingual
    #: Every platform in operation, with its name, city and the state of its measure.
    platforms: tuple[dict[str, str], ...]
    #: None where it reads measures, not evidence.
    rows: Rows | None
    spread: Spread
    #: The tables that were taken from the plugin's own example.
    from_example: tuple[str, ...]
    #: What is doubtful in the files of the trial, and in what the indicator makes of them.
    findings: tuple[Finding, ...]
    #: None where no weight was asked for.
    weighed: Weighed | None

    @property
    def cities(self) -> list[tuple[str, int, int]]:
        """Each city with the platforms that have the data, and all of its platforms."""
        every = Counter(one["city"] for one in self.platforms)
        have = Counter(one["city"] for one in self.platforms if one["state"] == "measured")
        return sorted(((city, have[city], count) for city, count in every.items()), key=lambda one: (-one[1], one[0]))

    @property
    def missing(self) -> list[dict[str, str]]:
        """The platforms without a value."""
        return [one for one in self.platforms if one["state"] != "measured"]


def try_plugin(
    folder: Path,
    on: str,
    *,
    weight: Decimal | None = None,
    place: str = ROOT,
    evidence: Sequence[Path] = (),
    plugins_dirs: Sequence[Path] = (),
) -> Trial:
    """What the indicator of a plugin would have done in the scenario ``on``; nothing is written.

    Raises Refused where the plugin, the year or the evidence is not sound, or leaves nothing to compare.
    """
    year = load_scenario(on, plugins_dirs=plugins_dirs)
    borrowed = borrow(year.documents, folder, evidence)
    name = borrowed.plugin.id
    indicator = borrowed.documents.made[name]
    measures, alone = measured_alone(borrowed.documents, name)
    before = appraise(year)
    register = {row["platform_id"]: row for row in before.tables["ranking"].to_dicts()}
    rows = [row for row in measures.to_dicts() if row["platform_id"] in register]
    values, used = spread(rows, indicator), rows_of(indicator, alone, register)
    findings = [one for one in alone.findings if one.place.file in borrowed.files] + nothing_counts(
        indicator, used, borrowed.documents.evidence[indicator.table].name if used else ""
    )
    compared = None
    if weight is not None:
        if name in year.rules.indicators:
            message = text("{scenario} already gives marks for {name}.", scenario=year.id, name=name)
            raise Refused([Finding("trial|already", message, text("Try it without --weight."))])
        if faults := _nothing_to_compare(values):
            raise Refused([*faults, *findings])
        insertion = insert(year.documents.rules, indicator, weight, place, values.ends)
        after = appraise(assemble(replace(borrowed.documents, rules=insertion.rules)))
        compared = weighed(insertion, before, after, year.rules.grades)
    return Trial(
        indicator,
        year.title,
        tuple(
            {
                "platform_id": row["platform_id"],
                "name": register[row["platform_id"]]["name"],
                "city": register[row["platform_id"]]["city"],
                "state": row["state"],
            }
            for row in rows
        ),
        used,
        values,
        borrowed.from_example,
        tuple(findings),
        compared,
    )


def _nothing_to_compare(values: Spread) -> list[Finding]:
    """Why no straight line from the lowest to the highest value can be drawn."""
    if not values:
        message = text("No platform has a value, so there is no lowest and no highest one.")
        return [
            Finding("trial|nothing_measured", message, text("Look first, without --weight, at the rows that count."))
        ]
    low, high = values.ends
    if low != high:
        return []
    message = text(
        "All {count} values are {value}: no line leads from the lowest to the highest one.",
        count=len(values.values),
        value=values.printed(values.values[0]),
    )
    fix = text(
        "Look first, without --weight, at the rows that count; where the values are right, write the curve by hand."
    )
    return [Finding("trial|one_value", message, fix)]
