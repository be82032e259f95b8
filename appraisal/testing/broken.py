"""A law that an indicator breaks: what is wrong, and the smallest evidence that shows it, as a little table."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Severity
from appraisal.measure import PLATFORM
from appraisal.testing.subject import OTHER
from appraisal.texts import Bilingual, Joined, render, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from appraisal.schema import TableSchema
    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject
    from appraisal.texts import Language, Text

#: A table of more rows is no smallest one; the first are shown.
_MOST_ROWS = 12
_WIDE = {"W", "F"}


class Broken(Exception):  # noqa: N818 - reads as what has happened: the law is broken
    """An indicator breaks a law on this evidence."""

    def __init__(
        self, message: Text, fix: Text, evidence: Evidence, code: str, *, severity: Severity = Severity.ERROR
    ) -> None:
        """The law, what is wrong and the mend, and where it shows."""
        self.code, self.message, self.fix, self.evidence, self.severity = code, message, fix, evidence, severity
        super().__init__(code)

    def finding(self, subject: Subject) -> Finding:
        """For people, with the evidence below."""
        return Finding(
            f"law|{self.code}",
            text("{indicator}: {what}", indicator=subject.indicator.title, what=self.message),
            text("{mend}\nFor example:\n{evidence}", mend=self.fix, evidence=shown(subject, self.evidence)),
            self.severity,
            Place(subject.file),
        )


def shown(subject: Subject, evidence: Evidence) -> Joined:
    """The evidence as little tables, with the columns that are read."""
    reads = subject.reads
    parts: list[object] = [_params(subject, evidence)]
    for name in ("platforms", *sorted(set(evidence.frames) - {"platforms"})):
        frame, schema = evidence.frames[name], evidence.schemas[name]
        if name == OTHER or (name not in reads and name != "platforms"):
            continue
        wanted = [key for key in schema.columns if key in reads.get(name, ()) or key in schema.key or key == PLATFORM]
        parts.append(_table(schema, frame.head(_MOST_ROWS).select(wanted)))
        if frame.height > _MOST_ROWS:
            parts.append(text("… {count} rows in all", count=frame.height))
    if evidence.before.height:
        parts.append(Joined((text("the measures of last year"), str(evidence.before.rows())), ": "))
    return Joined(tuple(part for part in parts if part), "\n")


def _params(subject: Subject, evidence: Evidence) -> Text | None:
    one = subject.compiled[evidence.params]
    given = ", ".join(f":{name} = {one.values[name]}" for name in subject.indicator.params)
    return text("With {params}", params=given) if given else None


def _table(schema: TableSchema, frame: pl.DataFrame) -> Bilingual:
    cells = [
        [schema.columns[name].shown(cell) or "-" for name, cell in zip(frame.columns, row, strict=True)]
        for row in frame.iter_rows()
    ]
    return Bilingual(*(_lines(schema, frame.columns, cells, language) for language in ("zh", "en")))


def _lines(schema: TableSchema, columns: Sequence[str], cells: list[list[str]], language: Language) -> str:
    rows = [[render(schema.columns[name].title, language) for name in columns], *cells]
    widths = [max(_width(row[place]) for row in rows) for place in range(len(columns))]
    lines = [
        "    "
        + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([f"  {render(schema.label, language)}", *lines])


def _width(cell: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in cell)
