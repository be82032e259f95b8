"""What is taken: ids of shipped plugins and of the index, names of shipped tables. Said before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal import paths
from appraisal.authoring.names import valid_name
from appraisal.authoring.sample import YEAR
from appraisal.errors import Finding, Refused
from appraisal.formula import MEASURES, PREVIOUS
from appraisal.registry import available
from appraisal.scenario import stated_rules
from appraisal.schema import shipped_tables
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appraisal.authoring.wish import Wish


def refuse_taken(name: str) -> None:
    """Raise Refused where a shipped plugin has the name, or a node of the index of the usual year of trials."""
    fix = text("Choose another name.")
    if name in {folder.name for folder in available([paths.plugins()])}:
        message = text("{name} is a shipped plugin already.", name=name)
        raise Refused([Finding("plugin|name_taken", message, fix, value=name)])
    if name in set(_nodes(stated_rules(str(YEAR))["index"])):
        message = text(
            "{name} is already a node of the index of {year}; it could be given no marks.", name=name, year=YEAR
        )
        raise Refused([Finding("plugin|name_taken", message, fix, value=name)])


def refuse_table(wish: Wish, parent: Path) -> None:
    """Raise Refused where the wish brings a table that there is, or reads one that there is not."""
    table, shipped = valid_name(wish.table), shipped_tables()
    if wish.columns is not None and table in shipped:
        message = text("The table {table} is a shipped one; a plugin cannot bring it again.", table=table)
        fix = text("Name the plugin's own table otherwise with --table, or leave out --column to read the shipped one.")
        raise Refused([Finding("plugin|table_taken", message, fix, value=table)])
    if wish.columns is None and not is_there(table, parent):
        readable = sorted(name for name, schema in shipped.items() if "platform_id" in schema.columns)
        message = text("There is no table {table}.", table=table)
        fix = text(
            "Name one of {tables}, or bring it with the plugin: say its columns with --column.",
            tables=Joined(tuple(readable), ", "),
        )
        raise Refused([Finding("plugin|table_unknown", message, fix, value=table)])


def is_there(table: str, parent: Path) -> bool:
    """The table is shipped, is made of measures, or is brought by a plugin beside the new one."""
    brought = (folder / "tables" / f"{table}.schema.json" for folder in available([parent]))
    return table in shipped_tables() or table in (MEASURES, PREVIOUS) or any(path.is_file() for path in brought)


def _nodes(index: dict[str, Any]) -> Iterator[str]:
    for name, node in index.get("nodes", {}).items():
        yield name
        yield from _nodes(node)
