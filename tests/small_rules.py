"""A year of a few platforms with figures x, y and z under rules of the test; each run is held against the oracle."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import appraisal
from tests.oracle import judge
from tests.oracle.compare import difference, said_marks

Json = dict[str, Any]
#: Figures by platform; None is missing. A pair is an interval, of ``w`` alone.
Rows = dict[str, Json]

FIGURES = ("x", "y", "z")
YES: Json = {"of": "platforms.premises", "require": {"const": True}}
#: A curve that gives the value itself.
ITSELF: Json = {"kind": "linear", "at": [[0, 0], [1000, 1000]]}
_NUMBER: Json = {"type": "number", "minimum": -1000000, "maximum": 1000000, "multipleOf": 0.000001}


def at_least(source: str, minimum: float, **more: Any) -> Json:
    """The condition that a number is so much or more."""
    return {"of": source, "require": {"minimum": minimum}, **more}


def leaf(source: str, full_mark: float, curve: Json | None = None, **more: Any) -> Json:
    """A leaf that gives the value itself, as far as its full mark goes, if no other curve is said."""
    line = {"kind": "linear", "at": [[0, 0], [full_mark, full_mark]]}
    return {"from": [source], "full_mark": full_mark, "curve": curve or line, **more}


def added(source: str, **more: Any) -> Json:
    """An adjustment that gives the value itself, also below zero."""
    return {"from": [source], "curve": {**ITSELF, "extend": True}, **more}


def group(full_mark: float, nodes: Json, **more: Any) -> Json:
    """A group of nodes."""
    return {"full_mark": full_mark, "nodes": nodes, **more}


def rules(nodes: Json | None = None, **more: Any) -> Json:
    """Rules that give the value of x up to 100, where the test says nothing else."""
    nodes = nodes or {"a": leaf("x", 100)}
    full = sum(node["full_mark"] for node in nodes.values())
    return {
        "format": 1,
        "id": "small",
        "title": "小办法",
        "authority": {"status": "example"},
        "valid": {"from": 2014, "to": 2014},
        "index": {"combine": "sum", "full_mark": full, "nodes": nodes},
        "rounding": {"leaf": 4, "total": 4, "mode": "half_up"},
        "grades": {"all": {"title": "全部"}},
        "ranking": {"ties": []},
        **more,
    }


def written(root: Path, document: Json, rows: Rows) -> Path:
    """The scenario as a folder. Of a row, keys that are no figures are facts of the register."""
    folder = root / "small"
    facts = ["city", "town", *dict.fromkeys(key for row in rows.values() for key in row if key not in (*FIGURES, "w"))]
    base = {"city": "佛山市", "town": "甲镇"}
    register = [{"platform_id": name, "name": name, **base, **_only(row, facts)} for name, row in rows.items()]
    figures = [{"platform_id": name, **_only(row, FIGURES)} for name, row in rows.items()]
    ranges = [
        {"platform_id": name, "low": row["w"][0], "high": row["w"][1]} for name, row in rows.items() if "w" in row
    ]
    _csv(folder / "evidence" / "platforms.csv", ["platform_id", "name", *facts], register)
    _csv(folder / "evidence" / "figures.csv", ["platform_id", *FIGURES], figures)
    _csv(folder / "evidence" / "ranges.csv", ["platform_id", "low", "high"], ranges)
    _csv(folder / "evidence" / "counts.csv", ["platform_id", "w"], [])
    for name in FIGURES:
        _indicator(folder, name, table="figures", numerator=f"SUM({name})")
    _indicator(
        folder, "w", table="counts", numerator="SUM(w)", otherwise={"table": "ranges", "low": "low", "high": "high"}
    )
    for table, columns in (("figures", FIGURES), ("ranges", ("low", "high")), ("counts", ("w",))):
        _json(folder / "plugins" / "x" / "tables" / f"{table}.schema.json", _table(table, columns))
    _json(folder / "rules.json", document)
    stated: Json = {"format": 1, "id": "small", "title": "小考核", "year": 2014, "rules": "rules.json"}
    tables = ("platforms", "figures", "ranges", "counts")
    stated["evidence"] = {name: {"path": f"evidence/{name}.csv"} for name in tables}
    stated["plugins"] = {name: {} for name in (*FIGURES, "w")}
    _json(folder / "scenario.json", stated)
    return folder


def appraised(root: Path, document: Json, rows: Rows) -> appraisal.Result:
    """The result, after the oracle has found the same."""
    folder = written(root, document, rows)
    result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    out = root / result.content_digest[:12]
    appraisal.write_result(result, out)
    assert difference(judge(folder, [folder / "plugins"], said=said_marks(out)), out) == []
    return result


def refused(root: Path, document: Json, rows: Rows) -> set[str]:
    """The codes of the findings that refuse the run."""
    try:
        appraisal.appraise(appraisal.load_scenario(str(written(root, document, rows))))
    except appraisal.Refused as refusal:
        return {finding.code for finding in refusal.findings}
    return set()


def marks(result: appraisal.Result, node: str) -> dict[str, Decimal | None]:
    """The mark of a node by platform."""
    rows = result.tables["scores"].select("platform_id", "node", "mark").iter_rows()
    return {platform: mark for platform, name, mark in rows if name == node}


def composites(result: appraisal.Result) -> dict[str, Decimal]:
    """The published composite by platform."""
    return dict(result.tables["ranking"].select("platform_id", "composite").iter_rows())


def grades(result: appraisal.Result) -> dict[str, str | None]:
    """The grade by platform."""
    return dict(result.tables["ranking"].sort("platform_id").select("platform_id", "grade").iter_rows())


def outcomes(result: appraisal.Result, gate: str) -> dict[str, str]:
    """The outcome of a gate by platform."""
    rows = result.tables["gates"].select("platform_id", "gate", "outcome").iter_rows()
    return {platform: outcome for platform, name, outcome in rows if name == gate}


def said(result: appraisal.Result, code: str) -> list[str]:
    """The platforms of which a finding speaks."""
    rows = result.tables["findings"].select("code", "platform_id").iter_rows()
    return [platform for found, platform in rows if found == code]


def _only(row: Json, keys: Any) -> Json:
    return {key: row[key] for key in keys if key in row}


def _csv(path: Path, columns: list[str], rows: list[Json]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _json(path: Path, document: Json) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def _table(name: str, columns: Any) -> Json:
    key = {"columns": ["platform_id"], "table": "platforms", "key": ["platform_id"]}
    text = {"type": "string", "title": "编号", "x-en": "Id", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "x-format": 1,
        "x-table": name,
        "title": name,
        "x-en": name,
        "type": "object",
        "x-key": ["platform_id"],
        "x-references": [key],
        "properties": {"platform_id": text, **{one: {**_NUMBER, "title": one, "x-en": one} for one in columns}},
        "required": ["platform_id"],
        "additionalProperties": False,
    }


def _indicator(folder: Path, name: str, **keys: Any) -> None:
    document = {"format": 1, "id": name, "version": "1.0.0", "title": name, "x-en": name, "empty": "missing", **keys}
    _json(folder / "plugins" / name / "indicator.json", document)
