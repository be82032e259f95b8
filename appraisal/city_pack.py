"""A city's pack: what the province may hand to one city of a result, and nothing of any other city."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal import paths
from appraisal.errors import Finding, Refused
from appraisal.intake.evidence_files import as_parquet
from appraisal.measure import PLATFORM
from appraisal.result import TABLES, result_file
from appraisal.scenario import assemble, is_scenario_id, recall
from appraisal.scenario.folder import refuse_taken, write_begun
from appraisal.schema import dumps, shipped_tables
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from appraisal.evidence import Table
    from appraisal.model.scope import Scope
    from appraisal.result import Result


@dataclass(frozen=True)
class Pack:
    """What was written: how many platforms, and how many rows of each table."""

    folder: Path
    platforms: int
    rows: Mapping[str, int]


def write_pack(result: Result, scope: Scope, folder: Path, name: str, evidence_dir: Path | None = None) -> Pack:
    """Write the pack of a scope as a scenario folder; raises Refused where it cannot be done without another's data."""
    if "scope" in result.documents["scenario"]:
        message = text("This is a local ranking; a pack is made from the province's result.")
        raise Refused([Finding("pack|local", message, text("Name the result folder of the province."))])
    if not is_scenario_id(name):
        message = text("{id} cannot be the id of the new scenario.", id=name)
        fix = text("Give one with --id, of small letters, digits, - and _.")
        raise Refused([Finding("pack|id", message, fix, value=name)])
    refuse_taken(folder, "pack|exists")
    scenario = assemble(recall(result.documents, evidence_dir))
    tables = visible(scenario.tables, scope)
    files = _files(result, tables, scope, name)
    write_begun(folder, files, "pack|unwritable")
    return Pack(folder, tables["platforms"].frame.height, {key: one.frame.height for key, one in tables.items()})


def visible(tables: Mapping[str, Table], scope: Scope) -> dict[str, Table]:
    """The rows of the scope's platforms, and of other tables only those at which these rows point.

    A table that is about nobody's platform, such as the fund's ledger, is the province's own and stays there.
    """
    register = tables["platforms"].frame.filter(scope.holds)
    ids = register[PLATFORM].to_list()
    if not ids:
        message = text("There is no platform of {name} in the register.", name=scope.name)
        raise Refused([Finding("scope|nobody", message, text("Write the name as the register has it."))])
    kept = {
        key: replace(table, frame=table.frame.filter(pl.col(PLATFORM).is_in(ids)))
        for key, table in tables.items()
        if PLATFORM in table.schema.columns
    }
    found = 0
    while found != (found := sum(table.frame.height for table in kept.values())):
        kept |= _pointed_at(tables, kept)
    _refuse_others(kept, ids, set(tables["platforms"].frame[PLATFORM]) - set(ids))
    return dict(sorted(kept.items()))


def _pointed_at(tables: Mapping[str, Table], kept: Mapping[str, Table]) -> dict[str, Table]:
    """Of each table that is about no platform the rows at which kept rows point."""
    found = {}
    for key, target in tables.items():
        links = [(table, link) for table in kept.values() for link in table.schema.references if link.table == key]
        if PLATFORM in target.schema.columns or not links:
            continue
        named = [
            table.frame.select(pl.col(own).alias(there) for own, there in zip(link.columns, link.key, strict=True))
            for table, link in links
        ]
        on = list(links[0][1].key)
        rows = pl.concat([one.select(on) for one in named]).unique()
        found[key] = replace(target, frame=target.frame.join(rows, on=on, how="semi", nulls_equal=True))
    return found


def _refuse_others(kept: Mapping[str, Table], ids: list[str], others: AbstractSet[str]) -> None:
    """A row of the city's that names a platform outside would carry it into the pack."""
    faults = []
    for table in kept.values():
        linked = {column for link in table.schema.references for column in link.columns}
        for name, dtype in table.frame.schema.items():
            if dtype != pl.String or name in linked:
                continue
            # A cell that is the id of another's platform, in a column that nothing says is one.
            for other in sorted(others & set(table.frame[name].drop_nulls())):
                message = text(
                    "{table} names the platform {platform} of another city, in the column {column}.",
                    table=table.schema.label,
                    platform=other,
                    column=table.schema.columns[name].label,
                )
                fix = text("A pack holds nothing of others; leave the table out of the province's evidence for it.")
                faults.append(Finding("pack|other", message, fix, value=other))
        for link in table.schema.references:
            if link.table != "platforms" or list(link.columns) == [PLATFORM]:
                continue
            column = link.columns[0]
            for other in table.frame.filter(~pl.col(column).is_in(ids))[column].drop_nulls().unique().to_list():
                message = text(
                    "{table} names the platform {platform} of another city.", table=table.schema.label, platform=other
                )
                fix = text("A pack holds nothing of others; leave the table out of the province's evidence for it.")
                faults.append(Finding("pack|other", message, fix, value=other))
    if faults:
        raise Refused(faults)


