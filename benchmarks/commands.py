"""Whole commands in turn with their peers: time, and peak memory."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.timing import spread

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Claim:
    """A command, the peer it is held against, and the ratio of their medians that is allowed."""

    title: str
    command: tuple[str, ...]
    peer: tuple[str, ...]
    #: None where nothing is claimed, only shown.
    most: float | None
    #: Peak memory in MB that is allowed; None where nothing is claimed.
    memory_mb: int | None = None


#: What the installed script ``appraisal`` does.
APPRAISAL = ("-c", "import sys; from appraisal.__main__ import main; sys.exit(main())")
IMPORTS = ("-c", "import polars, typer, jsonschema")
CLAIMS = [
    Claim("appraisal run 2014", (*APPRAISAL, "run", "2014", "--out", "{out}"), IMPORTS, 3, 400),
    Claim("appraisal run 2015", (*APPRAISAL, "run", "2015", "--out", "{out}"), IMPORTS, None),
    Claim("appraisal --version", (*APPRAISAL, "--version"), ("-c", "pass"), 2),
    Claim("appraisal --help", (*APPRAISAL, "--help"), ("-c", "pass"), 8),
]


def measure(rounds: int) -> list[str]:
    """Every claim as a line of a table."""
    head = ["| command | time | peer | ratio | peak memory |", "|---|---|---|---|---|"]
    return [*head, *(_measured(claim, rounds) for claim in CLAIMS)]


def _once(words: tuple[str, ...], *, watch: bool) -> tuple[float, float]:
    """Seconds and peak memory in MB of one process; memory is only looked at when watched, as looking costs time."""
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    if watch:
        seen = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                peak = max(peak, seen.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(0.002)
    process.wait()
    return time.perf_counter() - begin, peak / 2**20


def _measured(claim: Claim, rounds: int) -> str:
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds + 1):
            words = tuple(word.format(out=f"{folder}/{number}") for word in claim.command)
            pair = _once(words, watch=False)[0], _once(claim.peer, watch=False)[0]
            if number:  # the first round warms the disk
                ours.append(pair[0])
                theirs.append(pair[1])
        peak = _once(tuple(word.format(out=f"{folder}/m") for word in claim.command), watch=True)[1]
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    memory = f"{peak:.0f} MB (at most {claim.memory_mb})" if claim.memory_mb else f"{peak:.0f} MB"
    return (
        f"| {claim.title} | {spread(ours)} | `python {' '.join(claim.peer)}` {spread(theirs)} "
        f"| **{ratio:.2f}**{f' (at most {claim.most:g})' if claim.most else ''} | {memory} |"
    )
