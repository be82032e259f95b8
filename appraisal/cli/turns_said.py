"""What appraisal robustness says of single measures and single rows of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.cli.output import say
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from appraisal.texts import Text

_TURNS = {
    "won": text("{platform} would win with one of: {changes}"),
    "lost": text("{platform} would lose with one of: {changes}"),
}
_HANGS = {
    "won": text("  and without a single row of: {rows}"),
    "lost": text("  or without a single row of: {rows}"),
}
_ONLY_ROWS = {
    "won": text("{platform} would win without a single row of: {rows}"),
    "lost": text("{platform} would lose without a single row of: {rows}"),
}


#: By whether it is a count, and whether the award would be open instead.
_VALUES = {
    (True, False): text("{measure} {to} (has {value})"),
    (True, True): text("{measure} {to} (has {value}; then open)"),
    (False, False): text("{measure} {to} ÷ {of} (has {value} ÷ {of})"),
    (False, True): text("{measure} {to} ÷ {of} (has {value} ÷ {of}; then open)"),
}


def say_turns(near: Sequence[str], nearest: pl.DataFrame, hanging: pl.DataFrame | None) -> None:
    """For each platform near the line: which other value of one measure, or which row less, turns its award.

    ``hanging`` is None where single rows were not asked about.
    """
    say()
    say(text("== What would turn an award =="))
    for platform in near:
        own = nearest.filter(platform_id=platform).drop_nulls("to")
        rows = own.clear() if hanging is None else hanging.filter(platform_id=platform)
        if own.is_empty() and rows.is_empty():
            none = text("{platform}: no other value of one measure, and no row less.", platform=platform)
            say(none if hanging is not None else text("{platform}: no other value of one measure.", platform=platform))
            continue
        turns = (own if own.height else rows)["turns"][0]
        if own.height:
            say(text(_TURNS[turns].msgid, platform=platform, changes=Joined(tuple(_changes(own)), text(", "))))
        if rows.height:
            counts = rows.group_by("table", maintain_order=True).len().iter_rows()
            tables = tuple(text("{table} ({count})", table=table, count=count) for table, count in counts)
            words = (_HANGS if own.height else _ONLY_ROWS)[turns]
            say(text(words.msgid, platform=platform, rows=Joined(tables, text(", "))))


def _changes(own: pl.DataFrame) -> Iterable[Text]:
    for row in own.iter_rows(named=True):
        facts = {"measure": row["measure"], "to": _plain(row["to_numerator"]), "value": _plain(row["numerator"])}
        is_count, is_open = row["denominator"] == 1, row["becomes"] == "open" != row["award"]
        words = _VALUES[is_count, is_open]
        yield text(words.msgid, **facts, **({} if is_count else {"of": _plain(row["denominator"])}))


def _plain(number: object) -> str:
    digits = f"{number}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
