"""A rules document as the cells of an annex."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.annex.extras import chunks, extra_text, leftover
from appraisal.annex.fields import is_safe
from appraisal.annex.grid import Grid
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
    ID,
    INDEX,
    LISTED,
    LISTS,
    NODE_FIELDS,
    PARAM,
    PARAMS,
    SHEETS,
    SOURCE_TITLE,
    TABLES,
    TOTAL,
    level,
)
from appraisal.annex.read_grids import read_grids
from appraisal.model.rules import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.annex.fields import Field
    from appraisal.annex.grammar import Names

Json = dict[str, Any]
Cells = dict[str, str]
#: Levels that an annex offers at least.
_LEVELS = 3


def grids(document: Mapping[str, Any], names: Names) -> list[Grid]:
    """The sheets; what no cell says stands in the JSON of the first."""
    made = {one.name: one for one in _sheets(document, names)}
    said, findings, _ = read_grids(made, names, "")
    assert not findings, findings
    left = leftover(dict(document), said)
    if left:
        basic = made[BASIC.name]
        made[BASIC.name] = Grid(BASIC.name, [*basic.rows, [EXTRA, *chunks(extra_text(left))]])
    return [made[name] for name in SHEETS]


def _sheets(document: Mapping[str, Any], names: Names) -> Iterator[Grid]:
    yield _form(BASIC.name, BASIC.fields, flattened(document, FLAT), names)
    yield _form(LISTS.name, LISTS.fields, flattened(document, LISTED), names)
    index = document.get("index", {})
    rows = [{**_row(index, NODE_FIELDS, names, ("nodes", "title")), level(0): TOTAL, ID: ROOT}]
    yield _tree(INDEX, [*rows, *_nodes(index.get("nodes", {}), 0, names)])
    yield _tree(ADJUSTMENTS, list(_nodes(document.get("adjustments", {}), 0, names)))
    for table in TABLES:
        things = document.get(table.key, {})
        made = [{ID: name, **_row(one, table.fields, names)} for name, one in things.items()]
        yield _table(table.name, (*(field.title for field in table.fields), ID), made)
    yield _form(AWARDS.name, AWARDS.fields, document.get("awards", {}), names)
    targets = document.get("coverage", {}).get("require", {})
    covered = [{"年份": year, **_row(target, (COVERED,), names)} for year, target in targets.items()]
    yield _table(COVERAGE, ("年份", COVERED.title), covered)
    yield _table(PARAMS, ("指标", "指标名称", "参数", PARAM.title), list(_params(document.get("params", {}), names)))
    checks = [{ID: name, **_row({"weight": one}, (CHECK,), names)} for name, one in document.get("checks", {}).items()]
    yield _table(CHECKS, (ID, CHECK.title), checks)


def flattened(document: Mapping[str, Any], keys: Sequence[str]) -> Json:
    """The rules with ``authority.status`` for what stands in authority."""
    flat = dict(document)
    for key in keys:
        inner = flat.pop(key, {})
        flat |= {f"{key}.{name}": value for name, value in inner.items()}
    return flat


def _nodes(nodes: Mapping[str, Any], depth: int, names: Names) -> Iterator[Cells]:
    for name, node in nodes.items():
        title = node.get("title", name)
        shown = is_safe(title) and bool(title) and (title != name or "title" not in node)
        row = _row(node, NODE_FIELDS, names, ("nodes", "title") if shown else ("nodes",))
        known = names.sources.get(node["from"][0], "") if len(node.get("from", ())) == 1 else ""
        yield {level(depth): title if shown else name, ID: name, **row, SOURCE_TITLE: known}
        yield from _nodes(node.get("nodes", {}), depth + 1, names)


def _row(stated: Mapping[str, Any], fields: Sequence[Field], names: Names, elsewhere: Sequence[str] = ()) -> Cells:
    """The cells of one thing, with the JSON of what they do not say."""
    source = stated.get("from", [""])
    unit = names.units.get(source[0], "") if len(source) == 1 else ""
    cells: Cells = {}
    said = set(elsewhere)
    for field in fields:
        cell = field.cell(stated, names, unit)
        if cell:
            cells[field.title] = cell
            said.update(field.keys)
    extra = {key: value for key, value in stated.items() if key not in said}
    if extra:
        cells |= {f"{EXTRA}{number or ''}": chunk for number, chunk in enumerate(chunks(extra_text(extra)))}
    return cells


def _params(params: Mapping[str, Any], names: Names) -> Iterator[Cells]:
    for name, values in params.items():
        for param, value in values.items():
            row = _row({"value": value}, (PARAM,), names)
            if PARAM.title in row:
                yield {"指标": name, "指标名称": names.sources.get(name, ""), "参数": param, **row}


def _tree(name: str, rows: Sequence[Cells]) -> Grid:
    depth = next((at for at in range(99) if not any(level(at) in row for row in rows)), 0)
    levels = [level(at) for at in range(max(depth, _LEVELS))]
    titles = [field.title for field in NODE_FIELDS]
    place = titles.index("评分标准")
    return _table(name, (*levels, *titles[:place], SOURCE_TITLE, *titles[place:], ID), rows)


def _table(name: str, titles: Sequence[str], rows: Sequence[Cells]) -> Grid:
    extra = sorted({title for row in rows for title in row if title.startswith(EXTRA)} | {EXTRA})
    header = [*titles, *extra]
    return Grid(name, [[name], header, *([row.get(title, "") for title in header] for row in rows)])


def _form(name: str, fields: Sequence[Field], stated: Mapping[str, Any], names: Names) -> Grid:
    cells = [(field.title, field.cell(stated, names)) for field in fields]
    return Grid(name, [[name], *([title, cell or ""] for title, cell in cells)])
