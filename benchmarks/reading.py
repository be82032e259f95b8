"""Files of 100,000 rows read, typed and checked: GB18030 against Python's decoder, xlsx against Polars' own reader."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from appraisal.evidence import check_table, read_table
from appraisal.schema.table import table_schema
from benchmarks import peers, rows
from benchmarks.timing import Method, in_turn, spread, times, verdict

if TYPE_CHECKING:
    from appraisal.schema.table import TableSchema

_ROWS = 100_000
_DECODE = "`bytes.decode('gb18030')`"
_SPLIT = "the same, and `pl.read_csv` of the text, nothing typed or checked"
_STANDARD = "`csv.reader` over the decoded text, nothing typed or checked"
_OURS = "**ours: read, typed and checked**"
_UTF8 = "ours, the same rows in UTF-8"
_CALAMINE = "`pl.read_excel(engine='calamine')`"
_APART = "floor: the same reader in a process of its own, its frame handed over"
_BOOK = "**ours: every cell with its address, child included**"


def measure(rounds: int) -> list[str]:
    """The tables of results."""
    good = rows.rows(_ROWS).filter(rows.is_good())
    schema = table_schema(rows.SCHEMA, "benchmark.schema.json")
    document, register = rows.register(_ROWS)
    chinese = table_schema(document, "register.schema.json")
    return [
        *_csv("A ledger, mostly codes and numbers", good, schema, rounds),
        "",
        *_csv("A register, mostly Chinese", register, chinese, rounds),
        "",
        *_xlsx(good.drop("remark"), rounds),
    ]


def _csv(title: str, good: pl.DataFrame, schema: TableSchema, rounds: int) -> list[str]:
    source = good.write_csv()
    chinese, utf8 = source.encode("gb18030"), source.encode()

    def ours(data: bytes) -> int:
        table, found = read_table(data, "rows.csv", schema)
        if table is None:
            raise AssertionError(found)
        return table.frame.height + len(check_table(table))

    methods = [
        Method(_DECODE, lambda: chinese.decode("gb18030"), good.height),
        Method(_SPLIT, lambda: pl.read_csv(chinese.decode("gb18030").encode(), infer_schema=False).height, good.height),
        Method(
            _STANDARD, lambda: len(list(csv.reader(io.StringIO(chinese.decode("gb18030"), newline="")))), good.height
        ),
        Method(_OURS, lambda: ours(chinese), good.height),
        Method(_UTF8, lambda: ours(utf8), good.height),
    ]
    measured = in_turn(methods, rounds)
    lines = [
        f"{title}: CSV in GB18030, {good.height:,} rows x {good.width} columns, {len(chinese) / 2**20:.0f} MB.",
        "",
        f"| method | time | times {_DECODE} |",
        "|---|---|---|",
    ]
    for method, each in measured.items():
        ratio = times(each, measured[_DECODE])
        claim = verdict(ratio, at_most=1.5 if method == _OURS else None)
        lines.append(f"| {method} | {spread(each.seconds)} | {claim} |")
    return lines


def _xlsx(good: pl.DataFrame, rounds: int) -> list[str]:
    if peers.installed("fastexcel") is None or peers.installed("xlsxwriter") is None:
        return ["xlsx: not measured, the peer is not installed."]
    try:
        from appraisal.evidence.workbook import read_workbook  # noqa: PLC0415 - the room may not be there
    except ImportError:
        print("there is no reader of workbooks yet: xlsx is passed over")
        return ["xlsx: not measured, there is no reader of workbooks yet."]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.xlsx"
        good.write_excel(file)
        data = file.read_bytes()
        methods = [
            Method(_CALAMINE, lambda: pl.read_excel(file, engine="calamine").height, good.height),
            Method(_APART, lambda: _apart(file), good.height),
            Method(_BOOK, lambda: read_workbook(data, file.name), good.height),
        ]
        measured = in_turn(methods, min(rounds, 5))
    ratio, floor = (times(measured[each], measured[_CALAMINE]) for each in (_BOOK, _APART))
    return [
        f"xlsx, {good.height:,} rows x {good.width} columns, {len(data) / 2**20:.0f} MB.",
        "",
        f"| method | time | times {_CALAMINE} |",
        "|---|---|---|",
        f"| {_CALAMINE} | {spread(measured[_CALAMINE].seconds)} | 1.00 |",
        f"| {_APART} | {spread(measured[_APART].seconds)} | {floor:.2f} |",
        f"| {_BOOK} | {spread(measured[_BOOK].seconds)} | {verdict(ratio, at_most=1.5)} |",
    ]


def _apart(file: Path) -> int:
    """What a child costs in any case: an interpreter that loads Polars, and a frame that goes through a file."""
    handed = file.with_suffix(".arrow")
    program = "import sys, polars; polars.read_excel(sys.argv[1], engine='calamine').write_ipc(sys.argv[2])"
    subprocess.run([sys.executable, "-I", "-c", program, str(file), str(handed)], check=True)
    return pl.read_ipc(handed.read_bytes()).height


def _split_only(data: bytes) -> int:
    return len(list(csv.reader(io.StringIO(data.decode("gb18030"), newline=""))))
