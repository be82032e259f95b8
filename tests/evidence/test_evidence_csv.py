"""A CSV file is read to the letter or refused with the row, the column and the mend."""

from __future__ import annotations

import csv
import io
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.errors import Place
from appraisal.evidence import csv_sheet, csv_table, reading
from appraisal.evidence.csv_sheet import read_csv_sheet
from appraisal.evidence.reading import read_table
from appraisal.evidence.records import split_cells, split_records

HEADER = "platform_id,town,staff,money,legal,day\n"
ROW = ("P1", "小榄", 12, 345, True, date(2014, 12, 31))
LINE = "P1,小榄,12,3.45,是,2014-12-31\n"


def test_a_row_of_every_kind_is_read(read):
    assert read(HEADER + LINE) == [ROW]


@pytest.mark.parametrize(
    "source",
    [
        HEADER + LINE.rstrip("\n"),
        HEADER + LINE + "\n\n",
        (HEADER + LINE).replace("\n", "\r\n"),
        (HEADER + LINE).replace(",", ";"),
        (HEADER + LINE).replace(",", "\t"),
        "平台编号,镇（街道）,人数,收入,法人,日期\n" + LINE,
        " 平台编号 ,镇(街道),staff,收入,法人,日期\n" + LINE,
        "platform_id,镇街,staff,money,legal,day\n" + LINE,
        '"platform_id","town","staff","money","legal","day"\n"P1","小榄","12","3.45","是","2014-12-31"\n',
        'platform_id,town,staff,money,legal,day\nP1,"小榄",12,3.45,是,"2014-12-31"\n',
        "day,legal,money,staff,town,platform_id\n2014-12-31,是,3.45,12,小榄,P1\n",
    ],
)
def test_line_ends_separators_headers_and_order_do_not_matter(read, source):
    assert read(source) == [ROW]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
def test_the_encodings_of_excel_are_read(things, encoding):
    source = HEADER + LINE
    if encoding.endswith("-bom"):
        data = ("\ufeff" + source).encode(encoding.removesuffix("-bom"))
    else:
        data = source.encode(encoding)
    table, found = read_table(data, "f.csv", things)
    assert table is not None
    assert table.frame.rows() == [ROW]
    assert [(finding.code, finding.severity) for finding in found] == (
        [("file|encoding", "notice")] if encoding == "gb18030" else []
    )


def test_an_absent_column_and_an_empty_cell_are_missing(read):
    assert read("staff,platform_id\n,P1\n") == [("P1", None, None, None, None, None)]
    assert read('staff,platform_id\n"",P1\n') == [("P1", None, None, None, None, None)]


def test_a_file_of_a_header_only_is_an_empty_table(read):
    assert read(HEADER) == []


