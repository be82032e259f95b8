"""The measures: what each indicator says about each platform (the six steps of "Measures")."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle.formula import Row, of_row, of_rows
from tests.oracle.of_measures import BEFORE, THIS_YEAR, measure_of_measures, reads
from tests.oracle.previous import known_before, read_previous
from tests.oracle.scenario import read_json
from tests.oracle.sources import used_indicators
from tests.oracle.verdict import Measure, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.oracle.evidence import Cells, Evidence, Value
    from tests.oracle.scenario import Json, Scenario

STAGES = ("declared", "city", "site")
MISSING = Measure("missing")


@dataclass
class Indicator:
    """An indicator.json and the values of its params in this year."""

    id: str
    definition: Json
    params: Mapping[str, Value] = field(default_factory=dict)
    #: All indicators by id, and the measures of the previous result: what an indicator on measures reads.
    others: Mapping[str, Indicator] = field(default_factory=dict, repr=False, compare=False)
    before: Mapping[tuple[str, str], Measure] = field(default_factory=dict, repr=False, compare=False)
    #: The platforms of the previous result.
    known: frozenset[str] = frozenset()

    @property
    def scale(self) -> int:
        """The factor of the ratio: 100 for a percentage."""
        return self.definition.get("scale", 1)

    @property
    def higher_is_better(self) -> bool:
        """Whether the greater value is the better one."""
        return self.definition.get("direction", "higher_is_better") == "higher_is_better"

    def ends(self, measure: Measure) -> tuple[Fraction, Fraction]:
        """The least and the greatest value that a measure can have: exact, and the same for all but intervals."""
        if measure.low is None or measure.high is None or measure.denominator is None:
            message = f"{self.id} is not measured"
            raise ValueError(message)
        return self.scale * measure.low / measure.denominator, self.scale * measure.high / measure.denominator


def read_indicators(scenario: Scenario, plugins_dirs: Iterable[Path]) -> dict[str, Indicator]:
    """The indicators that the rules use and those that these read, which the scenario must name."""
    folders = list(plugins_dirs)
    found: dict[str, Indicator] = {}
    before, known = read_previous(scenario.previous), known_before(scenario.previous)
    wanted = sorted(used_indicators(scenario.rules))
    while wanted:
        plugin = wanted.pop(0)
        if plugin in found:
            continue
        files = [folder / plugin / "indicator.json" for folder in folders]
        files = [file for file in files if file.is_file()]
        if plugin not in scenario.plugins or len(files) != 1:
            message = f"indicator {plugin} is not named by the scenario, or not found once"
            raise Refused(message)
        definition = read_json(files[0])
        found[plugin] = Indicator(plugin, definition, _params(scenario, plugin, definition), found, before, known)
        wanted += sorted(name for _, name in reads(definition))
    return found


def _params(scenario: Scenario, plugin: str, definition: Json) -> dict[str, Value]:
    params: dict[str, Any] = {name: param["default"] for name, param in definition.get("params", {}).items()}
    params |= scenario.rules.get("params", {}).get(plugin, {})
    exact = {name: Fraction(value) if isinstance(value, Decimal) else value for name, value in params.items()}
    year = scenario.data_year
    return exact | {"year": year, "year_start": date(year, 1, 1), "year_end": date(year, 12, 31)}


def measure(indicator: Indicator, platform_id: str, evidence: Evidence) -> Measure:
    """One indicator of one platform."""
    found = _from_evidence(indicator, platform_id, evidence)
    if found.state == "not_submitted":
        return found
    return _verified(indicator, platform_id, evidence) or found


def _from_evidence(indicator: Indicator, platform_id: str, evidence: Evidence) -> Measure:
    """Steps 1 to 5."""
    definition = indicator.definition
    if not evidence.has_submitted(platform_id):
        return Measure("not_submitted")
    if definition["table"] in (THIS_YEAR, BEFORE):
        return _from_measures(indicator, platform_id, evidence)
    rows = _rows(definition["table"], platform_id, evidence)
    selected = [row for row in rows if _is_selected(indicator, row)]
    if selected:
        return _over(indicator, selected)
    if not rows and "otherwise" in definition:
        fallback = _rows(definition["otherwise"]["table"], platform_id, evidence)
        if fallback:
            return _bounds(indicator, fallback[0])
    return _number(Fraction(0), Fraction(1)) if definition.get("empty") == "zero" else MISSING


def _from_measures(indicator: Indicator, platform_id: str, evidence: Evidence) -> Measure:
    def number(table: str, name: str) -> Fraction | None:
        other = indicator.others[name]
        found = indicator.before.get((platform_id, name)) if table == BEFORE else measure(other, platform_id, evidence)
        if found is None or found.state != "measured":
            return None
        low, high = other.ends(found)
        # What is only known between two bounds is no number.
        return low if low == high else None

    is_known = platform_id in indicator.known
    return measure_of_measures(indicator.definition, indicator.params, number, is_known=is_known)


def _rows(name: str, platform_id: str, evidence: Evidence) -> list[Row]:
    table = evidence.table(name)
    return [Row(name, cells, evidence.referenced(table, cells)) for cells in table.of_platform(platform_id)]


def _is_selected(indicator: Indicator, row: Row) -> bool:
    """Whether *where* is true; an unknown one does not select."""
    where = indicator.definition.get("where")
    return where is None or of_row(where, row, indicator.params) is True


def _over(indicator: Indicator, rows: list[Row]) -> Measure:
    """Step 3: the ratio over the selected rows."""
    numerator = of_rows(indicator.definition["numerator"], rows, indicator.params)
    denominator = of_rows(indicator.definition.get("denominator", "1"), rows, indicator.params)
    if numerator is None or denominator is None or denominator <= 0:
        return MISSING
    return _number(Fraction(numerator), Fraction(denominator))


def _bounds(indicator: Indicator, row: Row) -> Measure:
    """Step 4: low, high and denominator from the one row of the fallback."""
    otherwise = indicator.definition["otherwise"]
    low = of_row(otherwise["low"], row, indicator.params)
    high = of_row(otherwise["high"], row, indicator.params)
    denominator = of_row(otherwise.get("denominator", "1"), row, indicator.params)
    if low is None or high is None or denominator is None or denominator <= 0 or low > high:
        return MISSING
    if low == high:
        return _number(Fraction(low), Fraction(denominator))
    return Measure("measured", None, Fraction(denominator), Fraction(low), Fraction(high))


def _verified(indicator: Indicator, platform_id: str, evidence: Evidence) -> Measure | None:
    """Step 6: the row of the latest stage replaces what the evidence says."""
    found = evidence.table("verified").where(["platform_id", "indicator"], [platform_id, indicator.id])
    rows: list[Cells] = [row for row in found if row["stage"] != "declared"]
    if not rows:
        return None
    latest = max(rows, key=lambda row: STAGES.index(row["stage"]))
    if latest["denominator"] <= 0:
        return MISSING._replace(stage=latest["stage"])
    number = _number(Fraction(latest["numerator"]), Fraction(latest["denominator"]))
    return number._replace(stage=latest["stage"])


def _number(numerator: Fraction, denominator: Fraction) -> Measure:
    return Measure("measured", numerator, denominator, numerator, numerator)
