"""appraisal plugins: which indicators there are, and what one of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from appraisal.cli.options import Json, PluginsDirs, folders
from appraisal.cli.output import here, say, say_json, say_table
from appraisal.texts import text

if TYPE_CHECKING:
    from pathlib import Path


def list_(plugins_dir: PluginsDirs = None, as_json: Json = False) -> None:
    rows = [(folder, _document(folder)) for folder in _available(plugins_dir)]
    if as_json:
        say_json([{"id": folder.name, "folder": str(folder), **document} for folder, document in rows])
        return
    say_table(
        (
            folder.name,
            document.get("version", "?"),
            _title(document),
            document.get("unit", ""),
            document.get("table", ""),
        )
        for folder, document in rows
    )


list_.__doc__ = here(text("List the plugins: id, version, title, unit, table."))


def show(
    name: Annotated[str, typer.Argument(metavar="ID", help=here(text("The id of a plugin.")))],
    plugins_dir: PluginsDirs = None,
    as_json: Json = False,
) -> None:
    from appraisal.explanation import describe_indicator
    from appraisal.registry import load

    registry = load({name: {}}, _folders(plugins_dir))
    plugin = registry.plugins[name]
    described = [describe_indicator(made, registry.tables) for made in plugin.indicators]
    if as_json:
        say_json([{key: here(value) for key, value in one} for one in described])
        return
    for one in described:
        for title, value in one:
            say(text("{title}: {value}", title=title, value=value))
    say(text("Folder: {folder}", folder=plugin.folder))
    say(text("sha256 of its files: {digest}", digest=plugin.sha256))


show.__doc__ = here(text("Show one plugin: what it reads, its rule in words, its params."))


def _folders(plugins_dir: list[str] | None) -> list[Path]:
    from appraisal import paths

    return [*folders(plugins_dir), paths.plugins()]


def _available(plugins_dir: list[str] | None) -> list[Path]:
    from appraisal.registry import available

    return available(_folders(plugins_dir))


def _document(folder: Path) -> dict[str, Any]:
    from appraisal.schema import read

    path = folder / "indicator.json"
    return read(path, str(path)) if path.is_file() else {"title": "Python"}  # type: ignore[return-value]


def _title(document: dict[str, Any]) -> str:
    from appraisal.texts import Bilingual

    chinese = document.get("title", "")
    return here(Bilingual(chinese, document.get("x-en", chinese)))
