"""A process of its own in which a plugin is tried: another clock, time zone, language, hash seed and folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What a plugin may take to be imported and to answer, with Python and Polars themselves.
SECONDS = 30
JOB, ANSWER = "job.json", "answer.json"
_ERRORS, _MOST_WORDS = "errors.txt", 400
#: On Windows no console window opens.
_FLAGS = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_PACKAGES = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from appraisal.testing.child import work; work(sys.argv[2])"

HERE: Mapping[str, str] = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "LANG": "C", "APPRAISAL_LANG": "en"}
ELSEWHERE: Mapping[str, str] = {
    "PYTHONHASHSEED": "4711",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "tr_TR.UTF-8",
    "LANG": "tr_TR.UTF-8",
    "APPRAISAL_LANG": "zh",
    "POLARS_MAX_THREADS": "1",
    "USER": "nobody",
    "USERNAME": "nobody",
    "HOSTNAME": "elsewhere",
}


def answer(job: Mapping[str, Any], world: Mapping[str, str], folder: Path | None = None) -> dict[str, Any]:
    """What the process answers; ``{"ended": ...}`` where it does not: ``time``, or its exit status."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="appraisal-") as made:
            return answer(job, world, Path(made))
    (folder / JOB).write_text(json.dumps(job), encoding="utf-8")
    environment = {**os.environ, **world, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    with (folder / _ERRORS).open("wb") as errors:
        ended = _status(folder, errors, environment)
    file = folder / ANSWER
    if file.is_file():
        return json.loads(file.read_text(encoding="utf-8"))
    return {"ended": ended, "words": _last_line(folder / _ERRORS)}


def _status(folder: Path, errors: IO[bytes], environment: Mapping[str, str]) -> int | str:
    try:
        return subprocess.run(  # noqa: S603 - our own interpreter and our own code
            [sys.executable, "-c", _START, str(_PACKAGES), str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            cwd=folder,
            env=environment,
            timeout=SECONDS,
            check=False,
            creationflags=_FLAGS,
        ).returncode
    except subprocess.TimeoutExpired:
        return "time"


def _last_line(file: Path) -> str:
    """What the process said at last, which names the error."""
    with file.open("rb") as errors:
        errors.seek(max(0, file.stat().st_size - _MOST_WORDS))
        lines = errors.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def paths_of(folders: Sequence[Path]) -> list[str]:
    """Folders as a job names them, whatever folder the process works in."""
    return [str(folder.resolve()) for folder in folders]
