"""Writing a result: the folder appears whole or not at all, and nothing is ever deleted."""

from __future__ import annotations

import os
import re
import shutil
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from appraisal.errors import Finding, Place, Refused
from appraisal.result.tables import MANIFEST
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.result.result import Result

Written = Literal["written", "unchanged"]


def write_result(result: Result, folder: Path, *, replace: bool = False) -> Written:
    """Write the result as ``folder``; an older one is kept as ``folder.1`` and so on if ``replace`` is given.

    Raises Refused where a different result stands there already, or the folder cannot be written.
    """
    from appraisal.result.lock import LockedError, held  # noqa: PLC0415 - only writing needs it, and it takes long

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
    staging = re.compile(rf"\.{re.escape(folder.name)}\.[0-9a-f]{{32}}\.tmp")
    for leftover in folder.parent.iterdir():
        if staging.fullmatch(leftover.name) and leftover.is_dir():
            # Under the lock nobody else writes: this is what a killed run left.
            shutil.rmtree(leftover)
    if folder.exists():
        if _holds(folder, files):
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
    staged = folder.parent / f".{folder.name}.{uuid.uuid4().hex}.tmp"
    staged.mkdir()
    try:
        # The disk takes several files at once; each is synced before the folder gets its name.
        with ThreadPoolExecutor(max_workers=8) as threads:
            list(threads.map(_write_synced, [staged / name for name in files], files.values()))
        _sync_folder(staged)
        if folder.exists():
            folder.rename(_free_name(folder))
        staged.rename(folder)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    _sync_folder(folder.parent)
    return "written"


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """The folder holds exactly these files."""
    if not folder.is_dir() or {path.name for path in folder.iterdir()} != set(files):
        return False
    return all((folder / name).read_bytes() == data for name, data in files.items())


def _free_name(folder: Path) -> Path:
    number = 1
    while (kept := folder.with_name(f"{folder.name}.{number}")).exists():
        number += 1
    return kept


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # Windows has no handle of a folder to sync; it orders the rename itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fault(code: str, folder: Path, message: object, fix: object) -> Finding:
    return Finding(code, message, fix, place=Place(file=str(folder)))  # type: ignore[arg-type]
