"""A gate for the chosen platform: what was found and whether it passes, as the engine would say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from appraisal.forms.lists import NO, YES
from appraisal.forms.self_check.measure import measured
from appraisal.forms.self_check.value import LARGEST, UntranslatableError, Value, compared, joined, literal
from appraisal.forms.validation import is_code
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraisal.forms.form import Form
    from appraisal.forms.self_check.calculation import Calculation
    from appraisal.forms.self_check.measure import Measured
    from appraisal.model.condition import Require
    from appraisal.model.rules import Gate

_BOUNDS = {"minimum": ">=", "exclusiveMinimum": ">", "maximum": "<=", "exclusiveMaximum": "<"}
PASS, FAIL, OPEN = text("pass"), text("fail"), text("evidence incomplete")
FAULTY, PROVINCE = text("cells to correct"), text("decided by the province")
#: More rows than these are too slow to work out in a sheet.
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class GateCheck:
    """Two expressions over the calculation: what to show, and the outcome."""

    shown: str
    outcome: str


class GateChecks:
    """The gates of one form, in the words of one language."""

    def __init__(self, form: Form, calculation: Calculation, said: Callable[[object], str]) -> None:
        """Nothing is worked out yet."""
        self._form, self._calculation, self._said = form, calculation, said

    def check(self, gate: Gate) -> GateCheck | None:
        """The expressions of a gate; None where only the province can decide it."""
        one = gate.single
        if one is None:
            return None
        try:
            return self._of_fact(one) if one.of.is_fact else self._of_measure(one)
        except UntranslatableError:
            return None

    def _word(self, value: object) -> str:
        return literal(self._said(value)).text

    def _missing(self, one: Require) -> str:
        return self._word(FAIL if one.missing == "fail" else OPEN)

    def _of_fact(self, required: Require) -> GateCheck:
        register = self._form.tables[0].columns
        if required.of.name not in register:
            raise UntranslatableError
        found = self._calculation.fact(required.of.name)
        holds = joined("AND", [_satisfied(found, word, wanted) for word, wanted in sorted(required.require.items())])
        outcome = f"IF({holds},{self._word(PASS)},{self._word(FAIL)})"
        column = register[required.of.name]
        if column.enum:
            known = joined("OR", [compared("=", found, literal(choice)) for choice in column.enum])
            outcome = f"IF({known},{outcome},{self._word(FAULTY)})"
        elif found.kind != "text":
            # A number or a truth that is no such thing is text here.
            outcome = f"IF(ISTEXT({found.text}),{self._word(FAULTY)},{outcome})"
        elif is_code(column, self._form.tables[0]):
            # The reader mends the spelling of codes in more ways than a formula can follow.
            raise UntranslatableError
        outcome = f'IF({found.text}="",{self._missing(required)},{outcome})'
        return GateCheck(self._fact_shown(found), outcome)

    def _fact_shown(self, found: Value) -> str:
        shown = found.text
        if found.kind == "boolean":
            shown = f'IF({found.text}=TRUE,"{YES}",IF({found.text}=FALSE,"{NO}",{found.text}))'
        elif found.kind == "date":
            shown = f'TEXT({found.text},"yyyy-mm-dd")'
        elif found.scale:
            shown = f"{found.text}/{10**found.scale}"
        return f'IF({found.text}="",{self._word(text("not filled in"))},{shown})'

    def _of_measure(self, required: Require) -> GateCheck:
        known = self._form.indicators.get(str(required.of))
        if known is None or required.allowed is None:
            raise UntranslatableError
        one, params = known
        places = self._calculation.places
        if any(place.last > _MOST_ROWS for place in places.values()):
            raise UntranslatableError
        found = measured(self._calculation, one, params, self._form.data_year)
        inside, beyond, small = self._compared(found, required)
        outcome = f"IF({inside},{self._word(PASS)},{self._word(FAIL)})"
        if one.indicator.otherwise:
            outcome = f"IF({inside},{self._word(PASS)},IF({beyond},{self._word(FAIL)},{self._word(OPEN)}))"
        outcome = f"IF({small},{outcome},{self._word(PROVINCE)})"
        outcome = f"IF({found.usable},{outcome},{self._missing(required)})"
        return GateCheck(self._measure_shown(found), f"IF({found.faults}>0,{self._word(FAULTY)},{outcome})")

    def _compared(self, found: Measured, required: Require) -> tuple[str, str, str]:
        """Within what is required; wholly beyond it; and small enough to be compared exactly."""
        assert required.allowed is not None
        allowed = required.allowed
        ends = [
            (allowed.low, ">=" if allowed.low_closed else ">", found.high, "<" if allowed.low_closed else "<="),
            (allowed.high, "<=" if allowed.high_closed else "<", found.low, ">" if allowed.high_closed else ">="),
        ]
        inside, beyond, sizes = [], [], []
        for bound, sign, far_end, opposite in ends:
            if bound is not None:
                both = [self._sides(found, value, bound) for value in (found.low, found.high)]
                inside += [f"({left}{sign}{right})" for left, right in both]
                left, right = self._sides(found, far_end, bound)
                beyond.append(f"({left}{opposite}{right})")
                sizes += [f"ABS({side})" for pair in both for side in pair]
        if not inside:
            return "TRUE", "FALSE", "TRUE"
        return joined("AND", inside), joined("OR", beyond), f"MAX({','.join(dict.fromkeys(sizes))})<{LARGEST}"

    def _sides(self, found: Measured, value: Value, bound: Decimal) -> tuple[str, str]:
        """The two integers of a cross-multiplication: 100 × 12 and 60 × 19."""
        wanted, indicator = literal(Decimal(bound)), found.indicator
        left, right = found.denominator.scale + wanted.scale, value.scale
        left, right = left - min(left, right), right - min(left, right)
        top = f"{indicator.scale * 10**left}*{value.text}"
        bottom = f"{wanted.text}*{10**right}*{found.denominator.text}"
        sides = (f"IF({found.usable},{side},0)" for side in (top, bottom))
        one, other = (self._calculation.cell(f"{indicator.id}: comparison", side) for side in sides)
        return one, other

    def _measure_shown(self, found: Measured) -> str:
        indicator, below = found.indicator, found.denominator
        digits = "0." + "0" * indicator.decimals if indicator.decimals else "0"
        unit = self._said(indicator.unit)
        space = "" if unit == "%" or not unit or self._said(text("yes")) == YES else " "

        def number(value: Value) -> str:
            quotient = f"{indicator.scale}*{value.text}/{10**value.scale}/({below.text}/{10**below.scale})"
            return f'TEXT({quotient},"{digits}")'

        def plain(value: Value) -> str:
            return value.text if value.scale == 0 else f"({value.text}/{10**value.scale})"

        one = f"{number(found.low)}&{literal(space + unit).text}"
        both = f'{number(found.low)}&" .. "&{one.replace(found.low.text, found.high.text)}'
        ratio = f'&" ("&{plain(found.low)}&"/"&{plain(below)}&")"'
        ratios = f'&" ("&{plain(found.low)}&" .. "&{plain(found.high)}&"/"&{plain(below)}&")"'
        if indicator.denominator is None:
            ratio = ratios = ""
        shown = f"{one}{ratio}"
        if indicator.otherwise:
            shown = f"IF({found.low.text}={found.high.text},{shown},{both}{ratios})"
        return f"IF({found.usable},{shown},{self._word(text('no value'))})"


def _satisfied(found: Value, word: str, wanted: object) -> str:
    """Whether a fact satisfies one keyword of its requirement."""
    if word == "const":
        return _same(found, wanted)
    if word == "enum" and isinstance(wanted, list | tuple) and wanted:
        return joined("OR", [_same(found, one) for one in wanted])
    if word in _BOUNDS and found.kind == "number" and isinstance(wanted, int | Decimal):
        return compared(_BOUNDS[word], found, literal(wanted))
    raise UntranslatableError


def _same(found: Value, wanted: object) -> str:
    if isinstance(wanted, bool | int | Decimal | str):
        value = literal(wanted)
        if value.kind == found.kind:
            return compared("=", found, value)
    raise UntranslatableError
