"""The files that a scenario states: found, read, and held against the sha256 that was stated."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused
from appraisal.scenario.chain import chain
from appraisal.scenario.locate import inside, shipped_folder, shipped_folders
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from appraisal.scenario.chain import Stated


@dataclass(frozen=True)
class EvidenceFile:
    """The bytes of one table, under the name that messages use."""

    name: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """By which a scenario and a result name the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def evidence_files(stated: Mapping[str, Stated], evidence_dir: Path | None, name: str) -> dict[str, EvidenceFile]:
    """The evidence of the tables that a scenario states, or of the folder that is given instead of its own."""
    findings: list[Finding] = []
    files = {}
    for table, one in sorted(stated.items()):
        place = Place(file=f"{name}/scenario.json", pointer=f"$.evidence.{table}")
        try:
            path = _path(one.folder, one.value["path"], evidence_dir, table, place)
        except Refused as refused:
            findings += refused.findings
            continue
        shown = f"evidence/{path.name}" if evidence_dir else one.value["path"]
        files[table] = _file(path, shown)
        # NOTE: evidence from another folder is meant to differ; its own digest goes into the result.
        if evidence_dir is None:
            findings += _change(files[table], one.value, place)
    if findings:
        raise Refused(findings)
    return files


def official_files(stated: Mapping[str, Stated], name: str) -> dict[str, EvidenceFile] | None:
    """The province's tables that a city was handed, where the scenario states them."""
    if "official" not in stated:
        return None
    one, files, findings = stated["official"], {}, []
    for table in ("ranking", "ranks"):
        place = Place(file=f"{name}/scenario.json", pointer=f"$.official.{table}")
        entry = one.value[table]
        files[table] = _file(inside(one.folder, entry["path"], place), entry["path"])
        findings += _change(files[table], entry, place)
    if findings:
        raise Refused(findings)
    return files


def shipped_evidence(name: str, table: str) -> Path | None:
    """The evidence file of a table of a shipped scenario, or of one it extends; None where there is none."""
    shipped = shipped_folder(name)
    if shipped is None:
        return None
    one = chain(shipped).evidence.get(table)
    try:
        return inside(one.folder, one.value["path"], Place()) if one else None
    except Refused:
        return None


def shipped_file(table: str, sha256: str) -> Path | None:
    """A shipped evidence file of a table with this sha256, whatever scenario it is of; None where there is none."""
    for folder in shipped_folders().values():
        one = chain(folder).evidence.get(table)
        if one is not None and one.value.get("sha256") == sha256:
            return inside(one.folder, one.value["path"], Place())
    return None


def _file(path: Path, shown: str) -> EvidenceFile:
    return EvidenceFile(shown, path.read_bytes())


def _change(file: EvidenceFile, stated: Mapping[str, str], place: Place) -> list[Finding]:
    if file.sha256 == stated.get("sha256", file.sha256):
        return []
    message = text(
        "The file {file} is not the one the scenario names: its sha256 is {have}.", file=file.name, have=file.sha256
    )
    fix = text("Bring back the file that was stated, or state the new sha256 after checking it.")
    return [Finding("evidence|changed", message, fix, place=place, value=file.sha256)]


def _path(folder: Path, relative: str, evidence_dir: Path | None, table: str, place: Place) -> Path:
    if evidence_dir is None:
        return inside(folder, relative, place)
    names = [relative.rpartition("/")[2], f"{table}.parquet", f"{table}.csv"]
    found = [evidence_dir / name for name in dict.fromkeys(names) if (evidence_dir / name).is_file()]
    if len(found) == 1:
        return found[0]
    raise Refused(
        [
            Finding(
                "evidence|not_found" if not found else "evidence|twice",
                text(
                    "{folder} holds {count} files for the table {table}.",
                    folder=evidence_dir,
                    count=len(found),
                    table=table,
                ),
                text("Put exactly one of these there: {names}.", names=Joined(tuple(dict.fromkeys(names)), ", ")),
                place=place,
            )
        ]
    )
