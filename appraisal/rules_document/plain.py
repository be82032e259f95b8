"""A document as lines of plain text; a Chinese character is two places wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.rules_document.document import Facts, Indented, Sentences
from appraisal.texts import render, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraisal.rules_document.document import Block, RulesDocument, Section, Table
    from appraisal.texts import Language

_GAP = "  "


def as_lines(document: RulesDocument, language: Language) -> Iterator[str]:
    """The document from its title to its last table."""
    yield _line(document.title, language)
    if document.notice:
        yield _line(document.notice, language)
    for number, section in enumerate(document.sections, start=1):
        yield ""
        yield from _section(section, str(number), language)


def _section(section: Section, number: str, language: Language) -> Iterator[str]:
    yield f"{number}. {_line(section.title, language)}"
    for at, block in enumerate(section.blocks):
        if at:
            yield ""
        yield from (f"{_GAP}{line}".rstrip() for line in _block(block, language))
    for at, inner in enumerate(section.sections, start=1):
        yield ""
        yield from _section(inner, f"{number}.{at}", language)


def _block(block: Block, language: Language) -> Iterator[str]:
    if isinstance(block, Facts):
        yield from _columns([(_cell(name, language), _cell(value, language)) for name, value in block.pairs])
    elif isinstance(block, Sentences):
        for number, line in enumerate(block.lines, start=1):
            yield f"({number}) {_line(line, language)}" if block.numbered else _line(line, language)
    else:
        yield from _table(block, language)


def _table(table: Table, language: Language) -> Iterator[str]:
    if table.caption:
        yield _line(table.caption, language)
    rows = [tuple(_cell(cell, language) for cell in row) for row in (table.header, *table.rows)]
    header, *lines = _columns(rows, table.numbers)
    yield header
    yield "-" * max(width(line) for line in (header, *lines))
    yield from lines


def _columns(rows: Sequence[Sequence[str]], numbers: frozenset[int] = frozenset()) -> list[str]:
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(
            _padded(cell, wide, right=at in numbers) for at, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _padded(cell: str, wide: int, *, right: bool) -> str:
    filling = " " * (wide - width(cell))
    return filling + cell if right else cell + filling


def _cell(cell: object, language: Language) -> str:
    if isinstance(cell, Indented):
        return _GAP * cell.depth + _line(cell.words, language)
    return _line(cell, language)


def _line(words: object, language: Language) -> str:
    """On one line, whatever stands in a title."""
    return " ".join(render(words, language).split())
