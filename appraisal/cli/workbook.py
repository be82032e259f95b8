"""A workbook that a command writes for people: never over another one that somebody may have filled in."""

from __future__ import annotations

from pathlib import Path

import typer

from appraisal.cli.output import here
from appraisal.errors import Finding, Place, Refused
from appraisal.storage.whole import write_file
from appraisal.texts import text


def workbook_path(name: str) -> Path:
    """The path of a workbook to write; wrong usage where it has another ending."""
    path = Path(name)
    if path.suffix.lower() != ".xlsx":
        raise typer.BadParameter(here(text("The form is an Excel file: let its name end in .xlsx.")))
    return path


def write_workbook(path: Path, content: bytes, *, replace: bool) -> None:
    """Write it whole; raises Refused where another file stands there, or the disk says no."""
    if path.exists() and not replace and path.read_bytes() != content:
        message = text("There is already a file {path}, and it is another one.", path=path)
        fix = text("Choose another name, or write over it with --replace.")
        raise Refused([Finding("form|exists", message, fix, place=Place(file=str(path)))])
    try:
        write_file(path, content)
    except OSError as error:
        message = text("The file {path} cannot be written: {reason}.", path=path, reason=error.strerror or error)
        fix = text("Choose another folder, or close the file if it is open in Excel.")
        raise Refused([Finding("form|unwritable", message, fix, place=Place(file=str(path)))]) from error
