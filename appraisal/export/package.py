"""``datapackage.json``: what each file is and what its columns say, in the form that data package tools read.

After the Data Package standard 2.0 (https://datapackage.org), written so that readers of version 1 take it too.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal import __version__
from appraisal.result import TABLES
from appraisal.result.described import EMPTY_IN_KEY, TITLES, described
from appraisal.schema import dumps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.texts import Bilingual

PACKAGE = "datapackage.json"
_PROFILES = "https://datapackage.org/profiles/2.0/"
_MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "txt": "text/plain",
}
#: Tables with a row for a platform of this year's register, and for no other.
_OF_THE_REGISTER = ("scores", "measures", "panels", "gates", "ranks", "awards", "shortlist", "payments")
#: Columns that the result does not know, and only an export has: those of removed.csv.
_OWN = {
    "table": ("表，或其他文件", "The table, or another file"),
    "column": ("列，或文件中的位置", "The column, or the place in the file"),
    "done": ("如何处理", "What was done"),
    "reason_zh": ("理由（中文）", "Why, in Chinese"),
    "reason_en": ("理由（英文）", "Why, in English"),
}


def package(
    files: Mapping[str, bytes], frames: Mapping[str, pl.DataFrame], about: Mapping[str, Any], *, title: Bilingual
) -> bytes:
    """The descriptor of these files, the same bytes for the same files; ``frames`` are the tables among them, by name.

    ``about`` says which result it is, by ``scenario`` and whatever else may be known of it.
    """
    by_file = {TABLES[name].file if name in TABLES else f"{name}.csv": name for name in frames}
    # NOTE: only tables have a type: the standard knows no other, and what has none is a file.
    resources = []
    for file, data in sorted(files.items()):
        resource = _resource(file, data)
        if file in by_file:
            name = by_file[file]
            resource |= _table(name, frames[name], set(frames), PurePosixPath(file).suffix == ".csv")
        resources.append(resource)
    stated = {
        "$schema": f"{_PROFILES}datapackage.json",
        "name": "appraisal-" + re.sub(r"[^a-z0-9._-]+", "-", str(about["scenario"]).lower()),
        "title": title.zh,
        "x-en": title.en,
        "resources": resources,
        "x-appraisal": {"version": __version__, **{key: value for key, value in about.items() if value is not None}},
    }
    return dumps(_sorted(stated)).encode()


def _resource(file: str, data: bytes) -> dict[str, Any]:
    path = PurePosixPath(file)
    kind = path.suffix[1:]
    return {
        "name": path.stem.lower(),
        "path": file,
        "format": kind,
        "mediatype": _MEDIA.get(kind, "application/octet-stream"),
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        **({} if kind == "parquet" else {"encoding": "utf-8"}),
    }


def _table(name: str, frame: pl.DataFrame, tables: set[str], is_csv: bool) -> dict[str, Any]:  # noqa: FBT001 - of this file alone
    title = TITLES.get(name)
    return {
        "type": "table",
        **({"title": title.zh, "x-en": title.en} if title else {}),
        # The files begin with a mark for Excel, which tools that read UTF-8 take off.
        **({"dialect": {"delimiter": ",", "lineTerminator": "\n"}} if is_csv else {}),
        "schema": _schema(name, frame, tables),
    }


def _schema(name: str, frame: pl.DataFrame, tables: set[str]) -> dict[str, Any]:
    """The Table Schema of the columns that are there, with the keys whose columns are all there."""
    key = [column for column in (TABLES[name].key if name in TABLES else ()) if column in frame.columns]
    is_whole = bool(key) and len(key) == len(TABLES[name].key)
    may_be_empty = {column for table, column in EMPTY_IN_KEY if table == name}
    must = set(key) - may_be_empty if is_whole else set()
    stated: dict[str, Any] = {"fields": [_field(name, *each, must) for each in frame.schema.items()]}
    if is_whole:
        # NOTE: no cell of a primary key may be empty; unique keys may have empty ones.
        stated |= {"uniqueKeys": [key]} if may_be_empty else {"primaryKey": key}
    if name in _OF_THE_REGISTER and "ranking" in tables and "platform_id" in frame.columns:
        there = {"resource": "ranking", "fields": ["platform_id"]}
        stated["foreignKeys"] = [{"fields": ["platform_id"], "reference": there}]
    if any(dtype == pl.String for dtype in frame.schema.values()):
        stated["missingValues"] = [""]
    return stated


def _field(table: str, column: str, dtype: pl.DataType, must: set[str]) -> dict[str, Any]:
    about = described(table, column)
    if about:
        zh, en, words = about.meaning.zh, about.meaning.en, about.words
    else:
        (zh, en), words = _OWN.get(column, ("", "")), ()
    limits: dict[str, Any] = {"required": True} if column in must else {}
    if words:
        limits["enum"] = list(words)
    return {
        "name": column,
        "type": _type(dtype),
        **({"title": zh, "description": en} if zh else {}),
        **({"constraints": limits} if limits else {}),
    }


def _type(dtype: pl.DataType) -> str:
    if dtype.is_integer():
        return "integer"
    if dtype.is_numeric():
        return "number"
    return {pl.Boolean: "boolean", pl.Date: "date", pl.String: "string"}.get(dtype.base_type(), "any")


def _sorted(value: Any) -> Any:
    """The same with the keys of every object sorted; lists have an order of their own."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list) else value
