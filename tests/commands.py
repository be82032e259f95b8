"""The command line as another process, as a user starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def command(*words: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m appraisal`` with these words, in this folder, with these variables beside the usual ones."""
    return subprocess.run(
        [sys.executable, "-m", "appraisal", *words],
        cwd=cwd,
        env=environment_with(**environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def environment_with(**more: str) -> dict[str, str]:
    """The variables of this process, with the checkout importable from everywhere."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "APPRAISAL_LANG": "en", **more}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
