"""A large sheet is read with Polars, and says to the last byte what the XML parser says."""

from __future__ import annotations

import io
import random
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from raw_workbook import sheet, workbook

from appraisal.evidence.workbook import read_workbook, reading
from appraisal.evidence.workbook.apart import quick
from appraisal.evidence.workbook.apart.job import Job
from appraisal.evidence.workbook.apart.quick_cells import Unusual
from appraisal.evidence.workbook.apart.refusal import Refusal
from appraisal.evidence.workbook.apart.xlsx import read_xlsx
from tests.amounts import sample

TEXTS = (
    "<si><t>一</t></si><si><r><t>二</t></r><r><t>三</t></r></si><si><t/></si>"
    '<si><t xml:space="preserve"> a &lt;b&gt; </t></si><si><t>c_x000D_\nd</t><phoneticPr fontId="1"/></si>'
)


def both(data: bytes, folder: Path, monkeypatch) -> tuple[list, bool]:
    """What both readers say, made alike; and whether the quick one left nothing to the other."""
    (folder / "source").write_bytes(data)
    left: list[bool] = []
    slow_reader = quick.read_sheet
    monkeypatch.setattr(quick, "read_sheet", lambda *given: (left.append(True), slow_reader(*given)))
    answers = []
    for large in (0, 1 << 40):
        try:
            found = read_xlsx(Job("xlsx", folder, reading._WORKBOOK._replace(quick=large)))["sheets"]
        except Refusal as refusal:
            found = [{"refused": refusal.reason}]
        for document in found:
            if "file" in document:
                cells = pl.read_ipc((folder / document.pop("file")).read_bytes())
                document["columns"] = [column.to_list() for column in cells]
            document["columns"] = [list(column) for column in document.get("columns", [])]
        answers.append(found)
    assert answers[0] == answers[1]
    return answers[0], not left


def cell(chance: random.Random, reference: str) -> str:
    style = chance.choice(["", ' s="0"', ' s="1"', ' s="2"', ' s="3"', ' s="4"'])
    number = chance.choice(
        [str(chance.randrange(50_000)), repr(chance.random()), f"{chance.random():.17g}", "1E-7", "0", "-3.50"]
    )
    return chance.choice(
        [
            f'<c r="{reference}"{style}><v>{number}</v></c>',
            f'<c r="{reference}"{style}><v>{chance.randrange(40_000)}</v></c>',
            f'<c r="{reference}"{style} t="s"><v>{chance.randrange(5)}</v></c>',
            f'<c r="{reference}"{style}/>',
            f'<c r="{reference}" t="str"><f>A1&amp;B1</f><v>x &amp; y_x000D_</v></c>',
            f'<c r="{reference}"{style}><f t="shared" si="0"/><v>7</v></c>',
            f'<c r="{reference}"><f>A1</f></c>',
            f'<c r="{reference}" t="inlineStr"><is><t>行内</t></is></c>',
            f'<c r="{reference}" t="e"><v>#N/A</v></c>',
            f'<c r="{reference}" t="b"><v>1</v></c>',
            "",
        ]
    )


def table(chance: random.Random, width: int, regular: float) -> str:
    """Rows that mostly look alike, as in a ledger, with whatever else may stand in one."""
    rows, number = [], 0
    for _ in range(chance.randrange(1, 60)):
        number += chance.choice([1, 1, 1, 1, 1, 1, 3])
        hidden = chance.choice(["", "", "", ' hidden="1"', ' hidden="false"', ' spans="1:3" x14ac:dyDescent="0.2"'])
        usual = ["s", "d", "n", "w"]
        cells = "".join(
            {
                "s": f'<c r="{"ABCDEFG"[place]}{number}" t="s"><v>{chance.randrange(5)}</v></c>',
                "d": f'<c r="{"ABCDEFG"[place]}{number}" s="1"><v>{chance.randrange(41_000, 41_400)}</v></c>',
                "n": f'<c r="{"ABCDEFG"[place]}{number}"><v>{chance.randrange(10**6) / 100}</v></c>',
                "w": f'<c r="{"ABCDEFG"[place]}{number}" s="{place}"><v>{chance.randrange(10**6) / 7}</v></c>',
            }[usual[place % 4]]
            if chance.random() < regular
            else cell(chance, f"{'ABCDEFG'[place]}{number}")
            for place in range(width)
        )
        rows.append(
            f'<row r="{number}"{hidden}>{cells}</row>'
            if cells or chance.random() < 0.5
            else f'<row r="{number}"{hidden}/>'
        )
    return "".join(rows)


