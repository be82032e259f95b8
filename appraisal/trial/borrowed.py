"""A year borrowed for a trial: its documents with one more plugin and the evidence that this one brings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from appraisal import declarative
from appraisal.errors import Finding, Place, Refused
from appraisal.registry import Found, Plugin, load_one
from appraisal.scenario import Documents, EvidenceFile
from appraisal.schema import link_faults
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


def borrow(documents: Documents, folder: Path, evidence: Sequence[Path] = ()) -> Borrowed:
    """Add the plugin in ``folder``, and its evidence: files given, else the example of the plugin.

    Raises Refused where the plugin is not sound or brings what the year already has.
    """
    plugin = load_one(Found(folder.resolve().name, folder))
    _refuse_clashes(documents, plugin)
    schemas = {**documents.schemas, **plugin.tables}
    if faults := link_faults(schemas):
        raise Refused(faults)
    given = _files(evidence, schemas)
    example = {
        table: path for table in plugin.tables if table not in given and (path := _example(folder, table)) is not None
    }
    files = {name: _read(path) for name, path in sorted({**given, **example}.items())}
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
    return Borrowed(more, plugin, tuple(example))


def _refuse_clashes(documents: Documents, plugin: Plugin) -> None:
    own = {plugin.id: documents.made.get(plugin.id)}
    taken = [one.id for one in plugin.indicators if one.id in documents.made and one.id not in own]
    taken += [name for name, schema in plugin.tables.items() if documents.schemas.get(name, schema).raw != schema.raw]
    if taken:
        message = text("{label} already has {names}.", label=documents.label, names=Joined(tuple(taken), ", "))
        place = Place(file=f"plugins/{plugin.id}")
        raise Refused([Finding("plugin|clash", message, text("Give one of them another id."), place=place)])


def _files(given: Sequence[Path], known: Mapping[str, object]) -> dict[str, Path]:
    """The files by the name of their table: each file is named after it."""
    files: dict[str, Path] = {}
    for path in given:
        inside = sorted(one for one in path.iterdir() if one.suffix in _ENDINGS) if path.is_dir() else [path]
        for one in inside:
            if one.stem not in known or one.stem in files or not one.is_file():
                tables = Joined(tuple(sorted(known)), ", ")
                message = text("{file} is not the one file of a table.", file=one)
                fix = text("Name each file after its table, once. Tables: {tables}.", tables=tables)
                raise Refused([Finding("trial|evidence", message, fix)])
            files[one.stem] = one
    return files


def _example(folder: Path, table: str) -> Path | None:
    path = folder / "example" / f"{table}.csv"
    return path if path.is_file() else None


def _read(path: Path) -> EvidenceFile:
    return EvidenceFile(f"evidence/{path.name}", path.read_bytes())
