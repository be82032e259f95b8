"""A process of our own interpreter with a limit of time: when it is over, nothing of it runs on."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: On Windows no console window opens.
_FLAGS = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def ended(
    arguments: Sequence[str],
    words: IO[bytes],
    seconds: float,
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> int | None:
    """The exit status of our interpreter with these arguments; None where it had to be ended.

    What it prints goes to ``words``: a file, which nobody has to wait for as for a pipe that another process holds.
    """
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=words,
        stderr=words,
        cwd=folder,
        env=environment,
        creationflags=_FLAGS,
        # A group of its own: what it starts can be ended with it, and Ctrl-C is ours to pass on.
        start_new_session=True,
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(process)


def last_line(file: Path, most: int) -> str:
    """What the process said at last, which names the error."""
    with file.open("rb") as words:
        words.seek(max(0, file.stat().st_size - 4 * most))
        lines = words.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")[-most:]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and, where the system knows groups, whatever it started.

    On Windows the launcher of a virtual environment takes its interpreter along; what that started may run on.
    """
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
