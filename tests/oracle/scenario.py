"""A scenario folder as read: the year, the rules after the patches, and where its files lie."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.oracle.verdict import Refused

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


@dataclass
class Scenario:
    """One year: rules, files of evidence, the indicators' files, decisions."""

    year: int
    rules: Json
    evidence: dict[str, Path] = field(default_factory=dict)
    #: Ids of the indicators the scenario names.
    plugins: list[str] = field(default_factory=list)
    decisions: list[Json] = field(default_factory=list)
    #: The folder of the previous result.
    previous: Path | None = None
    #: Of a local ranking: {"city": name} or {"type": name}.
    scope: Json = field(default_factory=dict)

    @property
    def data_year(self) -> int:
        """The year the data are of."""
        return self.year - 1 if self.rules.get("data_year") == "previous" else self.year


def read_json(path: Path) -> Json:
    """A JSON object whose numbers keep their digits."""
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def read_scenario(folder: Path) -> Scenario:
    """The scenario of a folder, laid over the one it extends, with each dated value as it is at the end of the year."""
    scenario = _laid_over(folder)
    scenario.rules = in_force(scenario.rules, f"{scenario.year}-12-31")
    return scenario


def in_force(stated: Any, day: str) -> Any:
    """Of a value with dates the one of the latest date up to a day."""
    if isinstance(stated, list):
        return [in_force(one, day) for one in stated]
    if not isinstance(stated, dict):
        return stated
    if set(stated) == {"since"} and isinstance(stated["since"], dict):
        return stated["since"][max(date for date in stated["since"] if date <= day)]
    return {key: in_force(one, day) for key, one in stated.items()}


def _laid_over(folder: Path) -> Scenario:
    header = read_json(folder / "scenario.json")
    if "extends" in header:
        scenario = _laid_over(folder.parent / header["extends"])
        scenario.year = header["year"]
    else:
        scenario = Scenario(year=header["year"], rules={})
    if "rules" in header:
        scenario.rules = read_json(folder / header["rules"])
    scenario.rules = merge_patch(scenario.rules, header.get("patch", {}))
    scenario.scope = header.get("scope", scenario.scope)
    for table, file in header.get("evidence", {}).items():
        scenario.evidence[table] = _checked(folder / file["path"], file.get("sha256"))
    if "previous" in header:
        scenario.previous = _result_folder(folder, header["previous"])
    for plugin in header.get("plugins", {}):
        if plugin not in scenario.plugins:
            scenario.plugins.append(plugin)
    if scenario.scope:
        # Who takes part is decided by the province; a tie there says nothing of an order by other rules.
        scenario.decisions = [one for one in scenario.decisions if one["subject"]["kind"] != "tie"]
        if "decisions" in header:
            scenario.decisions += read_json(folder / header["decisions"])["decisions"]
    elif "decisions" in header:
        scenario.decisions = read_json(folder / header["decisions"])["decisions"]
    return scenario


def province_of(folder: Path) -> Path:
    """The scenario beside which a local ranking stands: the nearest one above without a scope."""
    header = read_json(folder / "scenario.json")
    if "scope" not in header:
        return folder
    return province_of(folder.parent / header["extends"])


def merge_patch(target: Any, patch: Any) -> Any:
    """RFC 7396: an object is merged key by key, null removes a key, anything else replaces."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged


def _result_folder(folder: Path, named: Json | None) -> Path | None:
    """A result in the scenario's own folder, or the one that a scenario beside it expects."""
    if named is None:
        return None
    own, beside = folder / named["path"], folder.parent / named["path"] / "expected"
    return own if own.is_dir() else beside


def _checked(path: Path, sha256: str | None) -> Path:
    if sha256 is not None and hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        message = f"{path}: the file is not the one that the scenario names by its sha256"
        raise Refused(message)
    return path
