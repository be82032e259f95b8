"""Where a plugin is that a command is about: a folder, or the zip file in which a city sent it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.options import option
from appraisal.cli.output import here
from appraisal.errors import Finding, Refused
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: So many names say what a folder holds.
_MOST = 10

PluginPlace = Annotated[
    str, typer.Argument(metavar="FOLDER", help=here(text("The folder of a plugin, or the zip file made of it.")))
]
Trust = Annotated[bool, option(text("Run the program in a zip file, with your own rights."), "--trust")]


def is_place(name: str) -> bool:
    """The words name a folder or a file, not an id."""
    return name.endswith(".zip") or "/" in name or "\\" in name or Path(name).is_dir()


def shown(place: object) -> str:
    """A path as it can be pasted into a command."""
    words = str(place)
    return f'"{words}"' if " " in words else words


def as_given(findings: Iterable[Finding], name: str, place: str) -> list[Finding]:
    """Findings on the plugin ``name`` with the path that the user gave for it: there the file is to be found."""
    return [_as_given(one, f"plugins/{name}", place.rstrip("/\\")) for one in findings]


def _as_given(finding: Finding, known: str, place: str) -> Finding:
    file = finding.place.file or ""
    if file != known and not file.startswith(f"{known}/"):
        return finding
    return replace(finding, place=replace(finding.place, file=place + file.removeprefix(known)))


@contextmanager
def opened(place: str, *, trust: bool) -> Iterator[Path]:
    """The folder of a plugin; a zip file is unpacked for as long as it is looked at. Raises Refused."""
    path = Path(place)
    if path.is_file():
        with _unpacked(path, trust=trust) as folder, _named_as_given(folder.name, place):
            yield folder
        return
    folder = path.resolve()
    _refuse_folder(path, folder)
    with _named_as_given(folder.name, place):
        yield folder


@contextmanager
def _named_as_given(name: str, place: str) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise Refused(as_given(refused.findings, name, place)) from refused.__cause__


@contextmanager
def _unpacked(path: Path, *, trust: bool) -> Iterator[Path]:
    from appraisal.authoring import read_parcel

    if path.suffix.lower() != ".zip":
        message = text("{file} is neither the folder of a plugin nor a zip file.", file=path)
        fix = text("Name its folder: {folder}", folder=shown(path.parent))
        raise Refused([Finding("plugin|none", message, fix)])
    parcel = read_parcel(path)
    if parcel.is_code and not trust:
        message = text("{file} holds a program; it runs with your rights.", file=path.name)
        fix = text("Read it, and add --trust if you trust its author.")
        raise Refused([Finding("plugin|untrusted", message, fix)])
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        yield parcel.unpack(Path(scratch).resolve())


def _refuse_folder(path: Path, folder: Path) -> None:
    from appraisal.authoring import is_name
    from appraisal.registry import is_plugin

    if not folder.is_dir():
        message = text("There is no folder {folder}.", folder=path)
        raise Refused([Finding("plugin|none", message, text("Name the folder of one plugin."))])
    if not is_plugin(folder):
        message = text("{folder} is no plugin: it holds neither indicator.json nor indicator.py.", folder=path)
        fix = text("Name the folder of one plugin.")
        if held := sorted(one.name for one in folder.iterdir())[:_MOST]:
            fix = text("Name the folder of one plugin. This one holds: {names}.", names=Joined(tuple(held), ", "))
        raise Refused([Finding("plugin|none", message, fix)])
    if not is_name(folder.name):
        message = text("{name} cannot be the name of a plugin or of a table.", name=folder.name)
        fix = text("Let the folder have the name that stands in indicator.json as id.")
        raise Refused([Finding("plugin|name", message, fix, value=folder.name)])