@pytest.mark.parametrize("seed", sample(range(60), 25))
def test_both_readers_say_the_same(seed: int, tmp_path, monkeypatch) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    monkeypatch.setattr(quick, "_BLOCK", 1)
    rows = table(chance, chance.randrange(1, 8), chance.choice([0.0, 0.9, 1.0]))
    space = 'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
    after = '<mergeCells><mergeCell ref="B2:A1"/></mergeCells>'
    source = workbook(sheet(rows, after).replace("<worksheet ", f"<worksheet {space} "), texts=TEXTS)
    _, is_quick = both(source, tmp_path, monkeypatch)
    assert is_quick


@pytest.mark.parametrize(
    ("source", "is_quick"),
    [
        (sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), False),
        (sheet('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), True),
        (sheet('<row r="1"><c r="A2"><v>1</v></c></row><row r="2"><c r="A1"><v>2</v></c></row>'), True),
        (sheet('<row r="1"><c r="A1" t="str"><v>a\r\nb</v></c></row>'), False),
        (sheet('<row r="1"><c r="A1" t="str"><v>a&#10;b</v></c></row>'), False),
        (sheet('<row r="1"><c r="A1" t="str"><v>a&b;</v></c></row>'), False),
        (sheet('<row r="1"><c r="A1" s="9"><v>1</v></c></row>'), False),
        (sheet('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), False),
        (sheet('<row r="1"><c r="A1"><v>+1</v></c></row>'), True),
        (sheet('<row r="1"><c r="A1"><v>1</v></c></row><row><c><v>2</v></c></row>'), False),
        (sheet('<row r="1"><!-- --><c r="A1"><v>1</v></c></row>'), False),
        (sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048577"><c r="A1048577"><v>1</v></c></row>'), False),
        (sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), True),
        (sheet('<row r="1"><c r="A1"><v>1</v></c>'), False),
        (sheet(""), True),
    ],
)  # fmt: skip
def test_what_is_unusual_is_left_to_the_parser(source: str, is_quick: bool, tmp_path, monkeypatch) -> None:
    assert both(workbook(source, texts=TEXTS), tmp_path, monkeypatch)[1] is is_quick


def test_what_programs_write_is_read_quickly(tmp_path, monkeypatch) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row in range(300):
        page.write_row(row, 0, [f"企业{row % 7}", row, row / 7, "a & b"])
        page.write_number(row, 4, 41_000 + row, day)
        page.write_blank(row, 5, None, day)
        page.write_boolean(row, 6, row % 2)
    book.close()
    assert both(out.getvalue(), tmp_path, monkeypatch)[1]
    again = io.BytesIO()
    openpyxl.load_workbook(out).save(again)
    found, is_quick = both(again.getvalue(), tmp_path, monkeypatch)
    assert is_quick
    assert found[0]["kinds"][2][:4] == "nnnn"


def test_numbers_with_too_many_digits_are_read_alike(tmp_path, monkeypatch) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    numbers = [f"{chance.uniform(-1, 1) * 10.0 ** chance.randrange(-9, 20):.17g}" for _ in range(2_000)]
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{number}</v></c></row>' for n, number in enumerate(numbers, 1))
    assert both(workbook(sheet(rows)), tmp_path, monkeypatch)[1]


def test_a_large_sheet_comes_through_the_process() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="C{n}"><v>{n}</v></c></row>' for n in range(2, 60_000)
    )
    (found,), errors = read_workbook(workbook(sheet(rows), texts=TEXTS), "f.xlsx")
    assert not errors
    assert found.cells.shape == (59_999, 3)
    assert found.cells.row(59_998) == ("一", None, "59999")
    assert [set(kinds) for kinds in found.kinds] == [{*b" t"}, {*b" "}, {*b" n"}]


def test_unusual_is_no_error_of_the_sheet() -> None:
    assert not issubclass(Unusual, Refusal)
