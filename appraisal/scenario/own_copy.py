"""A year of one's own: the rules of another copied whole to be edited, with evidence still to come in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Refused
from appraisal.scenario.chain import chain
from appraisal.scenario.documents import written_rules
from appraisal.scenario.folder import write_begun
from appraisal.scenario.locate import find_scenario
from appraisal.scenario.new import refuse_name, shipped_result
from appraisal.schema import dumps
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.scenario.chain import Lineage

#: What an import leaves behind.
_LEFT_BEHIND = "__pycache__"


def copied_scenario(source: str, year: int, out: Path | None = None, *, name: str | None = None) -> tuple[Path, Any]:
    """Write a scenario with rules and plugins of its own; its place and its rules, which are those of the source.

    Raises Refused where there is such a folder already, or a local ranking is to be copied.
    """
    folder_of_source = find_scenario(source)
    lineage = chain(folder_of_source)
    if lineage.is_local:
        message = text(
            "{source} is a local ranking, which stands beside a province's and is no year of its own.", source=source
        )
        fix = text("Begin one that extends it: appraisal scenarios new --extends {source}", source=source)
        raise Refused([Finding("scenario|copy_local", message, fix)])
    name = name or (out.name if out else f"province-{year}")
    folder = out or Path(name)
    refuse_name(name, folder_of_source.resolve().name, folder)
    rules = written_rules(source)
    document: dict[str, Any] = {
        "format": 1,
        "id": name,
        "title": f"{year}年度考核",
        "x-en": f"Appraisal {year}",
        "year": year,
        "rules": "rules.json",
        "evidence": {},
        "plugins": {plugin: one.value for plugin, one in lineage.plugins.items()},
    }
    before = shipped_result(folder_of_source) if year == lineage.keys["year"].value + 1 else None
    if before:
        document["previous"] = before
    files = {
        "scenario.json": (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode(),
        "rules.json": dumps(rules).encode(),
        **_own_plugins(lineage),
    }
    write_begun(folder, files, "scenario|unwritable")
    return folder, rules


def _own_plugins(lineage: Lineage) -> dict[str, bytes]:
    """The files of the plugins that stand in the scenarios' own folders; the youngest has the last word."""
    files: dict[str, bytes] = {}
    for plugin in lineage.plugins:
        homes = [folder / "plugins" / plugin for folder in lineage.folders]
        home = next((home for home in homes if home.is_dir()), None)
        for path in sorted(home.rglob("*")) if home else ():
            relative = path.relative_to(home or path).as_posix()
            if path.is_file() and _LEFT_BEHIND not in path.parts:
                files[f"plugins/{plugin}/{relative}"] = path.read_bytes()
    return files
