"""What the process does from its start to its end: one job."""

from __future__ import annotations

import contextlib
import importlib
import os
from pathlib import Path

from .job import Job, job_in
from .refusal import Refusal

_READERS = {"xlsx": ("xlsx", "read_xlsx"), "xls": ("xls", "read_xls"), "parquet": ("parquet", "read_parquet")}
#: Seconds of the processor and bytes of an answer after which the system itself ends the process,
#: should the parent be gone.
_MOST_SECONDS = 60
_MOST_BYTES = 2 << 30


def work(folder: str) -> None:
    """Do the job in a folder and leave the answer there."""
    _set_walls()
    answer(job_in(Path(folder)))
    # The answer is written; giving back memory piece by piece would only take time.
    os._exit(0)


def answer(job: Job) -> None:
    """Do the job and leave the answer in its folder, whatever the file does to its reader."""
    try:
        job.answer(_read(job))
    except Refusal as refusal:
        job.answer({"refused": refusal.reason, "facts": refusal.facts})
    except MemoryError:
        job.answer({"refused": "memory", "facts": {}})
    except Exception as error:  # noqa: BLE001 - the door to foreign files: whatever a reader stumbles over, it is said
        reason = f"{type(error).__name__}: {error}".split("\n")[0][:100]
        job.answer({"refused": "damaged", "facts": {"reason": reason}})


def _read(job: Job) -> dict[str, object]:
    module, name = _READERS[job.kind]
    # Each kind of file has its own libraries, and only those are loaded.
    return getattr(importlib.import_module(f".{module}", __package__), name)(job)


def _set_walls() -> None:
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, _MOST_SECONDS),
        (resource.RLIMIT_FSIZE, _MOST_BYTES),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
