"""The results that a result goes back to: the year before it, the round before it, and so on to the first.

Every one is held against the digest that its successor states; where its evidence is at hand it is computed again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal import paths
from appraisal.errors import Finding, Place, Refused
from appraisal.result import MANIFEST, read_result
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

    Paths are those that the scenario stated; they are looked for in ``evidence_dir`` (the scenario's folder), in the
    shipped scenario of that name, and beside the result.
    """
    seen: set[str] = set()
    pending = [(folder, evidence_dir)]
    while pending:
        here, base = pending.pop(0)
        for kind, stated in _stated(read_result(here).documents["scenario"]):
            if stated["content_digest"] in seen:
                continue
            seen.add(stated["content_digest"])
            one = _found(here, base, kind, stated)
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


def _found(successor: Path, base: Path | None, kind: str, stated: Mapping[str, Any]) -> Ancestor:
    path, digest = stated["path"], stated["content_digest"]
    folder = next((one for one in _places(successor, base, path) if (one / MANIFEST).is_file()), None)
    if folder is None:
        return Ancestor(kind, path, digest, None, recomputed=False, findings=())
    try:
        verdict = verify(folder)
        found, recomputed, findings = verdict.content_digest, True, verdict.findings
        if not findings:
            found = read_result(folder).content_digest
    except Refused:
        # Without its evidence a result is still what its files and digests say.
        recomputed = False
        try:
            found, findings = read_result(folder).content_digest, ()
        except Refused as refused:
            found, findings = "", tuple(refused.findings)
    if found != digest and not findings:
        message = text(
            "The digest of {path} is {have}; its successor states {stated}.", path=path, have=found, stated=digest
        )
        fix = text("Bring back the result with the digest that is stated.")
        place = Place(file=f"{successor.name}/scenario.json", pointer=f"$.{kind}")
        findings = (Finding("verify|chain", message, fix, place=place, value=found),)
    return Ancestor(kind, path, digest, folder, recomputed, tuple(findings))


def _places(successor: Path, base: Path | None, path: str) -> Iterator[Path]:
    """Where a result of this path may stand."""
    name = read_result(successor).manifest["scenario"]
    for root in (base, paths.scenarios() / name, successor.parent / name):
        if root is None:
            continue
        try:
            yield previous_folder(root, path, Place())
        except Refused:
            continue
    yield successor.parent / path
    yield paths.scenarios() / path / "expected"
