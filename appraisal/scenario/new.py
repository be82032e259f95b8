"""A scenario of one's own, begun: a city's local ranking, a province's next year, or a variant."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place, Refused, refuse_on_error
from appraisal.evidence import read_table
from appraisal.model.scope import Scope
from appraisal.scenario.chain import chain
from appraisal.scenario.folder import refuse_taken, write_begun
from appraisal.scenario.local import local_faults, nobody
from appraisal.scenario.locate import find_parent, inside, shipped_folder
from appraisal.scenario.rounds import begun_round
from appraisal.schema import read, shipped_tables
from appraisal.storage.names import is_portable
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.scenario.chain import Lineage

_ID = r"[a-z0-9][a-z0-9_-]{0,59}"


def new_scenario(
    extends: str,
    out: Path | None = None,
    *,
    name: str | None = None,
    city: str | None = None,
    year: int | None = None,
    for_intake: bool = False,
    round_id: str | None = None,
    parent: Path | None = None,
) -> tuple[Path, dict[str, Any]]:
    """Write a scenario that extends another, as a folder that can be validated at once; its place and its document.

    Raises Refused where there is such a folder already, or nothing to extend.
    """
    parent_folder = find_parent(out or Path("new"), extends)
    parent_name = parent_folder.resolve().name
    name = name or (out.name if out else _usual_name(parent_name, city, year))
    folder = out or Path(name)
    refuse_name(name, parent_name, folder)
    if not _is_found_again(folder, parent_folder):
        message = text(
            "{extends} stands neither beside {folder} nor among the shipped scenarios.", extends=extends, folder=folder
        )
        fix = text("Name with -o a folder beside the one that is extended.")
        raise Refused([Finding("scenario|extends_elsewhere", message, fix)])
    lineage = chain(parent_folder)
    document: dict[str, Any] = {"format": 1, "id": name, **_titles(city, year or lineage.keys["year"].value)}
    document |= {"year": year or lineage.keys["year"].value, "extends": parent_name}
    if city is None:
        document |= _yearly(lineage, parent_folder, document["year"], for_intake=for_intake)
    else:
        document |= _local(lineage, city)
    kept: dict[str, bytes] = {}
    if round_id is not None:
        document |= {key: one.value for key, one in lineage.keys.items() if key in ("title", "x-en")}
        document["round"], kept = begun_round(round_id, parent, document["year"])
    document["patch"] = {}
    if city is not None:
        above = {key: one.value for key, one in lineage.keys.items()}
        refuse_on_error(local_faults(document, above, lineage.evidence, f"{name}/scenario.json"))
    data = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    write_begun(folder, {"scenario.json": data.encode(), **kept}, "scenario|unwritable")
    return folder, document


def _is_found_again(folder: Path, parent: Path) -> bool:
    """Whether the parent's bare name, which is all that the new scenario says, leads back to it."""
    try:
        return find_parent(folder, parent.resolve().name).resolve() == parent.resolve()
    except Refused:
        return False


def _usual_name(parent: str, city: str | None, year: int | None) -> str:
    return f"{parent}-local" if city is not None else f"province-{year}" if year else f"{parent}-own"


def is_scenario_id(name: str) -> bool:
    """A scenario, and the folder of its results, may have this name on every system."""
    return re.fullmatch(_ID, name) is not None and is_portable(name)


def refuse_name(name: str, parent: str, folder: Path) -> None:
    """Raise Refused where a scenario cannot be called so, or cannot stand there."""
    if not is_scenario_id(name) or name == parent:
        message = text("{id} cannot be the id of the new scenario.", id=name)
        fix = text("Use small letters, digits, - and _, and not the name of the scenario that is extended.")
        raise Refused([Finding("scenario|id", message, fix, value=name)])
    refuse_taken(folder, "scenario|exists")


def _titles(city: str | None, year: int) -> dict[str, str]:
    if city is not None:
        return {"title": f"{year}年度{city}服务平台地方排名", "x-en": f"Local ranking of {city} {year}"}
    return {"title": f"{year}年度考核", "x-en": f"Appraisal {year}"}


def _local(parent: Lineage, city: str) -> dict[str, Any]:
    register = parent.evidence.get("platforms")
    if register is not None:
        path = inside(register.folder, register.value["path"], Place(f"{parent.label}/scenario.json"))
        table, findings = read_table(path.read_bytes(), path.name, shipped_tables()["platforms"])
        refuse_on_error(
            [*findings, *(nobody(Scope("city", city), {"platforms": table}, Place("--city")) if table else ())]
        )
    return {"scope": {"city": city}, "evidence": {}, "plugins": {}}


def _yearly(parent: Lineage, folder: Path, year: int, *, for_intake: bool) -> dict[str, Any]:
    """What another year does not take over: the evidence, the decisions and the balance of the year it extends."""
    given = parent.keys["year"].value
    if year == given:
        return {"evidence": {}} if for_intake else {}
    before = shipped_result(folder) if year == given + 1 else None
    return {"evidence": {}, "decisions": None, "previous": before}


def shipped_result(folder: Path) -> dict[str, str] | None:
    """The recorded result of a shipped scenario as one of the year after names it; None where there is none."""
    manifest = folder / "expected" / "manifest.json"
    shipped = shipped_folder(folder.resolve().name)
    if shipped is None or folder.resolve() != shipped.resolve() or not manifest.is_file():
        return None
    document: Any = read(manifest, f"{folder.name}/manifest.json")
    return {"path": folder.name, "content_digest": document["content_digest"]}
