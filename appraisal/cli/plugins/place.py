"""Where a plugin is that a command is about: a folder, or the zip file in which a city sent it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.output import here
from appraisal.errors import Finding, Refused
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

PluginPlace = Annotated[
    str, typer.Argument(metavar="FOLDER", help=here(text("The folder of a plugin, or the zip file made of it.")))
]
Trust = Annotated[
    bool, typer.Option("--trust", help=here(text("Run the program in a zip file, with your own rights.")))
]


def is_place(name: str) -> bool:
    """The words name a folder or a file, not an id."""
    return name.endswith(".zip") or "/" in name or "\\" in name or Path(name).is_dir()


@contextmanager
def opened(place: str, *, trust: bool) -> Iterator[Path]:
    """The folder of a plugin; a zip file is unpacked for as long as it is looked at. Raises Refused."""
    from appraisal.authoring import read_parcel
    from appraisal.registry import is_plugin

    path = Path(place)
    if path.is_file():
        parcel = read_parcel(path)
        if parcel.is_code and not trust:
            message = text("{file} holds a program; it runs with your rights.", file=path.name)
            fix = text("Read it, and add --trust if you trust its author.")
            raise Refused([Finding("plugin|untrusted", message, fix)])
        with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            yield parcel.unpack(Path(scratch).resolve())
        return
    folder = path.resolve()
    if not is_plugin(folder):
        message = text("{folder} is no plugin: it holds neither indicator.json nor indicator.py.", folder=path)
        raise Refused([Finding("plugin|none", message, text("Name the folder of one plugin."))])
    yield folder
