"""Hostile files through the command as a city runs it: one clear line each, within 10 seconds and 1 GB of memory.

Run with ``-n 0 -m full -rA`` it prints what each file took, and at the end the most that any took. The seconds that
count are the processor's, those of all processes together: a machine that does other things beside fails nothing.
"""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import openpyxl
import psutil
import pytest
from raw_workbook import sheet, workbook
from test_evidence_workbook_hostile import test_it_is_refused_with_one_line as of_workbooks

from appraisal import paths
from tests.commands import environment_with
from tests.intake import world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.full

SECONDS, MEMORY = 10, 1024**3
#: Of the clock, on however busy a machine: what takes longer waits for something.
PATIENCE = 60
EVIDENCE = paths.scenarios() / "2014" / "evidence"


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


def _runs(row: int) -> str:
    return "".join(f"<r><t>{row * each % 9973:04}</t></r>" for each in range(400))


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
    "[a]*?.csv" if os.name != "nt" else "[a].csv": lambda: b"",
}
#: Within every limit of size: reading them takes more than three times what the limit of the processor's time allows.
SLOW: dict[str, Callable[[], bytes]] = {
    "rich_texts.xlsx": lambda: workbook(
        sheet(_rows(300_000, 10, lambda row, letter: f'<c r="{letter}{row}" t="inlineStr"><is><r><t>{row}</t></r><r><t>x</t></r></is></c>'))
    ),
    "one_text_in_many_runs.xlsx": lambda: workbook(
        sheet(_rows(30_000, 1, lambda row, letter: f'<c r="{letter}{row}" t="inlineStr"><is>{_runs(row)}</is></c>'))
    ),
}  # fmt: skip
WORKBOOKS = next(mark for mark in vars(of_workbooks)["pytestmark"] if mark.name == "parametrize").args[1]


#: The most that any of them took: seconds of the clock and of the processor, and bytes.
MOST = {"seconds": 0.0, "computed": 0.0, "memory": 0.0}


@pytest.fixture(scope="module", autouse=True)
def _the_most_is_told() -> Iterator[None]:
    yield
    print("The most:", _figures(**MOST))  # noqa: T201 - the measured figures


def _figures(seconds: float, computed: float, memory: float) -> str:
    return f"{seconds:.1f} s, {computed:.1f} s of the processor, {memory / 1e6:.0f} MB"


def _computed() -> float:
    """Seconds that ended children of this process have computed, with their own; Windows does not tell."""
    times = os.times()
    return times.children_user + times.children_system


def _run(file: Path, *more: str) -> list[str]:
    """What the command says of this file, watched with all of its children: in time, and nothing is left behind."""
    left = file.parent / "left"
    left.mkdir()
    variables = environment_with(TMPDIR=str(left), TMP=str(left), TEMP=str(left))
    words = [sys.executable, "-m", "appraisal", "validate", file.name, *more]
    started, before, memory = time.monotonic(), _computed(), 0.0
    with subprocess.Popen(
        words, cwd=file.parent, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            if time.monotonic() - started > PATIENCE:
                process.kill()
            memory = max(memory, _memory(watched))
            time.sleep(0.02)
        seconds = time.monotonic() - started
        said = str(process.stderr.read() if process.stderr else "")
    taken = {"seconds": seconds, "computed": _computed() - before, "memory": memory}
    print(f"{file.name}: {_figures(**taken)}: {said}")  # noqa: T201 - the measured figures
    MOST.update({each: max(most, taken[each]) for each, most in MOST.items()})
    assert process.returncode == 1
    assert not any(word in said for word in ("Traceback", "went wrong inside"))
    assert os.listdir(left) == []  # noqa: PTH208 - names
    assert memory <= MEMORY
    assert taken["computed"] <= SECONDS
    return said.splitlines()


def _memory(process: psutil.Process) -> int:
    try:
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])
    except psutil.Error:
        return 0


def _line(file: Path, *more: str) -> str:
    """The one line that is said of it."""
    (line,) = _run(file, *(more or ("--scenario", "2014")))
    assert line.startswith("Error ")
    assert file.name in line
    return line


def _check(name: str, data: bytes, folder: Path) -> str:
    file = folder / name
    file.write_bytes(data)
    return _line(file)


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
    assert "workbook|too_slow" in _check(name, SLOW[name](), tmp_path)


def test_what_comes_near_the_limits_is_answered_in_time(tmp_path: Path) -> None:
    number = '<c r="{1}{0}"><v>{0}.{0}</v></c>'.format
    file = tmp_path / "numbers.xlsx"
    file.write_bytes(workbook(sheet(_rows(450_000, 10, number))))
    assert all("no_table" in line or "too_slow" in line for line in _run(file, "--scenario", "2014"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no FIFOs, and links need a right there")
def test_a_fifo_and_a_link_get_one_line_and_are_not_opened(tmp_path: Path) -> None:
    for name, code in (("fifo.xlsx", "not_a_file"), ("link.csv", "link")):
        folder = tmp_path / code
        folder.mkdir()
        if code == "link":
            (folder / name).symlink_to("/dev/zero")
        else:
            os.mkfifo(folder / name)
        assert f"intake|{code}" in _line(folder / name)


@pytest.mark.parametrize(
    ("text", "told"),
    [("[" * 100_000, "json|"), ('{"a": 1, "a": 2}', "json|"), ("NaN", "json|"), ("1e999999999", "json|")],
)
def test_a_hostile_scenario_gets_one_line_in_time(tmp_path: Path, text: str, told: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "scenario.json").write_text(text)
    (line,) = _run(folder)
    assert told in line


@pytest.mark.parametrize(("cell", "told"), [("=1/0", "cell|"), ("#DIV/0!", "cell|error")])
def test_a_formula_without_its_value_and_an_error_of_excel_get_one_line(tmp_path: Path, cell: str, told: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    world.scenario(folder / "province")
    tables = world.cut(world.platforms(1, "佛山市"))
    book = openpyxl.load_workbook(io.BytesIO(world.workbook(tables)))
    book["经营财务"]["D2"] = cell
    book.save(folder / "a.xlsx")
    assert told in _line(folder / "a.xlsx", "--scenario", "province")