def _files(result: Result, tables: Mapping[str, Table], scope: Scope, name: str) -> dict[str, bytes]:
    ids = tables["platforms"].frame[PLATFORM].to_list()
    documents = result.documents
    files = {f"evidence/{key}.parquet": as_parquet(table) for key, table in tables.items()}
    for table in ("ranking", "ranks"):
        part = result.tables[table].filter(pl.col(PLATFORM).is_in(ids))
        files[f"official/{TABLES[table].file}"] = result_file(table, part)
    plugins, more = _plugins(documents)
    files |= more
    decisions = [
        one
        for one in documents["scenario"].get("decisions", [])
        if one["subject"]["kind"] != "tie" and one["subject"].get(PLATFORM) in ids
    ]
    used = documents["scenario"]
    stated = {
        "format": 1,
        "id": name,
        "title": f"{used['title'][:60]}：{scope.name}资料",
        "x-en": f"{used.get('x-en', used['title'])[:90]}: pack of {scope.name}",
        "year": used["year"],
        "scope": {scope.by: scope.name},
        "official": {
            "scenario": used["id"],
            "content_digest": result.content_digest,
            **{table: _entry(files, f"official/{TABLES[table].file}") for table in ("ranking", "ranks")},
        },
        "rules": "rules.json",
        "evidence": {key: _entry(files, f"evidence/{key}.parquet") for key in tables},
        "plugins": plugins,
        **({"decisions": "decisions.json"} if decisions else {}),
    }
    if decisions:
        files["decisions.json"] = dumps({"format": 1, "decisions": decisions}).encode()
    return files | {
        "scenario.json": (json.dumps(stated, ensure_ascii=False, indent=2) + "\n").encode(),
        "rules.json": dumps(documents["rules"]).encode(),
        "README.md": _README.format(scope=scope.name, scenario=used["id"], digest=result.content_digest).encode(),
    }


def _entry(files: Mapping[str, bytes], path: str) -> dict[str, str]:
    return {"path": path, "sha256": hashlib.sha256(files[path]).hexdigest()}


def _plugins(documents: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Each indicator as a plugin: a shipped one by its pin, any other as the declaration that the result keeps."""
    made, tables = documents["indicators"]["indicators"], dict(documents["indicators"]["tables"])
    pins, files = {}, {}
    brought = {key: schema for key, schema in tables.items() if key not in shipped_tables()}
    for key in sorted(made):
        if (paths.plugins() / key).is_dir():
            pins[key] = documents["scenario"]["plugins"].get(key, {})
            continue
        pins[key] = {}
        files[f"plugins/{key}/indicator.json"] = dumps(made[key]).encode()
        if schema := brought.pop(made[key]["table"], None):
            files[f"plugins/{key}/tables/{made[key]['table']}.schema.json"] = dumps(schema).encode()
    # A table that formulas only refer to comes along with the first plugin that is written out.
    first = next((key for key in pins if f"plugins/{key}/indicator.json" in files), None)
    for table, schema in brought.items() if first else ():
        files[f"plugins/{first}/tables/{table}.schema.json"] = dumps(schema).encode()
    return pins, files


_README = """\
# {scope}资料包

省级结果 `{scenario}` 中{scope}的部分：本市平台的佐证数据、考核办法、指标，以及省级名次（`official/`，不可改）。
其他地市的数据不在其中。

    appraisal run ./本文件夹           本市平台按省办法计分，名次与省级名次并列
    appraisal scenarios new --extends 本文件夹 --city {scope}    加入本市自己的指标

地方排名不改变省级结果，也不颁奖。省级结果的内容摘要：{digest}

---

The part of the province's result `{scenario}` that concerns {scope}: evidence of its platforms, rules, indicators,
and the ranks that the province gave (`official/`). Nothing of any other city is here.
A local ranking changes no provincial result and awards nothing.
"""
