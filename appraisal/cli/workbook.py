"""A workbook that a command writes for people: never over another one that somebody may have filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from appraisal.cli.output import here
from appraisal.errors import Finding, Place, Refused
from appraisal.storage.whole import write_file
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping


def workbook_path(name: str) -> Path:
    """The path of a workbook to write; wrong usage where it has another ending."""
    path = Path(name)
    if path.suffix.lower() != ".xlsx":
        raise typer.BadParameter(here(text("The form is an Excel file: let its name end in .xlsx.")))
    return path


def write_workbook(path: Path, content: bytes, *, replace: bool) -> None:
    """Write it whole; raises Refused where another file stands there, or the disk says no."""
    _refuse_other(path, content, replace=replace)
    _write(path, content)


def write_workbooks(contents: Mapping[Path, bytes], *, folder: Path | None, replace: bool) -> None:
    """Write several, with the folders below ``folder``; where another file stands in the way of one, none of them."""
    for path, content in contents.items():
        _refuse_other(path, content, replace=replace)
    for path, content in contents.items():
        _write(path, content, with_folders=folder in path.parents)


def _refuse_other(path: Path, content: bytes, *, replace: bool) -> None:
    if path.exists() and not replace and path.read_bytes() != content:
        message = text("There is already a file {path}, and it is another one.", path=path)
        fix = text("Choose another name, or write over it with --replace.")
        raise Refused([Finding("form|exists", message, fix, place=Place(file=str(path)))])


def _write(path: Path, content: bytes, *, with_folders: bool = False) -> None:
    try:
        if with_folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content)
    except OSError as error:
        message = text("The file {path} cannot be written: {reason}.", path=path, reason=error.strerror or error)
        fix = text("Choose another folder, or close the file if it is open in Excel.")
        raise Refused([Finding("form|unwritable", message, fix, place=Place(file=str(path)))]) from error
