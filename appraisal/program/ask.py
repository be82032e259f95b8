"""Asking a plugin in Python for its records: in a process of its own, which can harm nothing of this one."""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal.program import process
from appraisal.program.work import ANSWER, JOB, MOST_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A plugin gives a few records, which takes milliseconds; starting Python on a busy machine takes longer.
SECONDS = 30.0
_MOST_BYTES = 10_000_000
_PATH, _WORDS = "path.json", "words.txt"
#: What a plugin prints is for its author; so much of it is shown.
_MOST_PRINTED = 2000
#: Modules are looked for where this process looks, and not in the folder the user happens to work in.
_START = (
    "import sys, json; sys.path[:] = json.load(open(sys.argv[1] + '/" + _PATH + "', encoding='utf-8')); "
    "from appraisal.program.work import work; work(sys.argv[1])"
)


def ask(name: str, folder: Path, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The trees of its records under ``records``, or a ``fault`` with its facts."""
    with tempfile.TemporaryDirectory(prefix="appraisal-", ignore_cleanup_errors=True) as made:
        place = Path(made)
        # Only code is imported; of the other files it is enough to know that they were hashed.
        coded = {path: base64.b64encode(data).decode() if path.endswith(".py") else "" for path, data in files.items()}
        job = {"name": name, "folder": str(folder.resolve()), "files": coded}
        (place / JOB).write_text(json.dumps(job), encoding="utf-8")
        (place / _PATH).write_text(json.dumps([path for path in sys.path if isinstance(path, str)]), encoding="utf-8")
        with (place / _WORDS).open("wb") as words:
            status = process.ended(["-P", "-c", _START, str(place)], words, SECONDS)
        if status is None:
            return {"fault": "endless", "seconds": f"{SECONDS:g}"}
        answer = _read(place / ANSWER)
        if answer is None:
            return {
                "fault": "ended",
                "status": status,
                "words": process.last_line(place / _WORDS, MOST_WORDS),
            }
        with (place / _WORDS).open("rb") as words:
            printed = words.read(_MOST_PRINTED).decode("utf-8", "replace")
        if printed.strip():
            # Not part of our answer, which a program may read as JSON.
            sys.stderr.write("".join(f"{plain(line)}\n" for line in printed.splitlines()))
        return answer


def plain(words: object) -> str:
    """What a plugin says, cut, and without characters that would act on a terminal."""
    return "".join(one if one.isprintable() else " " for one in str(words)[:_MOST_PRINTED])


def _read(file: Path) -> dict[str, Any] | None:
    try:
        if file.stat().st_size > _MOST_BYTES:
            return None
        answer = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
