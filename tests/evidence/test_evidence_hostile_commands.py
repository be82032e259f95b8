"""Hostile files through the command as a city runs it: one clear line each, within 10 seconds and 1 GB of memory."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import psutil
import pytest
from raw_workbook import sheet, workbook
from test_evidence_workbook_hostile import test_it_is_refused_with_one_line as of_workbooks

from appraisal import paths
from tests.commands import environment_with

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.full

SECONDS, MEMORY = 10, 1024**3
EVIDENCE = paths.scenarios() / "2014" / "evidence"


class Done(NamedTuple):
    """How a command ended: its exit code, what it said, and what it took at most."""

    code: int
    lines: list[str]
    seconds: float
    memory: int


def _rows(count: int, width: int, cell: Callable[[int, str], str]) -> str:
    """Rows of a sheet, each cell made from its row and its column."""
    return "".join(
        f'<row r="{row}">{"".join(cell(row, letter) for letter in "ABCDEFGHIJ"[:width])}</row>'
        for row in range(1, count + 1)
    )


def _flipped(data: bytes) -> bytes:
    broken = bytearray(data)
    for place in range(1000, len(broken), 5000):
        broken[place] ^= 1
    return bytes(broken)


def _shared_text() -> bytes:
    cells = _rows(100_000, 1, lambda row, letter: f'<c r="{letter}{row}" t="s"><v>0</v></c>')
    return workbook(sheet(cells), texts="<si><t>" + "长" * 30_000 + "</t></si>")


#: By name, for the file of each the ending counts: those that no workbook of the other test is.
OTHERS: dict[str, Callable[[], bytes]] = {
    "one_text_in_many_cells.xlsx": _shared_text,
    "a_million_columns.csv": (",".join(f"c{n}" for n in range(10**6)) + "\n" + "," * (10**6 - 1)).encode,
    "nul.csv": lambda: b"\xe5\xb9\xb3,b\n1,\x002\n",
    "mixed_ends.csv": lambda: b"a,b\r1,2\n3,4\r\n",
    "packed.csv": lambda: gzip.compress(b"a,b\n" * 10**7),
    "one_cell.csv": lambda: b"a,b\n" + b"1" * 50_000_000 + b",2\n",
    "open_quote.csv": lambda: b'a,b\n"' + b"1,2\n" * 10_000_000,
    "services.parquet": lambda: (EVIDENCE / "services.parquet").read_bytes()[:9000],
    "staff.parquet": lambda: _flipped((EVIDENCE / "staff.parquet").read_bytes()),
    "deep.xml": lambda: b"<a>" * 100_000,
    "deep.json": lambda: b"[" * 100_000,
}
#: Within every limit of size: reading them takes too long, and only the limit of the processor's time ends it.
SLOW: dict[str, Callable[[], bytes]] = {
    "numbers.xlsx": lambda: workbook(
        sheet(_rows(450_000, 10, lambda row, letter: f'<c r="{letter}{row}"><v>{row * 7919 % 1_000_003}.{row % 97}</v></c>'))
    ),
    "rich_texts.xlsx": lambda: workbook(
        sheet(_rows(300_000, 10, lambda row, letter: f'<c r="{letter}{row}" t="inlineStr"><is><r><t>{row}</t></r><r><t>x</t></r></is></c>'))
    ),
}  # fmt: skip
WORKBOOKS = next(mark for mark in of_workbooks.pytestmark if mark.name == "parametrize").args[1]


def _validate(file: Path, left: Path) -> Done:
    """The command on this file, watched with all of its children; what it leaves would lie in ``left``."""
    left.mkdir()
    variables = environment_with(TMPDIR=str(left), TMP=str(left), TEMP=str(left))
    words = [sys.executable, "-m", "appraisal", "validate", file.name, "--scenario", "2014"]
    started, memory = time.monotonic(), 0
    with subprocess.Popen(
        words, cwd=file.parent, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            memory = max(memory, _memory(watched))
            time.sleep(0.01)
        seconds = time.monotonic() - started
        said = process.stderr.read() if process.stderr else ""
    return Done(process.returncode, said.splitlines(), seconds, memory)


def _memory(process: psutil.Process) -> int:
    try:
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])
    except psutil.Error:
        return 0


def _check(name: str, data: bytes, folder: Path) -> Done:
    file, left = folder / name, folder / "left"
    file.write_bytes(data)
    done = _validate(file, left)
    print(f"{name}: {done.seconds:.1f} s, {done.memory / 1e6:.0f} MB: {done.lines}")  # noqa: T201 - the measured figures, with -rA
    assert done.code == 1
    assert len(done.lines) == 1
    assert done.lines[0].startswith("Error ")
    assert name in done.lines[0]
    assert not any(word in done.lines[0] for word in ("Traceback", "went wrong inside"))
    assert os.listdir(left) == []  # noqa: PTH208 - names
    assert done.memory <= MEMORY
    assert done.seconds <= SECONDS
    return done


@pytest.mark.parametrize("at", range(len(WORKBOOKS)))
def test_a_hostile_workbook_gets_one_line_in_time(at: int, tmp_path: Path) -> None:
    make, told = WORKBOOKS[at]
    assert make is not None
    assert told.partition("|")[0] == "workbook"
    _check(f"{at:02}.xlsx", make(), tmp_path)


@pytest.mark.parametrize("name", OTHERS)
def test_a_hostile_file_of_another_kind_gets_one_line_in_time(name: str, tmp_path: Path) -> None:
    _check(name, OTHERS[name](), tmp_path)


@pytest.mark.parametrize("name", SLOW)
def test_what_only_the_limit_of_time_ends_is_ended_in_time(name: str, tmp_path: Path) -> None:
    assert "workbook|too_slow" in _check(name, SLOW[name](), tmp_path).lines[0]
