"""A table of evidence as its JSON Schema describes it: columns, key, references and rules."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from appraisal import paths
from appraisal.errors import Finding, Place, Refused
from appraisal.schema import keywords, strict_json
from appraisal.schema.column import Column, ColumnError, column
from appraisal.schema.compiler import compile_table
from appraisal.schema.json_spelling import canonical
from appraisal.schema.pointer import Path as Steps
from appraisal.schema.pointer import listed, pointer, suggestion
from appraisal.schema.wording import bilingual
from appraisal.texts import Bilingual, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from appraisal.schema.check import Check

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_SUFFIX = ".schema.json"


@dataclass(frozen=True)
class Reference:
    """Each row points at one row of another table: ``columns`` here hold the ``key`` there."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class TableSchema:
    """What one row of a table is."""

    name: str
    title: Bilingual
    description: Bilingual
    columns: Mapping[str, Column]
    #: The columns that together name a row: no two rows agree in all of them.
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    #: The JSON Schema itself.
    raw: Mapping[str, Any] = field(repr=False)
    #: Its rules, compiled.
    checks: tuple[Check, ...] = field(repr=False, compare=False)

    @property
    def label(self) -> Bilingual:
        """The table as people know it: its title and its name."""
        return Bilingual(f"{self.title.zh}（{self.name}）", f"{self.title.en} ({self.name})")

    def column_of(self, header: str) -> Column | None:
        """The column that a header names by key, Chinese title or alias."""
        return next((column for column in self.columns.values() if same_name(header) in headers(column)), None)


def table_schema(document: object, file: str, *, try_patterns: bool = True) -> TableSchema:
    """The table that a JSON Schema describes. Raises Refused with everything in it that is not supported."""
    found = keywords.faults(document, file, try_patterns=try_patterns)
    if found or not isinstance(document, dict):
        raise Refused(found or [_finding(file, "malformed", text("A schema stands in braces."), Text(""), ())])
    found += _frame_faults(document, file)
    columns: dict[str, Column] = {}
    for name, schema in document.get("properties", {}).items():
        try:
            columns[name] = column(
                name, schema if isinstance(schema, dict) else {}, required=name in document.get("required", ())
            )
        except ColumnError as error:
            path: Steps = ("properties", name, error.keyword) if error.keyword else ("properties", name)
            found.append(_finding(file, "column", error.message, error.fix, path))
    if found:
        raise Refused(found)
    found += [*_header_faults(columns, file), *_link_faults(document, columns, file)]
    if found:
        raise Refused(found)
    return TableSchema(
        document["x-table"],
        bilingual(document, "title", "x-en", document["x-table"]),
        bilingual(document, "description", "x-description-en"),
        columns,
        tuple(document.get("x-key", ())),
        tuple(_references(document)),
        document,
        compile_table(columns, document, file, is_sound=True),
    )


def is_shipped(table: str) -> bool:
    """A table comes with the program, and is not a plugin's."""
    return (paths.schemas() / "evidence" / f"{table}{_SUFFIX}").is_file()


def shipped_tables() -> dict[str, TableSchema]:
    """The tables that come with the program, by name, in a dictionary of the caller's own."""
    return {table.name: table for table in _shipped(paths.schemas() / "evidence")}


@cache
def _shipped(folder: Path) -> tuple[TableSchema, ...]:
    """Compiled once a process: who compares ten years, or the parent of a scenario with it, needs them ten times."""
    files = sorted(folder.glob("*" + _SUFFIX))
    # Their patterns were tried before they were shipped: a test does.
    return tuple(table_schema(strict_json.read(path, path.name), path.name, try_patterns=False) for path in files)


def link_faults(tables: Mapping[str, TableSchema]) -> list[Finding]:
    """The references among these tables that do not point at the key of a table here, kind by kind."""
    found: list[Finding] = []
    for table in tables.values():
        for place, link in enumerate(table.references):
            target = tables.get(link.table)
            if target is None:
                mend = suggestion(link.table, tables)
                message = text("There is no table {table}.", table=link.table)
            elif set(link.key) != set(target.key) or [table.columns[name].dtype for name in link.columns] != [
                target.columns[name].dtype for name in link.key
            ]:
                mend = text("Its key is {columns}.", columns=listed(target.key))
                message = text("A reference names the key of {table}, in columns of the same kind.", table=target.label)
            else:
                continue
            found.append(_finding(table.name + _SUFFIX, "reference", message, mend, ("x-references", place)))
    return found


