"""appraisal plugins show: one plugin on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from appraisal.cli.options import Json, PluginsDirs, folders
from appraisal.cli.output import complain_findings, finding_document, here, progress, say, say_json
from appraisal.cli.plugins.place import Trust, as_given, is_place, opened, shown
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from appraisal.errors import Finding
    from appraisal.registry import Plugin
    from appraisal.schema import TableSchema


def show(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help=here(text("The id of a plugin, its folder, or the zip file made of it."))),
    ],
    plugins_dir: PluginsDirs = None,
    trust: Trust = False,
    as_json: Json = False,
) -> int:
    from appraisal import paths
    from appraisal.cli.plugins.verdict import verdict
    from appraisal.registry import load

    if not is_place(name):
        registry = load({name: {}}, [*folders(plugins_dir), paths.plugins()], None)
        _show(registry.plugins[name], registry.tables, None, as_json=as_json)
        return 0
    if Path(name).is_file() and not trust and _is_code(Path(name), as_json=as_json):
        return 0
    with opened(name, trust=trust) as place:
        registry = load({place.name: {}}, [place.parent], None)
        progress(text("Trying the example and every law …"))
        findings = as_given(verdict(place, folders(plugins_dir)), place.name, name)
        _show(registry.plugins[place.name], registry.tables, findings, as_json=as_json, shown_as=name, trust=trust)
    return 0


show.__doc__ = here(text("Show one plugin on one page: what it reads, its rule in words, whether it passes."))


def _show(
    plugin: Plugin,
    tables: Any,
    findings: list[Finding] | None,
    *,
    as_json: bool,
    shown_as: str | None = None,
    trust: bool = False,
) -> None:
    from appraisal.cli.plugins.verdict import passes, was_made
    from appraisal.explanation import describe_indicator

    described = [describe_indicator(made, tables, plugin.source) for made in plugin.indicators]
    if as_json:
        pages: list[dict[str, Any]] = [{here(key): here(value) for key, value in one} for one in described]
        if findings is not None:
            pages[0] |= {
                "sha256": plugin.sha256,
                "files": dict(plugin.files),
                "passes": passes(findings),
                "findings": [finding_document(one) for one in findings],
            }
        say_json(pages)
        return
    for one in described:
        for title, value in one:
            say(text("{title}: {value}", title=title, value=value))
    for table in plugin.tables.values():
        say(text("Table that it brings: {table}: {columns}", table=table.label, columns=_columns(table)))
    say(text("Folder: {folder}", folder=shown_as or plugin.folder))
    say(text("sha256 of its files: {digest}", digest=plugin.sha256))
    if findings is None:
        return
    say(text("Files: {paths}", paths=Joined(tuple(plugin.files), text(", "))))
    complain_findings(findings, refused=False)
    passed = text("Check: passed") if passes(findings) else text("Check: not passed")
    say(passed if was_made(findings) else text("Check: not made"))
    say(
        text(
            "What it would change: appraisal plugins try {place} --on 2013 --weight 10",
            # What was trusted once has to be trusted again.
            place=shown(shown_as or plugin.folder) + (" --trust" if trust else ""),
        )
    )


def _columns(table: TableSchema) -> Joined:
    return Joined(tuple(column.label for column in table.columns.values()), text(", "))


def _is_code(path: Path, *, as_json: bool) -> bool:
    """Say of a zip file with a program what can be said without running it."""
    from appraisal.authoring import read_parcel

    parcel = read_parcel(path)
    if not parcel.is_code:
        return False
    if as_json:
        say_json([{"id": parcel.id, "sha256": parcel.sha256, "files": list(parcel.files), "is_code": True}])
        return True
    say(text("{name} is a program; it was not run.", name=parcel.id))
    say(text("Files: {paths}", paths=Joined(tuple(parcel.files), text(", "))))
    say(text("sha256 of its files: {digest}", digest=parcel.sha256))
    say(text("Read it, and add --trust if you trust its author."))
    return True
