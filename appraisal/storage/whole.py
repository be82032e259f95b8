"""Folders and files that appear whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def write_folder(folder: Path, files: Mapping[str, bytes], *, make_room: Callable[[], None] | None = None) -> None:
    """Write the files, named relative to ``folder`` with forward slashes, and only then give the folder its name.

    ``make_room`` is called just before that. The caller holds the lock of the folder, so that what a killed
    run left can be removed.
    Raises OSError where the disk refuses; then nothing is there.
    """
    _sweep(folder)
    staged = folder.parent / f".{folder.name}.{uuid.uuid4().hex}.tmp"
    staged.mkdir()
    try:
        inner = {(staged / name).parent for name in files}
        for one in sorted(inner):
            one.mkdir(parents=True, exist_ok=True)
        # The disk takes several files at once; each is synced before the folder gets its name.
        with ThreadPoolExecutor(max_workers=8) as threads:
            list(threads.map(_write_synced, [staged / name for name in files], files.values()))
        for one in inner | {staged}:
            _sync_folder(one)
        if make_room:
            make_room()
        staged.rename(folder)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    _sync_folder(folder.parent)


def write_file(path: Path, data: bytes) -> None:
    """Write one file in place of an older one: a reader sees the old bytes or the new ones. Raises OSError."""
    staged = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
    try:
        _write_synced(staged, data)
        staged.replace(path)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """The folder holds exactly these files, which lie directly in it."""
    if not folder.is_dir() or {path.name for path in folder.iterdir()} != set(files):
        return False
    return all((folder / name).read_bytes() == data for name, data in files.items())


def keep_older(folder: Path) -> None:
    """Give what stands there the first free name ``<name>.1``, ``<name>.2``, ..."""
    if not folder.exists():
        return
    number = 1
    while (kept := folder.with_name(f"{folder.name}.{number}")).exists():
        number += 1
    folder.rename(kept)


def _sweep(folder: Path) -> None:
    staging = re.compile(rf"\.{re.escape(folder.name)}\.[0-9a-f]{{32}}\.tmp")
    for leftover in folder.parent.iterdir():
        if staging.fullmatch(leftover.name) and leftover.is_dir():
            # Under the lock nobody else writes: this is what a killed run left.
            shutil.rmtree(leftover)


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
