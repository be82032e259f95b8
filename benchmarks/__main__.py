"""Time whole commands in turn with their peers, and write what was measured to ``benchmarks/RESULTS.md``."""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

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


def _measure(claim: Claim, rounds: int) -> str:
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
        f"| {claim.title} | {_spread(ours)} | `python {' '.join(claim.peer)}` {_spread(theirs)} "
        f"| **{ratio:.2f}**{f' (at most {claim.most:g})' if claim.most else ''} | {memory} |"
    )


def _spread(seconds: list[float]) -> str:
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    return f"{middle * 1000:.0f} ms [{low * 1000:.0f}–{high * 1000:.0f}]"


def main() -> None:
    """Measure every claim and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    lines = [
        "# Measured",
        "",
        f"`python -m benchmarks --rounds {rounds}` on {platform.system()} {platform.machine()},",
        f"{psutil.cpu_count()} cores, Python {platform.python_version()}.",
        "Ours and the peer in turn; median [lowest–highest]; the ratio is the median of the pairs.",
        "",
        "| command | time | peer | ratio | peak memory |",
        "|---|---|---|---|---|",
    ]
    for claim in CLAIMS:
        lines.append(_measure(claim, rounds))
        print(lines[-1], flush=True)
    (ROOT / "benchmarks" / "RESULTS.md").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
