"""A year borrowed for a trial: its documents with one more plugin and the evidence that this one brings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from appraisal import declarative
from appraisal.errors import Finding, Place, Refused
from appraisal.registry import Found, Plugin, load_one
from appraisal.scenario import Documents, EvidenceFile
from appraisal.schema import link_faults
from appraisal.schema.pointer import listed
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_ENDINGS = (".csv", ".parquet")


@dataclass(frozen=True)
class Borrowed:
    """The documents of a year with a plugin added."""

    documents: Documents
    plugin: Plugin
    #: The tables that were taken from the plugin's own example.
    from_example: tuple[str, ...]
    #: The files of the trial, as messages name them.
    files: frozenset[str]


def borrow(documents: Documents, folder: Path, evidence: Sequence[Path] = ()) -> Borrowed:
    """Add the plugin in ``folder``, and its evidence: files given, else the example of the plugin.

    Raises Refused where the plugin is not sound or brings what the year already has.
    """
    plugin = load_one(Found(folder.resolve().name, folder))
    _refuse_clashes(documents, plugin)
    schemas = {**documents.schemas, **plugin.tables}
    if faults := link_faults(schemas):
        raise Refused(faults)
    given = _files(evidence, schemas, next(made.table for made in plugin.indicators if made.id == plugin.id))
    example = {
        table: path for table in plugin.tables if table not in given and (path := _example(folder, table)) is not None
    }
    shown = {
        **{table: str(path) for table, path in given.items()},
        **{table: _shown(plugin.id, table) for table in example},
    }
    files = {name: EvidenceFile(shown[name], path.read_bytes()) for name, path in sorted({**given, **example}.items())}
    made = {**documents.made, **{one.id: one for one in plugin.indicators}}
    stated = {
        "format": 1,
        "indicators": {name: declarative.document(one) for name, one in sorted(made.items())},
        "tables": {name: dict(schema.raw) for name, schema in sorted(schemas.items())},
    }
    scenario = {
        **documents.scenario,
        "evidence": {
            **documents.scenario["evidence"],
            **{table: {"path": file.name, "sha256": file.sha256} for table, file in files.items()},
        },
        "plugins": {
            **documents.scenario["plugins"],
            plugin.id: {"version": plugin.version, "sha256": plugin.sha256},
        },
    }
    more = replace(
        documents,
        scenario=scenario,
        indicators=stated,
        evidence={**documents.evidence, **files},
        made=made,
        schemas=schemas,
    )
    return Borrowed(more, plugin, tuple(example), frozenset(shown.values()))


def _refuse_clashes(documents: Documents, plugin: Plugin) -> None:
    own = {plugin.id: documents.made.get(plugin.id)}
    taken = [one.id for one in plugin.indicators if one.id in documents.made and one.id not in own]
    taken += [name for name, schema in plugin.tables.items() if documents.schemas.get(name, schema).raw != schema.raw]
    if taken:
        message = text(
            "{label} already has an indicator or a table with the name {names}.",
            label=documents.label,
            names=Joined(tuple(taken), ", "),
        )
        fix = text("Give the indicator another id, or the table of the plugin another name.")
        raise Refused([Finding("plugin|clash", message, fix, place=Place(file=f"plugins/{plugin.id}"))])


def _files(given: Sequence[Path], known: Mapping[str, object], wanted: str) -> dict[str, Path]:
    """The files by the name of their table: each file is named after it."""
    files: dict[str, Path] = {}
    findings: list[Finding] = []
    for path in given:
        inside = sorted(one for one in path.iterdir() if one.suffix in _ENDINGS) if path.is_dir() else [path]
        for one in inside:
            if fault := _file_fault(one, known, files, wanted):
                findings.append(fault)
            else:
                files[one.stem] = one
    if findings:
        raise Refused(findings)
    return files


def _file_fault(path: Path, known: Mapping[str, object], files: Mapping[str, Path], wanted: str) -> Finding | None:
    """Why a file cannot be the one of a table."""
    near = [one for one in get_close_matches(path.stem, known) if one != wanted]
    fix = text("Name the file after its table: {tables}.", tables=listed(f"{one}.csv" for one in (wanted, *near)))
    if not path.is_file():
        message, fix = text("There is no such file."), text("Correct the path.")
    elif path.suffix not in _ENDINGS:
        message, fix = text("The file is neither .csv nor .parquet."), text("In Excel, save it as CSV.")
    elif path.stem not in known:
        message = text("There is no table with the name {table}.", table=path.stem)
    elif path.stem in files:
        message = text(
            "The table {table} is given twice: {first} and {second}.",
            table=path.stem,
            first=files[path.stem],
            second=path,
        )
        fix = text("Name one of them.")
    else:
        return None
    return Finding("trial|evidence", message, fix, place=Place(file=str(path)))


def _shown(plugin: str, table: str) -> str:
    return f"plugins/{plugin}/example/{table}.csv"


def _example(folder: Path, table: str) -> Path | None:
    path = folder / "example" / f"{table}.csv"
    return path if path.is_file() else None
