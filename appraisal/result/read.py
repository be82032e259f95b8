"""Reading a result folder, on any machine, years later."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.errors import Finding, Place, Refused
from appraisal.result.encode import as_written
from appraisal.result.result import Result, manifest_digest
from appraisal.result.tables import COMPOSITE, DOCUMENTS, MANIFEST, TABLES
from appraisal.schema import check, loads
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: A damaged file may make the engine panic, and a panic is no Exception.
_UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


@dataclass(frozen=True)
class Previous:
    """What a year takes over from the result before it."""

    content_digest: str
    #: Closing balance of each fund in yuan.
    closing: Mapping[str, int]


def read_result(folder: Path) -> Result:
    """The result in a folder; raises Refused where a file is missing, changed or not what it must be."""
    result, faults = read_changed(folder, read_manifest(folder))
    if faults:
        raise Refused(faults)
    return result


def read_changed(folder: Path, manifest: Mapping[str, Any]) -> tuple[Result, list[Finding]]:
    """What can still be read of a result, and which of its files are not as the run wrote them.

    Raises Refused where a file is missing or the documents are no longer documents.
    """
    foreign = sorted(set(manifest["outputs"]) - set(_expected()))
    if foreign:
        message = text("The manifest lists a file that no run writes.")
        raise Refused([_fault(folder, name, name, "result|foreign_file", message) for name in foreign])
    missing = [name for name in _expected() if name not in manifest["outputs"] or not (folder / name).is_file()]
    if missing:
        raise Refused(
            [_fault(folder, name, name, "result|missing_file", text("The file is missing.")) for name in missing]
        )
    files = {name: (folder / name).read_bytes() for name in (*_expected(), MANIFEST)}
    faults = [fault for name, digest in manifest["outputs"].items() if (fault := _changed(folder, name, digest))]
    documents: dict[str, Any] = {name: loads(files[file], f"{folder.name}/{file}") for name, file in DOCUMENTS.items()}
    tables = {}
    for name, table in TABLES.items():
        try:
            tables[name] = read_table(files[table.file], name, documents["rules"]["rounding"]["total"])
        except (*_UNREADABLE, KeyError, TypeError, ValueError) as error:
            faults.append(
                _fault(folder, table.file, str(error), "result|unreadable", text("The file can no longer be read."))
            )
    return Result(tables=tables, documents=documents, manifest=manifest, files=files), faults


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a result folder, checked against its schema."""
    path = folder / MANIFEST
    if not folder.exists():
        message, fix = text("There is no such folder."), text("Correct the path of the result.")
        raise Refused([Finding("result|no_folder", message, fix, place=Place(file=str(folder)))])
    if not path.is_file():
        raise Refused(
            [
                _fault(
                    folder,
                    MANIFEST,
                    MANIFEST,
                    "result|no_manifest",
                    text("This is not a complete result: it has no manifest."),
                )
            ]
        )
    manifest: Any = loads(path.read_bytes(), str(path))
    findings = check(manifest, "manifest", str(path))
    if findings:
        raise Refused(findings)
    if manifest["manifest_digest"] != manifest_digest(manifest):
        message = text("The manifest is not as the run wrote it.")
        raise Refused([_fault(folder, MANIFEST, MANIFEST, "result|changed", message)])
    return manifest


def previous_result(folder: Path, content_digest: str, file: str) -> Previous:
    """The closing balances of the result before; it must be the one whose digest is stated."""
    manifest = read_manifest(folder)
    place = Place(file=file, pointer="$.previous.content_digest")
    if manifest["content_digest"] != content_digest:
        raise Refused(
            [
                Finding(
                    "previous|digest",
                    text(
                        "The previous result has the digest {have}, stated is {stated}.",
                        have=manifest["content_digest"],
                        stated=content_digest,
                    ),
                    text("Name the result that the fund's balance is to be carried from."),
                    place=place,
                )
            ]
        )
    fault = _changed(folder, TABLES["ledger"].file, manifest["outputs"][TABLES["ledger"].file])
    if fault:
        raise Refused([fault])
    lines = csv.DictReader(io.StringIO((folder / TABLES["ledger"].file).read_text(encoding="utf-8-sig")))
    return Previous(content_digest, {line["fund"]: int(line["balance_yuan"]) for line in lines})


def _expected() -> list[str]:
    return [*(table.file for table in TABLES.values()), *DOCUMENTS.values()]


def read_table(data: bytes, name: str, decimals: int) -> pl.DataFrame:
    """A table of a result from its file; ``decimals`` are those of a composite."""
    columns = TABLES[name].columns
    if TABLES[name].file.endswith(".parquet"):
        return pl.read_parquet(io.BytesIO(data))
    # NOTE: an empty cell is null; no cell of a result holds an empty text.
    cells = {column: pl.String if dtype is COMPOSITE else dtype for column, dtype in columns.items()}
    frame = pl.read_csv(io.BytesIO(data), schema=cells)
    return frame.with_columns(
        pl.col(column).cast(pl.Decimal(38, decimals)) if dtype is COMPOSITE else as_written(column)
        for column, dtype in columns.items()
        if dtype is COMPOSITE or dtype == pl.String
    )


def _changed(folder: Path, name: str, digest: str) -> Finding | None:
    path = folder / name
    if "/" in name or "\\" in name or not path.is_file():
        return _fault(folder, name, name, "result|missing_file", text("The file is missing."))
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        return _fault(
            folder,
            name,
            name,
            "result|changed",
            text("The file is not as the run wrote it: its sha256 differs from the manifest."),
        )
    return None


def _fault(folder: Path, file: str, value: str, code: str, message: Any) -> Finding:
    fix = text("Take the result folder again from where it was kept, or run the scenario again.")
    return Finding(code, message, fix, place=Place(file=f"{folder.name}/{file}"), value=value)
