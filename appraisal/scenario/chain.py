"""A scenario and those it extends: what each key says in the end, and the patches to the rules on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place, Refused
from appraisal.scenario.locate import find_parent
from appraisal.schema import check, read
from appraisal.texts import text

if TYPE_CHECKING:
    from pathlib import Path

_MAX_PARENTS = 8


@dataclass(frozen=True)
class Stated:
    """A key of a scenario, or of a parent, with the folder its paths are relative to."""

    value: Any
    folder: Path


def chain(folder: Path, depth: int = 0) -> tuple[dict[str, Stated], list[Any]]:
    """The scenario's keys over those of its parents, and the patches from the eldest on."""
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
    stated = {
        key: Stated(value, folder) for key, value in document.items() if key not in ("extends", "patch", "format")
    }
    if "extends" not in document:
        return stated, []
    parent, patches = chain(find_parent(folder, document["extends"]), depth + 1)
    return {**parent, **stated}, [*patches, document.get("patch", {})]


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
