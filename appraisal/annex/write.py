"""An annex as a file for Excel and WPS: what an official edits in plain cells, what nobody edits in grey."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from appraisal.annex.grids import grids
from appraisal.annex.guide import write_guide
from appraisal.annex.layout import (
    ADJUSTMENTS,
    CHECK,
    CHECKS,
    COVERAGE,
    COVERED,
    EXTRA,
    FORMS,
    ID,
    INDEX,
    NODE_FIELDS,
    PARAM,
    PARAMS,
    SOURCE_TITLE,
    TABLES,
    depth_of,
)
from appraisal.forms.workbook import Book, on_paper, width_of
from appraisal.model.rules import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.annex.fields import Field
    from appraisal.annex.grammar import Names
    from appraisal.annex.grid import Grid
    from appraisal.forms.workbook import Worksheet

_LINE, _MOST_HEIGHT, _TITLE_HEIGHT = 16.5, 400, 26
#: Excel keeps 15 digits of a number.
_DIGITS = 15
_GREY = {"font_color": "#808080", "bg_color": "#F2F2F2"}
_GROUP = {"bold": True, "bg_color": "#EDF3FA"}
_ROOT = {"bold": True, "bg_color": "#D9E1F2"}
_WIDTHS = {SOURCE_TITLE: 18, ID: 16, EXTRA: 18, "年份": 10, "指标": 18, "指标名称": 20, "参数": 18}
_LEVEL_WIDTH, _LABEL_WIDTH, _VALUE_WIDTH = 18, 18, 60
_RARE = frozenset(
    {"权重", "适用范围", "不适用时", "系数", "最高", "最低", "小数位数", "三级指标", "备注", "英文备注", EXTRA}
)
#: So many rows more take a choice from its list.
_SPARE = 200


def write_annex(document: Mapping[str, Any], names: Names) -> bytes:
    """The workbook of rules that satisfy their schema; the same bytes for the same rules."""
    book = Book("zh")
    write_guide(book, document)
    for grid in grids(document, with_own(document, names)):
        sheet = book.sheet(grid.name)
        sheet.set_row(0, _TITLE_HEIGHT)
        if grid.name in FORMS:
            _form(book, sheet, grid)
        else:
            _table(book, sheet, grid)
    return book.content()


def with_own(document: Mapping[str, Any], names: Names) -> Names:
    """The names with those that the rules give themselves."""
    own = {
        key: {name: one.get("title", "") for name, one in document.get(key, {}).items()}
        for key in ("classes", "grades", "funds")
    }
    nodes = dict(_titles(document.get("index", {}).get("nodes", {})))
    nodes |= dict(_titles(document.get("adjustments", {})))
    return replace(names, **own, nodes=nodes)


def _titles(nodes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, node in nodes.items():
        yield name, node.get("title", name)
        yield from _titles(node.get("nodes", {}))


def _fields(name: str) -> dict[str, Field]:
    of = {INDEX: NODE_FIELDS, ADJUSTMENTS: NODE_FIELDS, COVERAGE: (COVERED,), PARAMS: (PARAM,), CHECKS: (CHECK,)}
    of |= {table.name: table.fields for table in TABLES} | {form.name: form.fields for form in FORMS.values()}
    return {field.title: field for field in of[name]}


def _table(book: Book, sheet: Worksheet, grid: Grid) -> None:
    fields, header = _fields(grid.name), grid.rows[1]
    widths = [_width(title, fields) for title in header]
    sheet.write_string(0, 0, grid.name, book.style("title"))
    for at, (title, width) in enumerate(zip(header, widths, strict=True)):
        # What these rules do not use is folded away: a click on + above it shows it.
        folded_away = title in _RARE and not any(row[at] for row in grid.rows[2:])
        sheet.set_column(at, at, width, None, {"level": 1, "hidden": True} if folded_away else {})
        grey = _GREY if _is_grey(title) else {}
        sheet.write_string(1, at, title, book.style("heading", **grey))
        _offer(sheet, fields.get(title), at, len(grid.rows) + _SPARE)
    for row, cells in enumerate(grid.rows[2:], 2):
        look = _look(header, cells)
        for at, (title, cell) in enumerate(zip(header, cells, strict=True)):
            _write(book, sheet, row, at, cell, fields.get(title), {**look, **(_GREY if _is_grey(title) else {})})
        _fit(sheet, row, cells, widths)
    sheet.freeze_panes(2, sum(depth_of(title) is not None for title in header) or 1)
    on_paper(sheet, header=(1, 1))


def _form(book: Book, sheet: Worksheet, grid: Grid) -> None:
    fields = _fields(grid.name)
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _VALUE_WIDTH)
    sheet.write_string(0, 0, grid.name, book.style("title"))
    for row, (title, *cells) in enumerate(grid.rows[1:], 1):
        grey = _GREY if _is_grey(title) else {}
        sheet.write_string(row, 0, title, book.style("heading", align="left", **grey))
        for at, cell in enumerate(cells, 1):
            _write(book, sheet, row, at, cell, fields.get(title), {"align": "left", **grey})
        if title in fields:
            _offer(sheet, fields[title], 1, row, first=row)
        _fit(sheet, row, cells, [_VALUE_WIDTH] * len(cells))
    sheet.freeze_panes(1, 1)
    on_paper(sheet)


def _write(
    book: Book, sheet: Worksheet, row: int, at: int, cell: str, field: Field | None, look: Mapping[str, Any]
) -> None:
    number = _number(cell) if field and field.is_number else None
    if number is not None:
        sheet.write_number(row, at, number, book.style("cell", **{"align": "right", **look}))
    elif cell:
        sheet.write_string(row, at, cell, book.style("cell", num_format="@", **look))
    else:
        sheet.write_blank(row, at, None, book.style("cell", **look))


def _number(cell: str) -> float | int | None:
    """The number that Excel keeps digit by digit; None where it is none, or has too many digits."""
    try:
        number = float(cell)
    except ValueError:
        return None
    if sum(letter.isdigit() for letter in cell) > _DIGITS:
        return None
    return int(cell) if cell.lstrip("-").isdigit() else number


def _offer(sheet: Worksheet, field: Field | None, at: int, last: int, first: int = 2) -> None:
    if field and field.choices:
        sheet.data_validation(
            first, at, last, at, {"validate": "list", "source": list(field.choices), "error_type": "warning"}
        )


def _look(header: Sequence[str], cells: Sequence[str]) -> Mapping[str, Any]:
    """A group stands out, the whole index even more."""
    said = dict(zip(header, cells, strict=True))
    if said.get(ID) == ROOT:
        return _ROOT
    return {} if "评分标准" not in said or said["评分标准"] or said["数据来源"] else _GROUP


def _is_grey(title: str) -> bool:
    return title.startswith(EXTRA) or title in (SOURCE_TITLE, "指标名称")


def _width(title: str, fields: Mapping[str, Field]) -> int:
    if depth_of(title) is not None:
        return _LEVEL_WIDTH
    return fields[title].width if title in fields else _WIDTHS.get(title, _WIDTHS[EXTRA])


def _fit(sheet: Worksheet, row: int, cells: Sequence[str], widths: Sequence[int]) -> None:
    """As high as its longest cell: not every program makes it so when it opens the file."""
    lines = max(
        (
            sum(max(1, -(-width_of(line) // max(1, width - 2))) for line in cell.split("\n"))
            for cell, width in zip(cells, widths, strict=True)
        ),
        default=1,
    )
    sheet.set_row(row, min(_LINE * lines, _MOST_HEIGHT))
