"""The rows of an index read as a tree: the column of its title says how many levels down a node is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from appraisal.annex.grammar.names import titled
from appraisal.annex.layout import ID, NODE_FIELDS, depth_of
from appraisal.model.rules import ROOT
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraisal.annex.collector import Collector
    from appraisal.annex.grid import Row

Json = dict[str, Any]

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")


def read_tree(rows: Sequence[Row], collector: Collector, pointer: str) -> Json:
    """The nodes of a sheet by id; each row goes below the nearest one before it that is a level higher."""
    above: list[tuple[str, Json]] = [(pointer, {})]
    for row, depth in _placed(rows, collector):
        if depth >= len(above):
            collector.fault_at(
                "level",
                row.place,
                text("The row skips a level."),
                text("Write the row of the level above it before it, each with its title in one column."),
            )
            continue
        del above[depth + 1 :]
        parent, nodes = above[depth]
        name = _name(row, collector)
        if name is None or name in nodes:
            if name is not None:
                message = text("The id {id} stands here twice.", id=name)
                collector.fault(
                    "id",
                    row.cells.get(ID) or next(iter(row.cells.values())),
                    message,
                    text("Give each row an id of its own."),
                )
            name = f"_{len(nodes)}"
        place = f"{parent}.{name}"
        node = collector.stated(row, NODE_FIELDS, place, collector.names.units.get(_source(row, collector), ""))
        title = next(cell.text for column, cell in row.cells.items() if depth_of(column) is not None)
        nodes[name] = {"title": title, **node} if title != name else node
        below: Json = {}
        above.append((f"{place}.nodes", below))
        # A node without any row below it is a leaf: it gets no nodes.
        node_below(nodes[name], below)
    return _pruned(above[0][1])


def node_below(node: Json, below: Json) -> None:
    """The rows to come may stand below this one."""
    node["nodes"] = below


def _pruned(nodes: Json) -> Json:
    for node in nodes.values():
        if node["nodes"]:
            _pruned(node["nodes"])
        else:
            del node["nodes"]
    return nodes


def is_root(row: Row) -> bool:
    """The row of the whole index."""
    return row.text(ID) == ROOT


def _placed(rows: Sequence[Row], collector: Collector) -> Iterator[tuple[Row, int]]:
    for row in rows:
        depths = [depth for title in row.cells if (depth := depth_of(title)) is not None]
        if len(depths) == 1:
            yield row, depths[0]
            continue
        message = text("The row has {count} titles.", count=len(depths)) if depths else text("The row has no title.")
        fix = text("Write one row for each item, its title in the column of its level alone.")
        collector.fault_at("level", row.place, message, fix)


def _name(row: Row, collector: Collector) -> str | None:
    """Its id; of a new row that has none the id of its source."""
    stated = row.cells.get(ID)
    if stated is not None:
        if _ID.fullmatch(stated.text):
            return stated.text
        message = text("{id} is no id.", id=stated.text)
        collector.fault("id", stated, message, text("Write small letters, digits and _, such as service_count."))
        return None
    source = _source(row, collector)
    if _ID.fullmatch(source):
        return source
    message = text("The row has no id.")
    fix = text("Write one under {column}: small letters, digits and _, such as service_count.", column=ID)
    collector.fault_at("id", row.place, message, fix)
    return None


def _source(row: Row, collector: Collector) -> str:
    word = row.text("数据来源")
    found = titled(collector.names.sources, word) if word else ()
    return found[0] if len(found) == 1 else word