def test_rows_are_numbered_as_excel_shows_them(things):
    table, _ = read_table((HEADER + LINE).encode(), "f.csv", things)
    assert table is not None
    assert table.place(0, "staff") == Place("f.csv", row=2, column="staff")
    assert (table.platform_id(0), table.shown(0, "money"), table.shown(0, "legal")) == ("P1", "3.45", "true")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("P1,,,,\n", [("row|short", 2, None)]),
        ("P1,,,,,,\n", [("row|long", 2, None)]),
        (LINE + "\n" + LINE, [("row|empty", 3, None)]),
        (LINE + ",,,,,\n", [("row|empty", 3, None)]),
        (LINE + "P2\n" + LINE + "P4,a,b,c,d,e,f\n", [("row|short", 3, None), ("row|long", 5, None)]),
        ('P1,"a\nb",1,,,\nP2\n', [("row|short", 3, None)]),
        ('P1,"a\nb\n\nc",1,,,\nP2,,x,,,\n', [("cell|number", 3, "staff")]),
        ('P1,"a,1,,,\nP2,,,,,\n', [("row|quotes", 2, None)]),
        (LINE + 'P1,a"b,1,,,\nP2,,,,,\n', [("row|quotes", 3, None)]),
        ('P1,"a"b,1,,,\n', [("row|quotes", 2, None)]),
        ('P1,"a"b,1,,,\nP2,"a"b,1,,,\n', [("row|quotes", 2, None)]),
        # An empty row hides nothing that is wrong behind it; a broken one may, and is mended first.
        ("\np2,,,,,\n", [("row|empty", 2, None), ("cell|pattern", 3, "platform_id")]),
        ("P1\np2,,,,,\n", [("row|short", 2, None)]),
        ('P1, "a",1,,,\n', [("row|quotes", 2, None)]),
        ("P1,a\rb,1,,,\n", [("row|quotes", 2, None)]),
        (LINE + "P1,a\x00b,1,,,\n", [("file|nul", 3, None)]),
    ],
)
def test_a_crooked_row_is_told_by_its_number(read, body, found):
    assert read(HEADER + body) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("", [("file|empty", None, None)]),
        ("\n\n", [("file|empty", None, None)]),
        (HEADER.replace("\n", "\r") + LINE.replace("\n", "\r"), [("file|line_ends", None, None)]),
        ("town,staff\na,1\n", [("header|missing", 1, "platform_id")]),
        ("platform_id,stuff\nP1,1\n", [("header|unknown", 1, "stuff")]),
        ("platform_id,staff,人数\nP1,1,1\n", [("header|duplicate", 1, "staff")]),
        ("platform_id,platform_id\nP1,P2\n", [("header|duplicate", 1, "platform_id")]),
        ("platform_id,,staff\nP1,,1\n", [("header|empty", 1, None)]),
        (
            "P1,小榄,12\n",
            [("header|missing", 1, None)],
        ),
        ('"platform_id,town\nP1,a\n', [("row|quotes", 1, None)]),
        ("platform_id," + ",".join(f"c{n}" for n in range(500)) + "\n", [("header|too_many", 1, None)]),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(read, source, found):
    assert read(source) == found


def test_a_header_that_is_nearly_right_is_answered_with_the_right_one(things):
    _, found = read_table("platform_id,人 数,mony\nP1,1,1\n".encode(), "f.csv", things)
    assert [finding.fix.render("en") for finding in found] == ["Did you mean 人数?", "Did you mean money?"]


def test_a_column_that_is_in_every_list_of_excel_is_to_be_deleted(things):
    _, found = read_table("platform_id,staff,备注\nP1,1,x\n".encode(), "f.csv", things)
    (fix,) = (finding.fix.render("zh") for finding in found)
    assert "staff" not in fix.split("：")[-1]
    assert found[0].fix.render("en").startswith("Delete this column, or correct its header. Known here: ")


def test_every_bad_cell_of_a_file_is_told_at_once_and_the_rules_with_them(read):
    found = read("platform_id,staff,day\np1,x,2014-1-1\nP2,2000,\n,5,2014-13-01\n")
    assert found == [
        ("cell|number", 2, "staff"),
        ("cell|date", 2, "day"),
        ("cell|date", 4, "day"),
        ("cell|pattern", 2, "platform_id"),
        ("cell|too_large", 3, "staff"),
        ("cell|missing", 4, "platform_id"),
    ]


def test_a_cell_that_could_not_be_read_is_not_called_missing_as_well(table_of, read):
    schema = table_of({"n": {"type": "integer"}}, required=["n"])
    assert read("n\nx\n", schema) == [("cell|number", 2, "n")]


def test_a_table_of_one_column_knows_empty_rows(table_of, read):
    schema = table_of({"n": {"type": "integer"}})
    assert read("n\n1\n2\n", schema) == [(1,), (2,)]
    assert read("n\n1\n\n2\n", schema) == [("row|empty", 3, None)]


def test_many_faults_of_a_kind_are_counted_after_the_first_thousand(things):
    _, found = read_table(("platform_id,staff\n" + "P1,x\n" * 1500).encode(), "f.csv", things)
    assert len(found) == 1001
    assert found[-1].message.render("en") == "500 more rows have the same fault."
    assert (found[-1].place.row, found[-1].place.column, found[-2].place.row) == (None, "staff", 1001)


def test_an_endless_cell_is_refused(read):
    assert read(f"platform_id,town\nP1,{'长' * 10_001}\n") == [("cell|too_long", 2, "town")]
    assert read(f"platform_id,town\nP1,{'长' * 10_000}\n")[0][1] == "长" * 10_000


