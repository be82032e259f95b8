"""A process of its own in which a plugin is tried: another clock, time zone, language, hash seed and folder."""

from __future__ import annotations

import json
import os
import site
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal.program import process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What a plugin may take to be imported and to answer, with Python and Polars themselves.
SECONDS = 30
JOB, ANSWER = "job.json", "answer.json"
_ERRORS, _MOST_WORDS = "errors.txt", 400
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
    "HOME": "/elsewhere",
}


def answer(job: Mapping[str, Any], world: Mapping[str, str], folder: Path | None = None) -> dict[str, Any]:
    """What the process answers; ``{"ended": ...}`` where it does not: ``time``, or its exit status."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="appraisal-", ignore_cleanup_errors=True) as made:
            return answer(job, world, Path(made))
    (folder / JOB).write_text(json.dumps(job), encoding="utf-8")
    # What the user installed for himself stays where it is, wherever his home is said to be.
    kept = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "PYTHONUSERBASE": site.getuserbase()}
    environment = {**os.environ, **world, **kept}
    with (folder / _ERRORS).open("wb") as errors:
        ended = process.ended(
            ["-c", _START, str(_PACKAGES), str(folder)], errors, SECONDS, folder=folder, environment=environment
        )
    file = folder / ANSWER
    if file.is_file():
        return json.loads(file.read_text(encoding="utf-8"))
    return {"ended": "time" if ended is None else ended, "words": process.last_line(folder / _ERRORS, _MOST_WORDS)}


def paths_of(folders: Sequence[Path]) -> list[str]:
    """Folders as a job names them, whatever folder the process works in."""
    return [str(folder.resolve()) for folder in folders]
