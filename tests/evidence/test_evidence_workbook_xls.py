"""The older .xls files say the same as .xlsx files do."""

from __future__ import annotations

import datetime as dt
import io
import random

import pytest
import xlwt

from appraisal.evidence.sheet import Merged
from appraisal.evidence.workbook import read_workbook

#: The process is tested in test_evidence_workbook_hostile.
pytestmark = pytest.mark.usefixtures("read_here")


def saved(fill) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_xls_file_is_read_as_it_stands() -> None:
    def fill(book) -> None:
        page = book.add_sheet("台账")
        page.write_merge(0, 0, 0, 2, "二〇一三年台账")
        page.write(1, 0, "佛山市甲公司")
        page.write(1, 1, 0.65, xlwt.easyxf(num_format_str="0.0%"))
        page.write(1, 2, dt.datetime(2013, 12, 31), xlwt.easyxf(num_format_str="yyyy-mm-dd"))  # noqa: DTZ001 - Excel knows no zones
        page.write(3, 0, 0.1 + 0.2)
        page.write(3, 1, True)  # noqa: FBT003 - a cell
        page.row(3).set_cell_error(2, "#DIV/0!")
        page.write(4, 2, "a\x00b_x0041_")
        page.row(3).hidden = True
        page.col(1).hidden = True
        book.add_sheet("隐藏").visibility = 1

    sheets, found = read_workbook(saved(fill), "f.xls")
    assert not found
    ledger, hidden = sheets
    assert ledger.name == "台账"
    assert ledger.cells.rows() == [
        ("二〇一三年台账", None, None),
        ("佛山市甲公司", "0.65", "2013-12-31"),
        (None, None, None),
        ("0.3", "TRUE", "#DIV/0!"),
        (None, None, "a_x0000_b_x0041_"),
    ]
    assert ledger.kinds == (b"tt n ", b" % b ", b" d et")
    assert ledger.merged == (Merged(0, 0, 0, 2),)
    assert ledger.hidden_rows == {4}
    assert ledger.hidden_columns == {1}
    assert hidden.is_hidden


def test_a_name_that_ends_otherwise_makes_no_difference() -> None:
    data = saved(lambda book: book.add_sheet("S").write(0, 0, 7))
    assert read_workbook(data, "f.xlsx")[0][0].cells.rows() == [("7",)]


@pytest.mark.parametrize("seed", range(12))
def test_a_broken_xls_file_is_refused_or_read(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    data = bytearray(saved(lambda book: book.add_sheet("S").write(0, 0, "甲")))
    for _ in range(20):
        data[chance.randrange(512, len(data))] = chance.randrange(256)
    sheets, found = read_workbook(bytes(data), "f.xls")
    assert bool(sheets) != bool(found)
    assert len(found) <= 1


def test_a_cut_off_xls_file_is_refused() -> None:
    data = saved(lambda book: book.add_sheet("S").write(0, 0, 7))
    sheets, (finding,) = read_workbook(data[:2048], "f.xls")
    assert not sheets
    assert finding.code.startswith("workbook|")
