"""The command line as another process, as a user starts it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from appraisal.cli.main import main

ROOT = Path(__file__).parent.parent


def command(
    *words: str, cwd: Path | None = None, encoding: str = "utf-8", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m appraisal`` with these words, in this folder, with these variables beside the usual ones.

    What it says is read in this encoding.
    """
    return subprocess.run(
        [sys.executable, "-m", "appraisal", *words],
        cwd=cwd,
        env=environment_with(**environment),
        capture_output=True,
        text=True,
        encoding=encoding,
        timeout=120,
        check=False,
    )


def in_process(
    *words: str, cwd: Path | None = None, console: str = "utf-8", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The same words, folder and variables in this process: where what is said is the point, not how it is started.

    ``console`` is the encoding of the terminal.
    """
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=console, newline="\n") for _ in range(2)]
    kept = mock.patch.dict(os.environ, {"APPRAISAL_LANG": "en", **environment})
    with kept, redirect_stdout(streams[0]), redirect_stderr(streams[1]), chdir(cwd or Path.cwd()):
        try:
            main(words)
        except SystemExit as ended:
            code = ended.code
    out, err = (_read(stream) for stream in streams)
    return subprocess.CompletedProcess(words, code if isinstance(code, int) else 0, out, err)


def _read(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def environment_with(**more: str) -> dict[str, str]:
    """The variables of this process, with the checkout importable from everywhere."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "APPRAISAL_LANG": "en", **more}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
