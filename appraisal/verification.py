"""Verify: is this result the one that its own rules and evidence give? Hashes first, then everything again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal import procedure
from appraisal.errors import Finding, Place, Refused
from appraisal.result import MANIFEST, TABLES, read_changed, read_manifest
from appraisal.scenario import assemble, recall, source_faults
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from pathlib import Path

    from appraisal.result import Result


@dataclass(frozen=True)
class Verdict:
    """What was checked and what was found; no finding means that everything is equal."""

    findings: tuple[Finding, ...]
    files: int
    cells: int
    content_digest: str

    @property
    def is_equal(self) -> bool:
        """Every file and every cell is as the rules and the evidence give it."""
        return not self.findings


def verify(folder: Path, evidence_dir: Path | None = None) -> Verdict:
    """Check every file of a result against its manifest, then recompute it and name the first cell that differs.

    Evidence is taken from ``evidence_dir``, else from the shipped scenario of the same name. Raises
    Refused where the result cannot be read at all, or its evidence is not to be had.
    """
    manifest = read_manifest(folder)
    recorded, findings = read_changed(folder, manifest)
    try:
        recalled = recall(recorded.documents, evidence_dir)
        # What a document does not state is missed here, before anything is computed.
        _ = recalled.inputs
        scenario = assemble(recalled)
    except Refused as refused:
        # Which file was changed comes first: what follows from it may name none.
        raise Refused([*findings, *refused.findings]) from refused
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Refused([*findings, _no_document(folder, error)]) from error
    again = procedure.appraise(scenario)
    findings += table_findings(folder, recorded, again)
    named = {finding.place.file for finding in findings}
    findings += _bytes(folder, recorded.files, again.files, named)
    findings += _manifest_differences(folder, manifest, again.manifest)
    if evidence_dir is not None:
        findings += source_faults(evidence_dir, recorded.documents)
    cells = sum(frame.height * frame.width for frame in again.tables.values())
    return Verdict(tuple(findings), len(manifest["outputs"]), cells, again.content_digest)


def table_findings(folder: Path, recorded: Result, again: Result) -> Iterator[Finding]:
    """The first cell that differs in each table; ``folder`` is where the recorded one stands."""
    for name in TABLES:
        difference = (
            first_difference(name, recorded.tables[name], again.tables[name]) if name in recorded.tables else None
        )
        if difference:
            yield _cell(folder, name, *difference)


def first_difference(name: str, recorded: pl.DataFrame, again: pl.DataFrame) -> tuple[str, str, Any, Any] | None:
    """Row key, column, recorded and recomputed value of the first cell that differs, in the order of the table."""
    table = TABLES[name]
    if recorded.schema != again.schema:
        return "-", ", ".join(recorded.columns), str(recorded.schema), str(again.schema)
    if recorded.height != again.height:
        extra = min(recorded.height, again.height)
        longer = recorded if recorded.height > again.height else again
        return _row_key(name, longer, extra), table.key[0] if table.key else "code", recorded.height, again.height
    for column in table.columns:
        same = recorded[column].cast(pl.String).eq_missing(again[column].cast(pl.String))
        if not same.all():
            row = int((~same).arg_max() or 0)
            return _row_key(name, again, row), column, recorded[column][row], again[column][row]
    return None


def _row_key(name: str, frame: pl.DataFrame, row: int) -> str:
    keys = TABLES[name].key or ("code", "platform_id")
    return ", ".join(str(frame[key][row]) for key in keys)


def _no_document(folder: Path, error: Exception) -> Finding:
    return Finding(
        "result|document",
        text("A document of the result is not what a run writes ({error}).", error=f"{type(error).__name__}: {error}"),
        text("Take the result folder again from where it was kept, or run the scenario again."),
        place=Place(file=f"{folder.name}/scenario.json"),
    )


def _cell(folder: Path, name: str, row: str, column: str, recorded: object, again: object) -> Finding:
    return Finding(
        "verify|cell",
        text(
            "Row {row}, column {column}: recorded {recorded}, recomputed {again}.",
            row=row,
            column=column,
            recorded=recorded,
            again=again,
        ),
        text("This result is not what its rules and evidence give."),
        place=Place(file=f"{folder.name}/{TABLES[name].file}", column=column),
        value=str(recorded),
    )


def _bytes(
    folder: Path, recorded: Mapping[str, bytes], again: Mapping[str, bytes], named: Container[str | None]
) -> Iterator[Finding]:
    """Files whose cells are equal and whose bytes are not, and files that no run writes.

    Parquet is left out: its bytes change with the version of the engine, its cells were compared.
    """
    for name in sorted(again):
        file = f"{folder.name}/{name}"
        same = name.endswith(".parquet") or name == MANIFEST or recorded.get(name) == again[name]
        if not same and file not in named:
            yield Finding(
                "verify|bytes",
                text("The file is not written as a run writes it."),
                text("This result is not what its rules and evidence give."),
                place=Place(file=file),
            )
    for path in sorted(folder.iterdir()):
        if path.name not in again:
            yield Finding(
                "verify|foreign",
                text("This file is no part of a result."),
                text("Remove it from the folder."),
                place=Place(file=f"{folder.name}/{path.name}"),
            )


def _manifest_differences(folder: Path, manifest: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[Finding]:
    for key in ("scenario", "year", "notice", "content_digest", "exact", "awards_state", "inputs"):
        if manifest[key] != again[key]:
            yield Finding(
                "verify|manifest",
                text(
                    "{key} is {recorded} in the manifest, recomputed {again}.",
                    key=key,
                    recorded=manifest[key],
                    again=again[key],
                ),
                text("This result is not what its rules and evidence give."),
                place=Place(file=f"{folder.name}/manifest.json", pointer=f"$.{key}"),
            )
