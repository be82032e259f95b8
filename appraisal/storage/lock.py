"""The lock that one run holds while it writes a folder, on every system; given back by the system if the run dies."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LockedError(Exception):
    """Another run holds the lock."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, or raise LockedError at once; OSError where nothing can be written there."""
    path = folder.parent / f".{folder.name}.lock"
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        if not path.exists():
            # Nobody holds what is not there: the folder takes no file.
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder.parent)) from None
        raise LockedError from None
    try:
        yield
    finally:
        lock.release()
