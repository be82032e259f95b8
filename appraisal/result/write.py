"""Writing a result: the folder appears whole or not at all, and nothing is ever deleted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from appraisal.errors import Finding, Place, Refused
from appraisal.result.tables import MANIFEST
from appraisal.storage.whole import holds, keep_older, write_folder
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.result.result import Result
    from appraisal.texts import Text

Written = Literal["written", "unchanged"]


def write_result(result: Result, folder: Path, *, replace: bool = False) -> Written:
    """Write the result as ``folder``; an older one is kept as ``folder.1`` and so on if ``replace`` is given.

    Raises Refused where a different result stands there already, or the folder cannot be written.
    """
    from appraisal.storage.lock import LockedError, held  # noqa: PLC0415 - only writing needs it, and it takes long

    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a link that names the place
    files = result.files
    if not folder.name:
        message, fix = text("A result needs a folder with a name."), text("Name another folder with --out.")
        raise Refused([_fault("result|no_name", folder, message, fix)])
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with held(folder):
            return _write_locked(files, folder, replace=replace)
    except LockedError:
        raise Refused(
            [
                _fault(
                    "result|locked",
                    folder,
                    text("Another run is writing this result."),
                    text("Wait until it has ended, then try again."),
                )
            ]
        ) from None
    except OSError as error:
        raise Refused(
            [
                _fault(
                    "result|not_written",
                    folder,
                    text("The result cannot be written: {error}.", error=error.strerror or error),
                    text("Check the folder, its rights and the free space; nothing was changed."),
                )
            ]
        ) from error


def _write_locked(files: Mapping[str, bytes], folder: Path, *, replace: bool) -> Written:
    if folder.exists():
        if holds(folder, files):
            return "unchanged"
        if not (folder / MANIFEST).is_file():
            raise Refused(
                [
                    _fault(
                        "result|not_a_result",
                        folder,
                        text("What stands here is no result."),
                        text("Name another folder with --out; nothing was touched."),
                    )
                ]
            )
        if not replace:
            raise Refused(
                [
                    _fault(
                        "result|exists",
                        folder,
                        text("A different result stands here already."),
                        text(
                            "Add --replace to keep it under another name and write the new one, "
                            "or name another folder with --out."
                        ),
                    )
                ]
            )
    write_folder(folder, files, make_room=lambda: keep_older(folder))
    return "written"


def _fault(code: str, folder: Path, message: Text, fix: Text) -> Finding:
    return Finding(code, message, fix, place=Place(file=str(folder)))
