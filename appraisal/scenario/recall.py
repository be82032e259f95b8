"""The documents of a result again, with the evidence it was made from: shipped, or from the folder that is named."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from appraisal import paths
from appraisal.errors import Finding, Place, Refused
from appraisal.scenario.chain import chain
from appraisal.scenario.locate import inside, previous_folder
from appraisal.scenario.previous import read_before
from appraisal.scenario.record import kept
from appraisal.scenario.stated_files import EvidenceFile, shipped_evidence, shipped_file
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from appraisal.scenario.documents import Documents
    from appraisal.scenario.previous import Before


def recall(documents: Mapping[str, Any], evidence_dir: Path | None) -> Documents:
    """The documents of a result; raises Refused where its evidence is not to be had, or is other evidence."""
    used = documents["scenario"]
    evidence, findings = _files(used, evidence_dir)
    if findings:
        raise Refused(findings)
    official = {table: evidence.pop(f"official/{table}") for table in ("ranking", "ranks") if "official" in used}
    return kept(documents, evidence, _before(used, evidence_dir), official or None)


def _files(used: Mapping[str, Any], evidence_dir: Path | None) -> tuple[dict[str, EvidenceFile], list[Finding]]:
    evidence, findings, missing = {}, [], []
    official = {f"official/{table}": used["official"][table] for table in ("ranking", "ranks") if "official" in used}
    for table, entry in {**used["evidence"], **official}.items():
        # A round or a variant of a shipped year has the year's evidence, which its digest finds.
        path = _find(used, table, entry["path"], evidence_dir) or shipped_file(table, entry["sha256"])
        place = Place(file="scenario.json", pointer=f"$.evidence.{table}")
        if path is None:
            missing.append(entry["path"])
            continue
        file = EvidenceFile(entry["path"], path.read_bytes())
        if file.sha256 != entry["sha256"]:
            findings.append(
                Finding(
                    "verify|evidence_changed",
                    text(
                        "The evidence file {file} is not the one this result was made from: its sha256 is {have}.",
                        file=entry["path"],
                        have=file.sha256,
                    ),
                    text("Bring back the file with the sha256 {stated}.", stated=entry["sha256"]),
                    place=place,
                )
            )
        evidence[table] = file
    if missing:
        findings.append(
            Finding(
                "verify|evidence_missing",
                text(
                    "{count} evidence files are not here: {files}.",
                    count=len(missing),
                    files=Joined(tuple(missing), ", "),
                ),
                text("Name the scenario's folder, or the folder that holds its evidence, with --evidence."),
                place=Place(file="scenario.json", pointer="$.evidence"),
            )
        )
    return evidence, findings


def _find(used: Mapping[str, Any], table: str, relative: str, evidence_dir: Path | None) -> Path | None:
    if evidence_dir is None:
        return shipped_evidence(used["id"], table)
    for name in (relative, relative.rpartition("/")[2]):
        try:
            return inside(evidence_dir, name, Place(file="scenario.json"))
        except Refused:
            continue
    # A round has what the scenario has that it extends; that folder is not always there, or whole.
    with suppress(Refused):
        if (evidence_dir / "scenario.json").is_file() and (one := chain(evidence_dir).evidence.get(table)):
            return inside(one.folder, one.value["path"], Place(file="scenario.json"))
    # A city's folder holds its own tables; those of a shipped province are with the program.
    province = used.get("province", {}).get("scenario", {"id": "", "evidence": {}})
    return shipped_evidence(province["id"], table) if table in province["evidence"] else None


def _before(used: Mapping[str, Any], evidence_dir: Path | None) -> Before | None:
    """The result of the year before: a shipped one by its name, or where it stood in the scenario's folder."""
    stated = used.get("previous", {})
    if "measures_sha256" not in stated:
        return None
    place = Place(file="scenario.json", pointer="$.previous.path")
    try:
        folder = previous_folder(evidence_dir or paths.scenarios() / used["id"], stated["path"], place)
    except Refused:
        message = text("The result of the year before, {path}, is not here.", path=stated["path"])
        fix = text("Name the scenario's folder, in which it stood, with --evidence.")
        raise Refused([Finding("verify|previous_missing", message, fix, place=place, value=stated["path"])]) from None
    return read_before(folder, dict(stated), "scenario.json")
