"""The folder that a result says it was made from: whether its rules and its plugins still are those of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal import declarative
from appraisal.errors import Finding, Place, Refused
from appraisal.scenario.chain import chain
from appraisal.scenario.difference import differences
from appraisal.scenario.documents import named_plugins, stated_rules
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: What says of a plugin that it is not here: it was brought by another folder.
_ELSEWHERE = {"plugin|unknown", "plugin|untrusted"}


def source_faults(folder: Path, documents: Mapping[str, Any]) -> Iterator[Finding]:
    """What in a scenario's folder is not as in the documents of a result; nothing where it is another scenario's.

    A result is checked by the rules that it keeps. Whoever names the folder it was made from is told where that folder
    says something else. Decisions may have been added since and are not compared.
    """
    used = documents["scenario"]
    if "replay" in used or not _is_of(folder, used):
        return
    try:
        yield from _rules(folder, documents["rules"])
    except Refused as refused:
        yield from refused.findings
    try:
        yield from _plugins(folder, used["plugins"], documents["indicators"])
    except Refused as refused:
        yield from (one for one in refused.findings if one.code not in _ELSEWHERE)


def _is_of(folder: Path, used: Mapping[str, Any]) -> bool:
    if not (folder / "scenario.json").is_file():
        return False
    try:
        stated = chain(folder).keys
    except Refused:
        return False
    return stated["id"].value == used["id"] and stated["year"].value == used["year"]


def _rules(folder: Path, recorded: Mapping[str, Any]) -> Iterator[Finding]:
    file = f"{folder.name}/rules.json"
    yield from _changed(recorded, stated_rules(str(folder)), file, "verify|rules")


def _plugins(folder: Path, used: Mapping[str, Mapping[str, str]], documents: Mapping[str, Any]) -> Iterator[Finding]:
    """What a plugin or a table says otherwise, by its path; where it says the same, that its files differ."""
    here = named_plugins(str(folder))
    tables = {name: table.raw for name, table in here.tables.items()}
    indicators = {name: declarative.document(made) for name, made in here.indicators.items()}
    told = False
    for kind, code, now, file in (
        ("indicators", "verify|plugin", indicators, "{}/indicator.json"),
        ("tables", "verify|table", tables, "{}.schema.json"),
    ):
        for name, recorded in documents[kind].items():
            if name in now:
                faults = list(_changed(recorded, now[name], file.format(name), code))
                told = told or bool(faults)
                yield from faults
    if told:
        return
    for name, plugin in here.plugins.items():
        if name in used and plugin.sha256 != used[name]["sha256"]:
            yield Finding(
                "verify|plugin",
                text(
                    "The files of the plugin {name} are not those that the result was made with: "
                    "their sha256 is {have}.",
                    name=name,
                    have=plugin.sha256,
                ),
                text("Bring back the plugin with the sha256 {stated}.", stated=used[name]["sha256"]),
                place=Place(file=f"plugins/{name}"),
                value=plugin.sha256,
            )


def _changed(recorded: Mapping[str, Any], here: Mapping[str, Any], file: str, code: str) -> Iterator[Finding]:
    for one in differences(recorded, here):
        yield Finding(
            code,
            text(
                "{path} is {here} in this folder, and {recorded} in the result.",
                path=one.path,
                here=one.right or text("not there"),
                recorded=one.left or text("not there"),
            ),
            text("Bring back what the result was made from, or run the scenario again."),
            place=Place(file=file, pointer=f"$.{one.path}"),
            value=one.right,
        )
