"""The cells of an annex as a rules document, with every fault at its cell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from appraisal.annex.collector import Collector
from appraisal.annex.layout import (
    ADJUSTMENTS,
    AWARDS,
    BASIC,
    CHECK,
    CHECKS,
    COVERAGE,
    COVERED,
    EXTRA,
    FLAT,
    FORMS,
    ID,
    INDEX,
    LISTED,
    LISTS,
    NODE_FIELDS,
    PARAM,
    PARAMS,
    SOURCE_TITLE,
    TABLES,
    TOTAL,
    depth_of,
)
from appraisal.annex.read_tree import is_root, read_tree
from appraisal.errors import Place, Severity
from appraisal.model.rules import ROOT
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.annex.grammar import Names
    from appraisal.annex.grid import Grid, Row
    from appraisal.errors import Finding

Json = dict[str, Any]
_YEAR = re.compile(r"(\d{4})年?")
#: What each sheet says.
_PLACES = {
    INDEX: "index",
    ADJUSTMENTS: "adjustments",
    **{table.name: table.key for table in TABLES},
    COVERAGE: "coverage",
    PARAMS: "params",
    CHECKS: "checks",
    AWARDS.name: "awards",
}
#: Columns for people alone.
_REMARKS = frozenset({SOURCE_TITLE, "指标名称", "说明", "序号"})


def read_grids(grids: Mapping[str, Grid], names: Names, file: str) -> tuple[Json, list[Finding], Collector]:
    """The rules that the sheets state, as far as they do; what is wrong; and where each key stands."""
    rows = {name: _rows(grid) for name, grid in grids.items() if name not in FORMS}
    collector = Collector(_with_own(names, rows))
    reader = _Reader(grids, rows, collector, file)
    return reader.document(), collector.findings, collector


def _rows(grid: Grid) -> list[Row]:
    known = _known(grid.name)
    header = grid.header(*_KEYS.get(grid.name, (ID,)))
    return [] if header is None else list(grid.table(header, known))


#: By which columns the header of a sheet is known.
_KEYS = {COVERAGE: ("年份", COVERED.title), PARAMS: ("指标", "参数")}


def _known(name: str) -> list[str]:
    fields = {INDEX: NODE_FIELDS, ADJUSTMENTS: NODE_FIELDS, COVERAGE: (COVERED,), PARAMS: (PARAM,), CHECKS: (CHECK,)}
    of_tables = {table.name: table.fields for table in TABLES}
    titles = [field.title for field in fields.get(name, of_tables.get(name, ()))]
    return [*titles, ID, EXTRA, "年份", "指标", "参数", *sorted(_REMARKS)]


def _with_own(names: Names, rows: Mapping[str, Sequence[Row]]) -> Names:
    """The names with those that the annex itself gives."""
    own = {
        table.key: {row.text(ID): row.text("名称") for row in rows.get(table.name, ()) if row.text(ID)}
        for table in TABLES
    }
    nodes = {
        row.text(ID): cell.text
        for sheet in (INDEX, ADJUSTMENTS)
        for row in rows.get(sheet, ())
        for title, cell in row.cells.items()
        if depth_of(title) is not None and row.text(ID) and cell.text != TOTAL
    }
    return replace(names, classes=own["classes"], grades=own["grades"], funds=own["funds"], nodes=nodes)


class _Reader:
    def __init__(
        self, grids: Mapping[str, Grid], rows: Mapping[str, Sequence[Row]], collector: Collector, file: str
    ) -> None:
        self._grids, self._rows, self._collector, self._file = grids, rows, collector, file

    def document(self) -> Json:
        """All parts that have a sheet."""
        for name in self._rows:
            self._look_at_header(name)
        self._collector.places |= {f"$.{key}": Place(self._file, sheet) for sheet, key in _PLACES.items()}
        found: Json = {"format": 1}
        self._index(found)
        nodes = read_tree(self._rows.get(ADJUSTMENTS, ()), self._collector, "$.adjustments")
        if nodes:
            found["adjustments"] = nodes
        for table in TABLES:
            things = {
                name: self._collector.stated(row, table.fields, f"$.{table.key}.{name}")
                for name, row in self._by_id(table.name)
            }
            if things:
                found[table.key] = things
        self._lists(found)
        if AWARDS.name in self._grids:
            row = self._grids[AWARDS.name].form([field.title for field in AWARDS.fields])
            if row.cells:
                found["awards"] = self._collector.stated(row, AWARDS.fields, "$.awards")
        if LISTS.name in self._grids:
            row = self._grids[LISTS.name].form([field.title for field in LISTS.fields])
            self._flat(found, self._collector.stated(row, LISTS.fields, "$"), LISTED)
        if BASIC.name in self._grids:
            found = self._basic(found)
        return found

    def _basic(self, found: Json) -> Json:
        row = self._grids[BASIC.name].form([*(field.title for field in BASIC.fields), EXTRA])
        plain = replace(row, cells={title: cell for title, cell in row.cells.items() if not title.startswith(EXTRA)})
        self._flat(found, self._collector.stated(plain, BASIC.fields, "$"), FLAT)
        return self._collector.with_extra(found, row, "$")

    @staticmethod
    def _flat(found: Json, stated: Json, groups: Sequence[str]) -> None:
        """``authority.status`` goes into authority."""
        for key, value in stated.items():
            group, dot, name = key.partition(".")
            if dot and group in groups:
                found.setdefault(group, {})[name] = value
            else:
                found[key] = value

    def _index(self, found: Json) -> None:
        rows = self._rows.get(INDEX, ())
        roots = [row for row in rows if is_root(row)]
        if INDEX in self._grids and len(roots) != 1:
            self._collector.fault_at(
                "root",
                Place(self._file, INDEX),
                text("There are {count} rows for the whole index; its id is {id}.", count=len(roots), id=ROOT),
                text("Keep the first row as it was exported: it holds the full mark of the whole."),
            )
        nodes = read_tree([row for row in rows if not is_root(row)], self._collector, "$.index.nodes")
        for row in roots[:1]:
            index = self._collector.stated(row, NODE_FIELDS, "$.index")
            found["index"] = {**index, "nodes": nodes} if nodes else index

    def _lists(self, found: Json) -> None:
        for row in self._rows.get(COVERAGE, ()):
            year = _YEAR.fullmatch(row.text("年份"))
            if not year:
                self._collector.fault_at("year", row.place, text("The row has no year."), text("Write it as 2016."))
                continue
            target = self._collector.stated(row, (COVERED,), f"$.coverage.require.{year.group(1)}")
            coverage = found.setdefault("coverage", {"by": "towns", "count": "platforms", "require": {}})
            coverage["require"][year.group(1)] = target
        for row in self._rows.get(PARAMS, ()):
            name, param = row.text("指标"), row.text("参数")
            if not name or not param:
                self._collector.fault_at(
                    "param", row.place, text("The row names no indicator, or no param."), text("Write both ids.")
                )
                continue
            stated = self._collector.stated(row, (PARAM,), f"$.params.{name}.{param}")
            if "value" in stated:
                found.setdefault("params", {}).setdefault(name, {})[param] = stated["value"]
        for name, row in self._by_id(CHECKS):
            stated = self._collector.stated(row, (CHECK,), f"$.checks.{name}")
            if "weight" in stated:
                found.setdefault("checks", {})[name] = stated["weight"]

    def _by_id(self, sheet: str) -> list[tuple[str, Row]]:
        found: dict[str, Row] = {}
        for row in self._rows.get(sheet, ()):
            name = row.text(ID)
            if not name:
                self._collector.fault_at(
                    "id",
                    row.place,
                    text("The row has no id."),
                    text("Write one under {column}: small letters, digits and _, such as service_count.", column=ID),
                )
            elif name in found:
                message = text("The id {id} stands here twice.", id=name)
                self._collector.fault("id", row.cells[ID], message, text("Give each row an id of its own."))
            else:
                found[name] = row
        return list(found.items())

    def _look_at_header(self, name: str) -> None:
        grid, known = self._grids[name], {*_known(name)}
        if grid.header(*_KEYS.get(name, (ID,))) is None:
            self._collector.fault_at(
                "header",
                Place(self._file, name),
                text("The sheet has no header."),
                text("Keep the row with the titles of the columns as it was exported."),
            )
        told = set()
        for row in self._rows[name]:
            for title, cell in row.cells.items():
                if title not in known and depth_of(title) is None and not title.startswith(EXTRA) and title not in told:
                    told.add(title)
                    message = text("The column {column} is none of the annex: it was not read.", column=title)
                    place = replace(cell.place, row=None)
                    self._collector.fault_at("column", place, message, Text(""), Severity.WARNING)
