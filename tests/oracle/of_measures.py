"""Indicators that read other measures of the same platform: this year's, and those of the previous result."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle.formula import Row, of_row
from tests.oracle.parser import parse
from tests.oracle.verdict import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.oracle.evidence import Cells, Value
    from tests.oracle.scenario import Json

THIS_YEAR, BEFORE = "measures", "previous"
FORMULAS = ("where", "numerator", "denominator")
MISSING = Measure("missing")


def reads(definition: Json) -> set[tuple[str, str]]:
    """The measures that an indicator reads: the table, and the indicator."""
    own = definition["table"]
    if own not in (THIS_YEAR, BEFORE):
        return set()
    formulas = [definition[key] for key in FORMULAS if key in definition]
    return {(table or own, name) for formula in formulas for table, name in _columns(parse(formula))}


def _columns(tree: Any) -> Iterator[tuple[str | None, str]]:
    """Every column below a part of a formula."""
    if isinstance(tree, tuple) and tree[:1] == ("column",):
        yield tree[1], tree[2]
    elif isinstance(tree, tuple | list):
        for part in tree:
            yield from _columns(part)


def measure_of_measures(
    definition: Json,
    params: Mapping[str, Value],
    number: Callable[[str, str], Fraction | None],
    *,
    is_known: bool,
) -> Measure:
    """The measure from the one row that a platform has; ``number`` says what stands there under a table and a name.

    ``is_known`` is whether the previous result knows the platform: only then it has a row of ``previous``.
    """
    own = definition["table"]
    cells: dict[str, Cells] = {THIS_YEAR: {}, BEFORE: {}}
    for table, name in reads(definition):
        cells[table][name] = number(table, name)
    row = Row(own, cells[own], {BEFORE: cells[BEFORE]} if own == THIS_YEAR else {})
    has_row = own == THIS_YEAR or is_known
    if not has_row or ("where" in definition and of_row(definition["where"], row, params) is not True):
        return _measured(Fraction(0), Fraction(1)) if definition.get("empty") == "zero" else MISSING
    top = of_row(definition["numerator"], row, params)
    bottom = of_row(definition.get("denominator", "1"), row, params)
    if top is None or bottom is None or bottom <= 0:
        return MISSING
    return _measured(Fraction(top), Fraction(bottom))


def _measured(numerator: Fraction, denominator: Fraction) -> Measure:
    return Measure("measured", numerator, denominator, numerator, numerator)
