"""The smallest change of one measure of one platform that would win it an award, or lose it one.

In a tree of sums everything but the platform's own composite stays as it is, so the composite at which its award turns
is known (:mod:`award_line`), and with it the mark that the leaf of a measure would have to give. The curve is inverted
piece by piece in exact fractions, on the grid that the measure has: its denominator stays (so many staff, so many
questionnaires), its numerator moves by the last decimal that anybody's has. A gate that reads the measure is a turn as
well. Every answer is confirmed by the engine with the changed measure; one that it does not confirm is not given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, gcd
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal import curves, procedure, rounds
from appraisal.errors import Refused
from appraisal.explanation.before_curve import chosen
from appraisal.explanation.groups import factor_of
from appraisal.measure import PLATFORM
from appraisal.model.curve import Curve
from appraisal.observed import observe
from appraisal.sensitivity.acceptability_contest import leaves_of
from appraisal.sensitivity.award_line import AwardLine
from appraisal.sensitivity.inverse import Steps, closest, nearest_on, outside, stretch
from appraisal.sensitivity.witness import exact_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraisal.model.node import Leaf
    from appraisal.observed import Observed
    from appraisal.replays import Replayer
    from appraisal.result import Result

_PERCENT = "%"
_SCHEMA = {
    PLATFORM: pl.String,
    "award": pl.String,
    "measure": pl.String,
    "turns": pl.String,
    "becomes": pl.String,
    "value": pl.String,
    "to": pl.String,
    "change": pl.Float64,
    "unit": pl.String,
    "numerator": pl.Decimal(38, 12),
    "to_numerator": pl.Decimal(38, 12),
    "denominator": pl.Decimal(38, 12),
    "by": pl.String,
    "won": pl.String,
    "lost": pl.String,
}


def nearest_changes(replayer: Replayer, platforms: Sequence[str]) -> pl.DataFrame:
    """A row per platform and indicator of the index: the nearest value with which its award would turn.

    ``turns`` is ``won`` or ``lost``, ``becomes`` the award then: one that was given may wait for a decision
    (``open``). ``to`` is empty where no value of the measure alone is enough, or where the
    measure is no single number. ``by`` names the leaf that gives the mark, or the gate. Raises Refused as
    :func:`witness.certificate` does where the awards hang on more than that.
    """
    scenario, result = replayer.scenario, replayer.parent
    line = AwardLine.of(result, exact_case(replayer))
    observed = observe(scenario)
    sources = {
        source: [leaf for leaf, _ in leaves_of(scenario.rules.index) if leaf.source == source]
        for source in dict.fromkeys(leaf.source for leaf, _ in leaves_of(scenario.rules.index))
        if source in observed.measures.by_id
    }
    rows = []
    for platform in platforms:
        asked = _Asked(replayer, observed, line, platform)
        rows += [asked.row(source, leaves) for source, leaves in sources.items()]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


@dataclass(frozen=True)
class _Asked:
    """One platform whose award is to turn."""

    replayer: Replayer
    observed: Observed
    line: AwardLine
    platform: str

    @property
    def result(self) -> Result:
        return self.replayer.parent

    def row(self, source: str, leaves: Sequence[Leaf]) -> dict[str, Any]:
        """The nearest turn by one measure."""
        award = self.result.tables["ranking"].filter(platform_id=self.platform)["award_state"].item()
        row: dict[str, Any] = dict.fromkeys(_SCHEMA)
        turns = "won" if award == "none" else "lost"
        indicator = self.observed.measures.by_id[source].indicator
        row |= {PLATFORM: self.platform, "award": award, "measure": source, "turns": turns, "unit": indicator.unit}
        value = self._value(source)
        if value is None or len(leaves) != 1:
            return row
        row |= {"value": curves.shown(value.at(value.steps))}
        for steps, by in self._candidates(leaves[0], value, loses=turns == "lost"):
            confirmed = self._confirmed(source, steps * value.grid, award)
            if confirmed is None:
                continue
            becomes, changed = confirmed
            measure = self.observed.measures.by_id[source]
            scale = 10**measure.low.scale
            bottom = self._cell(f"{source}.denominator") / Fraction(10**measure.denominator.scale)
            return row | {
                "becomes": becomes,
                "to": curves.shown(value.at(steps)),
                "change": float(value.at(steps) - value.at(value.steps)),
                "numerator": _decimal(Fraction(value.steps * value.grid, scale)),
                "to_numerator": _decimal(Fraction(steps * value.grid, scale)),
                "denominator": _decimal(bottom),
                "by": by,
                "won": " ".join(one[PLATFORM] for one in changed.won),
                "lost": " ".join(one[PLATFORM] for one in changed.lost),
            }
        return row

    def _cell(self, column: str) -> int:
        return int(self.observed.measures.frame.filter(pl.col(PLATFORM) == self.platform)[column].item())

    def _value(self, source: str) -> Steps | None:
        """None where there is no single number."""
        measure = self.observed.measures.by_id[source]
        row = self.observed.measures.frame.filter(pl.col(PLATFORM) == self.platform)
        state, low, high = (row[f"{source}.{end}"].item() for end in ("state", "low", "high"))
        if state != "measured" or low != high:
            return None
        bottom = Fraction(self._cell(f"{source}.denominator"), 10**measure.denominator.scale)
        # People are whole, money has cents, as in the evidence; no step is more than one.
        grid = min(_grid(self.observed.measures.frame[f"{source}.low"]), 10**measure.low.scale)
        step = measure.indicator.scale * grid / (10**measure.low.scale * bottom)
        low //= grid
        is_share = measure.indicator.unit == _PERCENT and low * step <= measure.indicator.scale
        most = floor(measure.indicator.scale / step) if is_share else None
        return Steps(grid, low, step, 0 if measure.low.low >= 0 else None, most)

    def _candidates(self, leaf: Leaf, value: Steps, *, loses: bool) -> list[tuple[int, str]]:
        """Steps of the numerator at which the award may turn and what turns it, the nearest first."""
        found = list(self._by_mark(leaf, value, loses=loses))
        if loses:
            found += self._by_gate(leaf.source, value)
        near = {(steps, by) for steps, by in found if value.is_possible(steps)}
        return sorted(near, key=lambda one: (abs(one[0] - value.steps), one[1]))

    def _by_mark(self, leaf: Leaf, value: Steps, *, loses: bool) -> Iterator[tuple[int, str]]:
        rules = self.replayer.scenario.rules
        rows = self.result.tables["scores"].filter(pl.col(PLATFORM) == self.platform)
        line = rows.filter(node=leaf.id).row(0, named=True)
        curve = chosen(leaf, line["how"])
        if not isinstance(curve, Curve) or leaf.treat or line["mark"] is None:
            return
        times = Fraction(factor_of(leaf, line["how"])) * leaf.scale
        # All that is added up but this leaf, before the total is rounded.
        parts = rows.filter(~pl.col("kind").is_in(["rounding"]) & (pl.col("node") != leaf.id))
        rest = sum((Fraction(one) for one in parts["contribution"].drop_nulls()), Fraction(0))
        own = Fraction(1, 10 ** (rules.leaf_decimals if leaf.decimals is None else leaf.decimals))
        half = Fraction(self.line.unit) / 2
        for target in self.line.turns(self.platform):
            # Half up: so much before rounding is enough; whoever is to have no more has to stay below the next half.
            edge = Fraction(target) + half if loses else Fraction(target) - half
            mark = _whole_below(edge - rest, own) if loses else ceil((edge - rest) / own) * own
            if not loses and leaf.cap is not None and leaf.cap < mark:
                continue
            needed = (mark + own / 2 if loses else mark - own / 2) / times if times else None
            if needed is not None:
                for steps in nearest_on(curve, value, needed, below=loses):
                    yield steps, leaf.id

    def _by_gate(self, source: str, value: Steps) -> Iterator[tuple[int, str]]:
        """The nearest values that gates on this measure do not allow."""
        for gate in self.replayer.scenario.rules.gates:
            one = gate.measured
            if one is None or str(one.of) != source or one.allowed is None:
                continue
            for forbidden in outside(one.allowed):
                yield from ((steps, gate.id) for steps in closest(stretch(forbidden), value))

    def _confirmed(self, source: str, units: int, award: str) -> tuple[str, rounds.Changes] | None:
        """The award by the engine when the numerator is so many units, and whose else changes; None where it stays."""
        measures = self.observed.measures
        here = pl.col(PLATFORM) == self.platform
        names = [f"{source}.low", f"{source}.high"]
        frame = measures.frame.with_columns(
            pl.when(here).then(pl.lit(units)).otherwise(pl.col(name)).cast(measures.frame.schema[name]).alias(name)
            for name in names
        )
        # The engine counts on the bounds that the evidence proved: the new value moves them.
        was = measures.by_id[source]
        low, high = (replace(one, low=min(one.low, units), high=max(one.high, units)) for one in (was.low, was.high))
        by_id = {**measures.by_id, source: replace(was, low=low, high=high)}
        changed = replace(self.observed, measures=replace(measures, frame=frame, by_id=by_id))
        try:
            result = procedure.appraise(self.replayer.scenario, changed)
        except Refused:
            return None
        found = result.tables["ranking"].filter(platform_id=self.platform)["award_state"]
        has = found.item() if len(found) else "none"
        if has == award or (award == "none" and has != "given"):
            return None
        return has, rounds.changes(self.result, result)


def _whole_below(bound: Fraction, unit: Fraction) -> Fraction:
    """The largest multiple of a unit that lies below a bound."""
    return (ceil(bound / unit) - 1) * unit


def _grid(numerators: pl.Series) -> int:
    """The largest power of ten that divides every numerator."""
    common = gcd(*map(int, numerators.drop_nulls()))
    return 10 ** (len(str(common)) - len(str(common).rstrip("0"))) if common else 1


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
