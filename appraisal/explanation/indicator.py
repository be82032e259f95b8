"""An indicator in words: what it reads, how it computes, what may be set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.measure import bind
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.measure import Compiled
    from appraisal.model.indicator import Indicator
    from appraisal.schema import TableSchema
    from appraisal.texts import Text

#: Formulas speak of :year; without a scenario it stands for any year.
_ANY_YEAR = 2014


_DIRECTIONS = {"higher_is_better": text("higher is better"), "lower_is_better": text("lower is better")}


def describe_indicator(made: Indicator, tables: Mapping[str, TableSchema], file: str) -> list[tuple[object, object]]:
    """Title and value of everything worth knowing of an indicator; ``file`` is where its formulas stand."""
    one = bind(made, tables, _ANY_YEAR, {}, file)
    lines: list[tuple[object, object]] = [
        (text("Indicator"), f"{made.id} {made.version}"),
        (text("Title"), made.title),
        (text("Description"), made.description),
        (text("Clause"), made.clause or "–"),
        (text("Unit"), made.unit or "–"),
        (text("Table"), one.table_title),
        (text("Rule (year {year} as an example)", year=_ANY_YEAR), Joined(tuple(definition(one)), text("; "))),
        (text("Scale"), text("the ratio times {scale}", scale=made.scale) if made.scale != 1 else ""),
        (text("Decimals in print"), str(made.decimals)),
        (text("Direction"), _DIRECTIONS[made.direction]),
        (text("Without rows"), text("a true zero") if made.empty == "zero" else text("missing")),
    ]
    if made.otherwise:
        lines.append(
            (text("Without a roster"), text("bounds from the table {table}", table=tables[made.otherwise.table].title))
        )
    lines += [
        (text("Param {name}", name=name), text("{title}, default {default}", title=param.title, default=param.default))
        for name, param in made.params.items()
    ]
    return [(title, value) for title, value in lines if str(value)]


def definition(one: Compiled) -> Iterator[object]:
    """Numerator over selected rows, and denominator, in words."""
    if one.is_of_measures:
        facts = {"number": one.numerator.words, "condition": one.where.words if one.where else ""}
        yield text("{number}, where {condition}", **facts) if one.where else one.numerator.words
    else:
        yield text("{number}, {rows}", number=one.numerator.words, rows=_rows(one))
    if one.denominator:
        yield text("divided by {number}", number=one.denominator.words)


def _rows(one: Compiled) -> Text:
    return (
        text("of the rows of {table} for which {condition}", table=one.table_title, condition=one.where.words)
        if one.where
        else text("of all rows of {table}", table=one.table_title)
    )
