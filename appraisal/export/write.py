"""Writing an export: the folder appears whole or not at all, and nothing is ever deleted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from appraisal.errors import Finding, Place, Refused
from appraisal.export.package import PACKAGE
from appraisal.storage.whole import holds, keep_older, write_folder
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.texts import Text


def check_place(result: Path, folder: Path, key_file: Path | None) -> None:
    """Raise Refused where the export would lie inside the result or around it, or the key inside either."""
    source, target = _absolute(result), _absolute(folder)
    if source == target or source in target.parents or target in source.parents:
        message = text("The export and the result cannot lie within each other.")
        raise Refused(
            [_fault("export|place", folder, message, text("Choose another folder with -o; nothing was touched."))]
        )
    if key_file and ({source, target} & set(_absolute(key_file).parents)):
        message = text("The key file lies in a folder that is handed on.")
        fix = text("Keep it elsewhere: whoever has it can find the ids from the pseudonyms.")
        raise Refused([_fault("export|key_place", key_file, message, fix)])


def write_export(files: Mapping[str, bytes], folder: Path, *, replace: bool = False) -> Literal["written", "unchanged"]:
    """Write the files as ``folder``; an older export is kept as ``folder.1`` and so on if ``replace`` is given.

    Raises Refused where anything else stands there already, or the folder cannot be written.
    """
    from appraisal.storage.lock import LockedError, held  # noqa: PLC0415 - only writing needs it, and it takes long

    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a link that names the place
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with held(folder):
            if folder.exists():
                if holds(folder, files):
                    return "unchanged"
                _refuse_taken(folder, replace=replace)
            write_folder(folder, files, make_room=lambda: keep_older(folder))
    except LockedError:
        message = text("Another export is being written there.")
        raise Refused(
            [_fault("export|locked", folder, message, text("Wait until it has ended, then try again."))]
        ) from None
    except OSError as error:
        message = text(
            "The folder {folder} cannot be written: {reason}.", folder=folder, reason=error.strerror or error
        )
        raise Refused([_fault("export|unwritable", folder, message, text("Choose another folder with -o."))]) from error
    return "written"


def _refuse_taken(folder: Path, *, replace: bool) -> None:
    if not (folder / PACKAGE).is_file():
        message = text("{folder} is there already, and is no export.", folder=folder)
        raise Refused(
            [_fault("export|exists", folder, message, text("Choose another folder with -o; nothing was touched."))]
        )
    if not replace:
        message = text("A different export stands here already.")
        fix = text("Add --replace to keep it under another name and write the new one, or choose another with -o.")
        raise Refused([_fault("export|exists", folder, message, fix)])


def _absolute(path: Path) -> Path:
    """Where it really lies, links followed, whether it is there or not."""
    return Path(os.path.realpath(path))


def _fault(code: str, place: Path, message: Text, fix: Text) -> Finding:
    return Finding(code, message, fix, place=Place(file=str(place)))
