"""The folder of a scenario that is begun: where nothing stands yet, and written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused
from appraisal.storage.whole import write_folder
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def refuse_taken(folder: Path, code: str) -> None:
    """Raise Refused under this code where something stands there already."""
    if folder.exists():
        message = text("{folder} is there already.", folder=folder)
        fix = text("Choose another folder with -o; nothing was touched.")
        raise Refused([Finding(code, message, fix, place=Place(str(folder)))])


def write_begun(folder: Path, files: Mapping[str, bytes], code: str) -> None:
    """Write the folder with its parents; raises Refused under this code where the disk refuses."""
    try:
        folder.resolve().parent.mkdir(parents=True, exist_ok=True)
        write_folder(folder.resolve(), files)
    except OSError as error:
        message = text(
            "The folder {folder} cannot be written: {reason}.", folder=folder, reason=error.strerror or error
        )
        raise Refused([Finding(code, message, text("Choose another folder with -o."))]) from error
