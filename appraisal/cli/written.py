"""A file that a command writes where its user says: whole, and never over another one unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.cli.output import say
from appraisal.errors import Finding, Place, Refused
from appraisal.storage.whole import write_file
from appraisal.texts import text

if TYPE_CHECKING:
    from pathlib import Path


def write_new(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write it and say so; raises Refused where another file stands there, or the disk says no."""
    try:
        if path.is_dir() or (path.exists() and not replace and path.read_bytes() != content):
            message = text("There is already a file {path}, and it is another one.", path=path)
            fix = text("Choose another name, or write over it with --replace.")
            raise Refused([Finding("file|exists", message, fix, place=Place(file=str(path)))])
        write_file(path, content)
    except OSError as error:
        message = text("The file {path} cannot be written: {reason}.", path=path, reason=error.strerror or error)
        fix = text("Choose another folder.")
        raise Refused([Finding("file|unwritable", message, fix, place=Place(file=str(path)))]) from error
    say(text("Written: {folder}", folder=path))
