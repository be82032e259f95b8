"""Names and conditions as readers of the rules know them: titles instead of ids, each number with its unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal.conditions import in_words
from appraisal.history import NAMES as HISTORY
from appraisal.model.condition import COMPOSITE, Source
from appraisal.numbers import Interval
from appraisal.numbers.digits import decimal_text
from appraisal.schema import dumps, is_number
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from fractions import Fraction

    from appraisal.model.condition import Condition, Require
    from appraisal.model.indicator import Indicator
    from appraisal.model.rules import Rules
    from appraisal.schema import TableSchema
    from appraisal.texts import Text

_BOUNDS = frozenset({"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"})
_AND = text(" and ")


@dataclass(frozen=True)
class Words:
    """What the things that one rules file names are called."""

    rules: Rules
    indicators: Mapping[str, Indicator]
    tables: Mapping[str, TableSchema]
    #: Whose evidence counts.
    data_year: int

    def source(self, name: str) -> object:
        """The title of what a leaf, a gate or a tie reads."""
        of = Source.parse(name)
        if of.kind == "indicator" and name in self.indicators:
            return self.indicators[name].title
        if of.is_fact and of.name in self.tables["platforms"].columns:
            return self.tables["platforms"].columns[of.name].title
        if of.kind == "history" and of.name in HISTORY:
            return HISTORY[of.name][0]
        return self._mark(of.name) if of.is_mark else self._panel(name)

    def _mark(self, name: str) -> Text:
        titles = {node.id: node.title for node, _ in self.rules.walk()}
        return text("composite") if name == COMPOSITE else text("the mark of {title}", title=titles.get(name, name))

    def _panel(self, name: str) -> object:
        titles = {key: (panel, criterion) for panel in self.rules.panels.values() for key, criterion in panel.names}
        panel, criterion = titles.get(name, (None, None))
        if panel is None or criterion is None:
            return panel.title if panel else name
        return text("{panel}: {criterion}", panel=panel.title, criterion=criterion.title)

    def unit(self, name: str) -> str:
        """The unit of a source; empty where it has none."""
        of = Source.parse(name)
        if of.kind == "indicator":
            return self.indicators[name].unit if name in self.indicators else ""
        if of.kind == "history" and of.name in HISTORY:
            return HISTORY[of.name][1]
        column = self.tables["platforms"].columns.get(of.name) if of.is_fact else None
        return (column.unit or "") if column else ""

    def condition(self, condition: Condition) -> object:
        """A condition as one phrase."""
        return in_words(condition, self._required)

    def required(self, one: Require) -> object:
        """What one requirement asks, with its unit."""
        asked = _asked(one)
        unit = self.unit(str(one.of))
        return text("{number} {unit}", number=asked, unit=unit) if unit and set(one.require) <= _BOUNDS else asked

    def _required(self, one: Require) -> object:
        words = text("{of} {required}", of=self.source(str(one.of)), required=self.required(one))
        return text("{required} (not met without evidence)", required=words) if one.missing == "fail" else words


def _asked(one: Require) -> object:
    """The requirement on one source: bounds, a value, one of several, or its JSON Schema where nothing simpler is."""
    require = one.require
    if set(require) <= _BOUNDS and all(is_number(bound) for bound in require.values()):
        return span(one.allowed if one.allowed is not None else Interval.from_bounds(require))
    if set(require) == {"const"}:
        return text("is {value}", value=_value(require["const"]))
    listed = require.get("enum")
    if set(require) == {"enum"} and isinstance(listed, list):
        return text("is one of {values}", values=Joined(tuple(_value(one) for one in listed), text(", ")))
    return dumps(require).strip()


def _value(value: Any) -> object:
    if isinstance(value, bool):
        return text("yes") if value else text("no")
    return value if isinstance(value, str) else dumps(value).strip()


def span(over: Interval) -> object:
    """A stretch of the number line in the signs that people write."""
    if over.low is not None and over.low == over.high:
        return f"= {readable(over.low)}"
    low = [] if over.low is None else [f"{'≥' if over.low_closed else '>'} {readable(over.low)}"]
    high = [] if over.high is None else [f"{'≤' if over.high_closed else '<'} {readable(over.high)}"]
    return Joined((*low, *high), _AND) if low or high else text("any value")


def readable(number: Decimal | int) -> str:
    """A number with thousands separators and no digit that says nothing."""
    digits = f"{number:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def percent(share: Fraction | Decimal) -> str:
    """A share with two decimals at most."""
    return decimal_text(share * 100, 2).rstrip("0").rstrip(".") + "%"


def article(clause: str | None) -> object:
    """The clause behind a title; nothing where none is stated."""
    return text(" (Article {clause})", clause=clause) if clause else ""
