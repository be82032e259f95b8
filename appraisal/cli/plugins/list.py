"""appraisal plugins list: which indicators there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.cli.options import Json, PluginsDirs, folders
from appraisal.cli.output import here, say_json, say_table
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from pathlib import Path


def list_(plugins_dir: PluginsDirs = None, as_json: Json = False) -> None:
    from appraisal import paths
    from appraisal.registry import available, installed

    rows = [
        (folder.name, str(folder), _document(folder)) for folder in available([*folders(plugins_dir), paths.plugins()])
    ]
    # Of what pip installed only the name is known: nothing of it is imported before a scenario names it.
    rows += [(point.name, point.value, {"title": "Python"}) for point in installed()]
    if as_json:
        say_json([{"id": name, "folder": place, **document} for name, place, document in rows])
        return
    say_table(
        (name, document.get("version", "–"), _title(document), document.get("unit", ""), document.get("table", ""))
        for name, _, document in rows
    )


list_.__doc__ = here(text("List the plugins: id, version, title, unit, table."))


def _document(folder: Path) -> dict[str, Any]:
    """What the file says; of one that is none, the first thing that is wrong with it."""
    from appraisal import declarative
    from appraisal.errors import Refused
    from appraisal.schema import read

    path = folder / "indicator.json"
    if not path.is_file():
        return {"title": "Python"}
    try:
        document = read(path, path.name)
        made, findings = declarative.indicator(document, path.name)
    except Refused as refused:
        made, findings = None, list(refused.findings)
    if made is None:
        return {"title": here(text("cannot be used: {reason}", reason=findings[0].message))}
    return document  # type: ignore[return-value] - an object, its schema says


def _title(document: dict[str, Any]) -> str:
    chinese = document.get("title", "")
    return here(Bilingual(chinese, document.get("x-en", chinese)))