def headers(column: Column) -> set[str]:
    """The headers that name a column, in the form of :func:`same_name`."""
    return {same_name(name) for name in (column.name, column.title.zh, *column.aliases)}


def same_name(header: str) -> str:
    """A header without the difference of full and half width and without spaces around it."""
    return unicodedata.normalize("NFKC", header).strip()


def _frame_faults(document: Mapping[str, Any], file: str) -> Iterator[Finding]:
    name = document.get("x-table")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        mend = text("Write small letters a-z, digits and _, beginning with a letter, at most 60.")
        yield _finding(file, "table", text("x-table has to name the table."), mend, ("x-table",))
    wanted = {"x-format": 1, "type": "object", "additionalProperties": False}
    for keyword, value in wanted.items():
        if document.get(keyword) != value:
            message = text("{keyword} of a table is always {value}.", keyword=keyword, value=canonical(value).decode())
            yield _finding(file, "table", message, text("Write it so."), (keyword,))
    if not document.get("properties"):
        yield _finding(
            file, "table", text("A table has at least one column."), text("Add it to properties."), ("properties",)
        )
    for name, schema in document.get("properties", {}).items():
        aliases = schema.get("x-aliases", []) if isinstance(schema, dict) else []
        if not _is_names(aliases):
            mend = text("Write a list of names.")
            yield _finding(file, "table", text("This is no list of names."), mend, ("properties", name, "x-aliases"))


def _header_faults(columns: Mapping[str, Column], file: str) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for name, each in columns.items():
        for header in sorted(headers(each)):
            other = owners.setdefault(header, name)
            if other != name:
                message = text(
                    "The header {header} could mean {column} or {other}.", header=header, column=name, other=other
                )
                yield _finding(
                    file, "header", message, text("Give each its own title and aliases."), ("properties", name)
                )


def _link_faults(document: Mapping[str, Any], columns: Mapping[str, Column], file: str) -> Iterator[Finding]:
    yield from _name_faults(document.get("x-key", []), columns, ("x-key",), file)
    links = document.get("x-references", [])
    for place, link in enumerate(links if isinstance(links, list) else [links]):
        at: Steps = ("x-references", place)
        key = link.get("key") if isinstance(link, dict) else None
        if (
            not isinstance(link, dict)
            or link.keys() != {"columns", "table", "key"}
            or not isinstance(link["table"], str)
        ):
            mend = text("Write columns, table and key.")
            yield _finding(file, "table", text("This is no reference to a table."), mend, at)
        elif (
            not isinstance(key, list)
            or not _is_names(key)
            or not key
            or not isinstance(link["columns"], list)
            or len(key) != len(link["columns"])
        ):
            mend = text("Name as many columns there as here.")
            yield _finding(file, "table", text("The key does not fit the columns."), mend, (*at, "key"))
        else:
            yield from _name_faults(link["columns"], columns, (*at, "columns"), file)


def _name_faults(names: object, columns: Mapping[str, Column], at: Steps, file: str) -> Iterator[Finding]:
    if not isinstance(names, list) or not _is_names(names) or len(set(names)) < len(names):
        yield _finding(file, "table", text("This is no list of names."), text("Write a list of names."), at)
        return
    for place, name in enumerate(names):
        if name not in columns:
            mend = suggestion(name, columns)
            yield _finding(file, "unknown_column", text("There is no column {name}.", name=name), mend, (*at, place))


def _is_names(names: object) -> bool:
    return isinstance(names, list) and all(isinstance(name, str) for name in names)


def _references(document: Mapping[str, Any]) -> Iterable[Reference]:
    links = document.get("x-references", [])
    return (Reference(tuple(link["columns"]), link["table"], tuple(link["key"])) for link in links)


def _finding(file: str, code: str, message: Text, fix: Text, path: Steps) -> Finding:
    return Finding(f"schema|{code}", message, fix, place=Place(file, pointer=pointer(path)))
