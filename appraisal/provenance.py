"""The results that a result goes back to: the year before it, the round before it, and so on to the first.

Every one is held against the digest that its successor states; where its evidence is at hand it is computed again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal import paths
from appraisal.errors import Finding, Place, Refused
from appraisal.result import MANIFEST, read_manifest, read_result
from appraisal.scenario import previous_folder
from appraisal.texts import text
from appraisal.verification import verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Ancestor:
    """One result behind another."""

    #: ``previous`` for the year before, ``round`` for the round before, ``replay`` for the appraisal as it was.
    kind: str
    #: As its successor names it.
    path: str
    content_digest: str
    #: Where it stands; None where it was not found.
    folder: Path | None
    #: Its cells were computed again, not only held against digests.
    recomputed: bool
    findings: tuple[Finding, ...]


def ancestors(folder: Path, evidence_dir: Path | None = None) -> Iterator[Ancestor]:
    """Every result behind the one in a folder, the nearest first.

    One is looked for where the scenario said that it stood (in ``evidence_dir``, the scenario's folder, or among the
    shipped scenarios), then by its digest among the folders beside the first result and in ``evidence_dir``. Raises
    Refused where the first result cannot be read.
    """
    seen: set[str] = set()
    pending = [(folder, evidence_dir)]
    nearby = _Nearby((folder.parent, *([evidence_dir] if evidence_dir else [])), folder.resolve())
    while pending:
        here, base = pending.pop(0)
        successor = read_result(here)
        for kind, stated in _stated(successor.documents["scenario"]):
            if stated["content_digest"] in seen:
                continue
            seen.add(stated["content_digest"])
            root = base or paths.scenarios() / successor.manifest["scenario"]
            found = _where_it_stood(root, stated) or nearby.of(stated["content_digest"])
            one = _checked(here, kind, stated, found)
            yield one
            if one.folder is not None and not one.findings:
                pending.append((one.folder, None))


def _stated(scenario: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if "previous" in scenario:
        yield "previous", scenario["previous"]
    if "parent" in scenario.get("round", {}):
        yield "round", scenario["round"]["parent"]
    if "replay" in scenario:
        parent = scenario["replay"]["parent"]
        yield "replay", {"path": parent["scenario"], "content_digest": parent["content_digest"]}


def _where_it_stood(root: Path, stated: Mapping[str, Any]) -> Path | None:
    try:
        folder = previous_folder(root, stated["path"], Place())
    except Refused:
        return None
    return folder if (folder / MANIFEST).is_file() else None


@dataclass(frozen=True)
class _Nearby:
    """The results in some folders, by their digest: a parent keeps its digest wherever it is carried."""

    roots: tuple[Path, ...]
    #: The first result: a round may end as the one before it did, and is not its own parent.
    first: Path

    def of(self, content_digest: str) -> Path | None:
        for root in self.roots:
            for manifest in sorted(root.glob(f"*/{MANIFEST}")):
                if manifest.parent.resolve() == self.first:
                    continue
                try:
                    if read_manifest(manifest.parent)["content_digest"] == content_digest:
                        return manifest.parent
                except Refused:
                    continue
        return None


def _checked(successor: Path, kind: str, stated: Mapping[str, Any], folder: Path | None) -> Ancestor:
    path, digest = stated["path"], stated["content_digest"]
    if folder is None:
        return Ancestor(kind, path, digest, None, recomputed=False, findings=())
    recomputed, findings = True, ()
    try:
        findings = verify(folder).findings
    except Refused:
        # Without its evidence a result is still what its files and digests say.
        recomputed = False
    try:
        found = read_result(folder).content_digest
    except Refused as refused:
        return Ancestor(kind, path, digest, folder, recomputed=False, findings=findings or tuple(refused.findings))
    if found != digest:
        place = Place(file=f"{successor.name}/scenario.json", pointer=f"$.{kind}")
        message = text(
            "The digest of {path} is {have}; its successor states {stated}.", path=path, have=found, stated=digest
        )
        fix = text("Bring back the result with the digest that is stated.")
        findings = (*findings, Finding("verify|chain", message, fix, place=place, value=found))
    return Ancestor(kind, path, digest, folder, recomputed, findings)