def test_limits_of_rows_and_bytes_are_kept(things, read, monkeypatch):
    monkeypatch.setattr(csv_table, "MAX_ROWS", 2)
    assert len(read("platform_id\nP1\nP2\n")) == 2
    assert read("platform_id\nP1\nP2\nP3\n") == [("file|too_large", None, None)]
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    _, found = read_table(b"platform_id\n", "f.csv", things)
    assert [finding.code for finding in found] == ["file|too_large"]


TEXTS = st.text('ab",;\t\n\r 中', max_size=5)


@given(
    st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=5), st.sampled_from(",;\t"), st.booleans()
)
def test_what_the_standard_library_writes_is_cut_into_the_same_cells(rows, separator, quote_all):
    stream = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=separator, quoting=quoting).writerows([["h"] * 3, *rows])
    records = split_records(stream.getvalue())
    cells = split_cells(records.slice(1), separator, 3)
    filled = [(place, *row) for place, row in enumerate(rows) if any(row)]
    assert cells.frame.rows() == filled
    assert cells.empty == [place for place, row in enumerate(rows) if not any(row)]
    assert (cells.broken, cells.uneven) == ([], {})


@given(st.text('ab",\n\r', max_size=12))
def test_any_text_is_cut_or_told_broken_as_a_plain_grammar_would(source):
    """An independent reading of the grammar, character by character."""
    records = split_records(source)
    cells = split_cells(records, ",", 2)
    for place, record in enumerate(records):
        wanted = plain_cells(record)
        if wanted is None:
            assert place in cells.broken
        elif not any(wanted):
            assert place in cells.empty
        elif len(wanted) != 2:
            assert cells.uneven[place] == len(wanted)
        else:
            assert cells.frame.filter(pl.col("row") == place).rows() == [(place, *wanted)]


def plain_cells(record: str) -> list[str] | None:
    cells, at = [], 0
    while True:
        if record[at : at + 1] == '"':
            cell, at = "", at + 1
            while True:
                end = record.find('"', at)
                if end < 0:
                    return None
                cell, at = cell + record[at:end], end + 1
                if record[at : at + 1] != '"':
                    break
                cell, at = cell + '"', at + 1
        else:
            end = record.find(",", at)
            cell, at = (record[at:end], end) if end >= 0 else (record[at:], len(record))
            if set('"\r\n') & set(cell):
                return None
        cells.append(cell)
        if at >= len(record):
            return cells
        if record[at] != ",":
            return None
        at += 1


@pytest.mark.parametrize("first", ["a", '"a"'])
def test_a_hundred_thousand_columns_are_counted_and_not_read(things, first):
    data = (first + ",a" * 99_999 + "\n").encode()
    told = [("header|too_many", 1)]
    assert [(one.code, one.place.row) for one in read_table(data, "f.csv", things)[1]] == told
    assert [(one.code, one.place.row) for one in read_csv_sheet(data, "f.csv", len)[1]] == told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a,b\n" * 4, "The file has more than 3 rows."),
        (b"a,b\n" + b"a" * 31, "A line has more than 0 million characters: this is no table."),
        (b"a,b\n" + b"a" * 30 + b"\n1,2", None),
        (b'a,b\n"' + b"c\n" * 16 + b'"', "A quotation mark or a line break stands"),
    ],
)
def test_what_no_table_looks_like_is_refused_before_it_is_cut_into_cells(data, told, monkeypatch):
    monkeypatch.setattr(csv_sheet, "MAX_ROWS", 3 if data.count(b"\n") < 9 else 99)
    monkeypatch.setattr(csv_sheet, "_LONGEST", 30)
    sheet, found = read_csv_sheet(data, "f.csv", len)
    assert [found[0].message.render("en")[: len(told)]] == [told] if told else sheet is not None


def test_one_wide_row_does_not_make_millions_of_short_ones_wide(monkeypatch):
    monkeypatch.setattr(csv_sheet, "MAX_CSV_CELLS", 12)
    assert read_csv_sheet(b"a,b\n,,\nx\n1,2\n", "f.csv", len)[0] is not None
    sheet, (finding,) = read_csv_sheet(b"a,b\n,,,\nx\n1,2\n", "f.csv", len)
    assert (sheet, finding.code, finding.place.row) == (None, "file|too_large", 2)
