"""The one door of the formats: by first bytes, then by name; what is not read says what to do."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from appraisal.evidence.reading import file_format, read_table


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"a,b\n", "f.csv", "csv"),
        (b"a,b\n", "F.CSV", "csv"),
        (b"a\tb\n", "f.tsv", "csv"),
        (b"PAR1....PAR1", "f.parquet", "parquet"),
        (b"PAR1....PAR1", "f.csv", "parquet"),
        (b"nothing", "f.parquet", "parquet"),
        (b"PK\x03\x04", "f.xlsx", "excel"),
        (b"PK\x03\x04", "f.zip", "archive"),
        (b"PK\x03\x04", "f.csv", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "f.xls", "excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "f.et", "excel"),
        (b"\x1f\x8b\x08", "f.csv", "archive"),
        (b"a,b\n", "f.dat", "unknown"),
        (b"a,b\n", "f", "unknown"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(data, name, kind):
    assert file_format(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "mend"),
    [
        (b"PK\x03\x04", "f.zip", "Unpack it"),
        (b"\x1f\x8b\x08", "f.csv", "Unpack it"),
        (b"\x00\x01", "f.bin", "Save it as .xlsx, CSV UTF-8 or Parquet."),
    ],
)
def test_a_file_that_is_not_read_says_what_to_do(things, data, name, mend):
    table, [finding] = read_table(data, name, things)
    assert (table, finding.code, finding.place.file) == (None, "file|format", name)
    assert mend in finding.sentence("en")


@pytest.mark.parametrize(
    ("data", "name"), [(b"PK\x03\x04", "f.xlsx"), (b"\xd0\xcf\x11\xe0", "f.xls"), (b"\xd0\xcf\x11\xe0", "f.et")]
)
def test_a_workbook_that_cannot_be_opened_is_one_line(things, data, name):
    table, [finding] = read_table(data, name, things)
    assert (table, finding.place.file, finding.severity) == (None, name, "error")
    assert str(finding.fix)


def workbook(*sheets: tuple[str, list[list]]) -> bytes:
    book = Workbook()
    for place, (name, rows) in enumerate(sheets):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = name
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_evidence_like_any_other_file(things):
    data = workbook(
        ("甲", [["事项"], ["平台编号", "人数"], ["P1", 12]]),
        ("乙", [["人数", "平台编号"], [3, "P2"], [4, "P3"]]),
        ("附", [["x"]]),
    )
    table, found = read_table(data, "f.xlsx", things)
    assert table
    assert table.frame.select("platform_id", "staff").rows() == [("P1", 12), ("P2", 3), ("P3", 4)]
    assert [(table.place(row, "staff").sheet, table.place(row, "staff").cell) for row in range(3)] == [
        ("甲", "B3"),
        ("乙", "A2"),
        ("乙", "A3"),
    ]
    assert [finding.severity for finding in found] == ["notice"]


def test_a_workbook_with_a_bad_cell_is_no_evidence_and_says_everything(things):
    table, found = read_table(workbook(("甲", [["平台编号", "人数"], ["P1", "约12"], [None, 5000]])), "f.xlsx", things)
    assert table is None
    assert [(finding.code, finding.place.cell) for finding in found] == [
        ("cell|number", "B2"),
        ("cell|too_large", "B3"),
        ("cell|missing", "A3"),
    ]
    assert read_table(workbook(("甲", [["x"]]), ("乙", [["y"]])), "f.xlsx", things)[1][-1].code == "file|no_table"
