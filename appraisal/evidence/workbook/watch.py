"""A process that does one job in a folder of its own, watched: how long it computes, and how much memory it takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from appraisal.evidence.limits import CHILD_CPU_SECONDS, CHILD_MEMORY, CHILD_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The package is found where this one stands, and nothing else is: neither the folder the user works in nor
#: variables of the environment say what is imported.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); import apart; del sys.path[0]; "
    "from apart.work import work; work(sys.argv[2])"
)
_LOOK_EVERY = 0.02
#: On Windows no console window opens.
_FLAGS = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def do_apart(folder: Path) -> dict[str, Any]:
    """The answer to the job in the folder; where there is none, why."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-I", "-c", _START, str(Path(__file__).parent), str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        creationflags=_FLAGS,
    )
    try:
        excess = _excess(process)
    finally:
        _end(process)
    answer = folder / "answer.json"
    if excess:
        return {"refused": excess, "facts": {}}
    if process.returncode or not answer.exists():
        # Some engines end the process when a file tells them to take all the memory there is.
        return {"refused": "died", "facts": {}}
    return json.loads(answer.read_text(encoding="utf-8", errors="surrogatepass"))


def _excess(process: subprocess.Popen[bytes]) -> str | None:
    """Wait for the end; what the process takes too much of, if it does."""
    started = time.monotonic()
    while True:
        try:
            process.wait(_LOOK_EVERY)
        except subprocess.TimeoutExpired:
            memory, seconds = _taken(process.pid)
            if memory > CHILD_MEMORY:
                return "memory"
            # NOTE: time of the processor, not of the clock: a busy machine refuses nothing.
            if seconds > CHILD_CPU_SECONDS or time.monotonic() - started > CHILD_SECONDS:
                return "time"
        else:
            return None


def _taken(number: int) -> tuple[int, float]:
    memory, seconds = 0, 0.0
    for process in _family(number):
        try:
            with process.oneshot():
                memory += process.memory_info().rss
                times = process.cpu_times()
                seconds += times.user + times.system
        except psutil.Error:
            continue
    return memory, seconds


def _family(number: int) -> Iterable[psutil.Process]:
    try:
        process = psutil.Process(number)
        # On Windows the interpreter of a virtual environment only starts the real one.
        return [process, *process.children(recursive=True)] if os.name == "nt" else [process]
    except psutil.Error:
        return []


def _end(process: subprocess.Popen[bytes]) -> None:
    """Whatever happened, nothing of it runs on."""
    if process.poll() is None:
        for each in _family(process.pid):
            try:
                each.kill()
            except psutil.Error:
                continue
        process.kill()
    process.wait()
