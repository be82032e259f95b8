"""A scenario and those it extends: what each key says in the end, and the patches to the rules on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place, Refused
from appraisal.scenario.local import PROVINCES, additions, local_faults
from appraisal.scenario.locate import find_parent
from appraisal.schema import check, read
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MAX_PARENTS = 8
#: What the chain itself makes use of, and what a table or a plugin is added to one by one.
_NOT_KEPT = frozenset({"format", "extends", "patch", "evidence", "plugins"})


@dataclass(frozen=True)
class Stated:
    """A key of a scenario, or of a parent, with the folder its paths are relative to."""

    value: Any
    folder: Path


@dataclass(frozen=True)
class Lineage:
    """What a scenario and its parents say together."""

    keys: Mapping[str, Stated]
    #: Each table and each plugin as it is stated.
    evidence: Mapping[str, Stated]
    plugins: Mapping[str, Stated]
    #: Tables of its parent's that the evidence it states itself replaces, where both are about the same year.
    left: frozenset[str] = frozenset()
    #: The patches to the rules, from the eldest on.
    patches: tuple[Any, ...] = ()
    #: Of a local ranking: the scenario that it ranks beside.
    province: Path | None = None
    #: Of a local ranking: the tables that are the province's, whatever the city states.
    given: frozenset[str] = frozenset()
    #: Every folder on the way, the youngest first.
    folders: tuple[Path, ...] = ()

    @property
    def label(self) -> str:
        """The folder as messages name it."""
        return self.folders[0].resolve().name

    @property
    def is_local(self) -> bool:
        """The platforms of a scope are ranked, beside the province's ranking."""
        return "scope" in self.keys


def chain(folder: Path, depth: int = 0) -> Lineage:
    """The scenario's keys over those of its parents; raises Refused where one of them is not sound."""
    file = f"{folder.resolve().name}/scenario.json"
    document: Any = read(folder / "scenario.json", file)
    findings = check(document, "scenario", file)
    if not findings and "extends" not in document:
        findings = [
            Finding(
                "scenario|key_missing",
                text("{key} is missing.", key=key),
                text("A scenario without extends needs rules, evidence and plugins."),
                place=Place(file=file, pointer="$"),
            )
            for key in ("rules", "evidence", "plugins")
            if key not in document
        ]
    if not findings and depth > _MAX_PARENTS:
        findings = [
            Finding(
                "scenario|extends",
                text("The scenarios extend each other in a circle, or too deeply."),
                text("Let the chain end at a scenario with its own rules."),
                place=Place(file=file, pointer="$.extends"),
            )
        ]
    if findings:
        raise Refused(findings)
    own = Lineage(
        {key: Stated(value, folder) for key, value in document.items() if key not in _NOT_KEPT and value is not None},
        evidence={name: Stated(one, folder) for name, one in document.get("evidence", {}).items()},
        plugins={name: Stated(one, folder) for name, one in document.get("plugins", {}).items()},
        folders=(folder,),
    )
    if "extends" not in document:
        return own
    parent = chain(find_parent(folder, document["extends"]), depth + 1)
    # NOTE: null takes a key of the parent away: a new year has no decisions and no year before it yet.
    kept = {key: one for key, one in parent.keys.items() if key not in document}
    whole = replace(
        own,
        keys={**kept, **own.keys},
        evidence=own.evidence if "evidence" in document else parent.evidence,
        # NOTE: evidence is another year's or another delivery's; a plugin more takes none of the others away.
        plugins={**parent.plugins, **own.plugins},
        left=_left(own, parent),
        patches=(*parent.patches, document.get("patch", {})),
        folders=(folder, *parent.folders),
        province=parent.province,
    )
    if not whole.is_local:
        return whole
    if faults := local_faults(document, {key: one.value for key, one in parent.keys.items()}, parent.evidence, file):
        raise Refused(faults)
    return replace(
        whole,
        evidence=additions(own.evidence, parent.evidence),
        given=PROVINCES | (parent.given if parent.is_local else frozenset(parent.evidence)),
        plugins=additions(own.plugins, parent.plugins),
        province=parent.province if parent.is_local else parent.folders[0],
    )


def _left(own: Lineage, parent: Lineage) -> frozenset[str]:
    # NOTE: empty evidence is stated on purpose: it is to come in.
    same = own.keys["year"].value == parent.keys["year"].value
    return frozenset(parent.evidence) - frozenset(own.evidence) if own.evidence and same else frozenset()


def merge_patch(target: Any, patch: Any) -> Any:
    """RFC 7396: null removes a key, an object merges, anything else replaces."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged
