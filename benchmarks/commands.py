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
    peer_title: str = ""


#: What the installed script ``appraisal`` does.
APPRAISAL = ("-c", "import sys; from appraisal.__main__ import main; sys.exit(main())")
#: As if a package were installed whose entry points name fifty plugins.
_SEEN = "import sys; sys.path.insert(0, sys.argv.pop(1)); "
IMPORTS = ("-c", "import polars, typer, jsonschema")
CLAIMS = [
    Claim("appraisal run 2014", (*APPRAISAL, "run", "2014", "--out", "{out}"), IMPORTS, 3, 400),
    Claim("appraisal run 2015", (*APPRAISAL, "run", "2015", "--out", "{out}"), IMPORTS, None),
    Claim("appraisal --version", (*APPRAISAL, "--version"), ("-c", "pass"), 2),
    Claim("appraisal --help", (*APPRAISAL, "--help"), ("-c", "pass"), 8),
    Claim(
        "appraisal --help beside 50 plugins",
        ("-c", f"{_SEEN}{APPRAISAL[1]}", "{plugins}", "--help"),
        (*APPRAISAL, "--help"),
        1.1,
        peer_title="without them",
    ),
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


def _fifty_plugins(folder: Path) -> Path:
    """Fifty packages as pip leaves them, each with one plugin."""
    for number in range(50):
        package = folder / f"plugin_{number}-1.0.dist-info"
        package.mkdir(parents=True)
        (package / "METADATA").write_text(f"Name: plugin-{number}\nVersion: 1.0\n", encoding="utf-8")
        entry = f"[appraisal.plugins]\nplugin_{number} = plugin_{number}\n"
        (package / "entry_points.txt").write_text(entry, encoding="utf-8")
        (folder / f"plugin_{number}.py").write_text("import time; time.sleep(1)\n", encoding="utf-8")
    return folder


def _measured(claim: Claim, rounds: int) -> str:
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        plugins = _fifty_plugins(Path(folder) / "plugins")
        for number in range(rounds + 1):
            words = tuple(word.format(out=f"{folder}/{number}", plugins=plugins) for word in claim.command)
            pair = _once(words, watch=False)[0], _once(claim.peer, watch=False)[0]
            if number:  # the first round warms the disk
                ours.append(pair[0])
                theirs.append(pair[1])
        peak = _once(tuple(word.format(out=f"{folder}/m", plugins=plugins) for word in claim.command), watch=True)[1]
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    memory = f"{peak:.0f} MB (at most {claim.memory_mb})" if claim.memory_mb else f"{peak:.0f} MB"
    peer = claim.peer_title or f"`python {' '.join(claim.peer)}`"
    return (
        f"| {claim.title} | {spread(ours)} | {peer} {spread(theirs)} "
        f"| **{ratio:.2f}**{f' (at most {claim.most:g})' if claim.most else ''} | {memory} |"
    )
