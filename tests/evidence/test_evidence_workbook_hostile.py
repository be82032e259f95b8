"""A hostile or broken workbook is refused with one clear line, and nothing of it is left behind."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile

import psutil
import pytest
from raw_workbook import members, packed, sheet, workbook

from appraisal.evidence.workbook import read_workbook, reading, watch

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
GOOD = workbook(sheet(ONE))


def code(data: bytes, name: str = "f.xlsx") -> str:
    sheets, found = read_workbook(data, name)
    assert not sheets
    (finding,) = found
    line = finding.line("en")
    assert line.startswith(name)
    assert "\n" not in line
    assert str(finding.fix)
    return f"{finding.code} {finding.place.sheet or ''} {finding.message}"


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert not list(tmp_path.iterdir())
    assert not psutil.Process().children()


def stored(parts: dict[str, str], **changes: int) -> bytes:
    """A workbook of which the directory says something else of its last sheet than its members."""
    data = bytearray(packed(dict(parts)))
    entry = data.rindex(b"PK\x01\x02")
    for name, value in changes.items():
        place, form = {"flags": (8, "<H"), "packed": (20, "<I"), "size": (24, "<I"), "offset": (42, "<I")}[name]
        struct.pack_into(form, data, entry + place, value)
    return bytes(data)


def ole(*streams: str) -> bytes:
    """The directory of the older container."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62) for name in streams
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entries


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
WIDE = '<row r="1">' + '<c t="str"><v>a</v></c>' * 1_000_000 + "</row>"
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
MERGED = "<mergeCells>{}</mergeCells>"
XXE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def prolog(kind: str) -> bytes:
    return workbook(sheet(ONE).replace("<worksheet", kind + "<worksheet"))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: b"", "workbook|format"),
        (lambda: b"<html><table>", "workbook|format"),
        (lambda: ole("EncryptedPackage", "EncryptionInfo"), "workbook|password"),
        (lambda: ole("WordDocument"), "workbook|format"),
        (lambda: ole("Workbook"), "workbook|"),
        (lambda: GOOD[:-30], "workbook|damaged"),
        (lambda: GOOD[: len(GOOD) // 2], "workbook|damaged"),
        (lambda: GOOD[:200] + bytes(100) + GOOD[300:], "workbook|damaged"),
        (lambda: stored(members(sheet(ONE)), flags=1), "workbook|password"),
        (lambda: stored(members(sheet(ONE)), size=1 << 30), "workbook|too_large"),
        (lambda: stored(members(sheet(ONE)), size=50), "workbook|damaged"),
        (lambda: stored(members(sheet(ONE)), offset=0), "workbook|damaged  The workbook is damaged (members overlap)."),
        (lambda: packed({"mimetype": "x", "content.xml": "<a/>"}), "workbook|format"),
        (lambda: packed({"word/document.xml": "<a/>"}), "workbook|format"),
        (lambda: packed({**members(sheet(ONE)), "XL/worksheets/S1.xml": "<a/>"}), "workbook|damaged"),
        (lambda: packed({**members(sheet(ONE)), "xl/worksheets/s1.xml": "<a>" + " " * 30_000_000}, 9), "workbook|too_large"),
        (lambda: packed({**members(sheet(ONE)), **{f"x{n}": "" for n in range(5_001)}}, 0), "workbook|too_large"),
        (lambda: workbook(*[sheet("")] * 201), "workbook|too_large"),
        (workbook, "workbook|format  The workbook has no sheet with cells."),
        (lambda: workbook(sheet(FAR)), "workbook|too_large S1 The sheet has more than 500 columns; its last cell is XFD1048576."),
        (lambda: workbook(sheet(FAR.replace("XFD", "SF"))), "workbook|too_large S1 The sheets span more than 5000000 cells; the last one here is SF1048576."),
        (lambda: workbook(sheet(WIDE)), "workbook|too_large"),
        (lambda: workbook(sheet("".join(f'<row r="{n}"/>' for n in range(1, 200_000)) + FAR)), "workbook|too_large S1 The sheet has more than 500 columns; its last cell is XFD1048576."),
        (lambda: workbook(sheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')), "workbook|damaged"),
        (lambda: workbook(sheet('<row r="1"><c r="A99999999999999999999"><v>1</v></c></row>')), "workbook|damaged"),
        (lambda: workbook(sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')), "workbook|damaged"),
        (lambda: workbook(sheet('<row r="1"><c r="A1"><v>abc</v></c></row>')), "workbook|damaged"),
        (lambda: workbook(sheet('<row r="1"><c r="A1"><v>1e999</v></c></row>')), "workbook|damaged"),
        (lambda: workbook(sheet('<row r="1"><c r="A1" s="9"><v>1</v></c></row>')), "workbook|damaged"),
        (lambda: workbook(sheet('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')), "workbook|damaged"),
        (lambda: workbook(sheet('<row r="1"><c r="A1" t="str"><v>a\0b</v></c></row>')), "workbook|damaged"),
        (lambda: workbook(sheet(f'<row r="1"><c r="A1" t="str"><v>{"a" * 32_768}</v></c></row>')), "workbook|too_large"),
        (lambda: workbook(sheet("<row>" + "<c>" * 100)), "workbook|damaged"),
        (lambda: workbook(sheet(ONE, MERGED.format('<mergeCell ref="B2:C9"/><mergeCell ref="A1:A3"/><mergeCell ref="C9:D9"/>'))), "workbook|damaged S1 The merged cells B2:C9 and C9:D9 overlap."),
        (lambda: workbook(sheet(ONE, MERGED.format("".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 20_002))))), "workbook|too_large S1 The sheet has more than 20000 merged areas."),
        (lambda: workbook(sheet(ONE).replace("<sheetData>", '<cols><col min="x" max="2" hidden="1"/></cols><sheetData>')), "workbook|damaged"),
        (lambda: prolog(LAUGHS), "workbook|damaged"),
        (lambda: prolog(XXE), "workbook|damaged"),
    ],
)  # fmt: skip
def test_it_is_refused_with_one_line(make, told) -> None:
    assert code(make()).startswith(told)


def test_one_long_text_in_a_million_cells_is_too_much_text() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    source = workbook(sheet(cells), texts="<si><t>" + "长" * 30_000 + "</t></si>")
    assert code(source) == "workbook|too_large  The workbook has more than 128 million characters."


def test_a_file_of_wps_is_named_as_one() -> None:
    assert code(ole("Workbook"), "表.et").startswith("workbook|format  This is a file of WPS")


def test_members_that_are_no_deflate_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as package:
        for name, content in members(sheet(ONE)).items():
            package.writestr(name, content)
    assert code(out.getvalue()).startswith("workbook|damaged")


@pytest.mark.parametrize(
    ("doing", "limit", "told"),
    [
        ("while True: pass", {"CHILD_CPU_SECONDS": 0.3}, "workbook|too_slow"),
        ("import signal, threading; threading.Event().wait()", {"CHILD_SECONDS": 0.3}, "workbook|too_slow"),
        ("kept = bytearray(200_000_000)\nwhile True: pass", {"CHILD_MEMORY": 150_000_000}, "workbook|too_large"),
        ("import os; os.abort()", {}, "workbook|damaged"),
        ("raise BaseException", {}, "workbook|damaged"),
    ],
)
def test_a_process_that_does_not_answer_is_ended(monkeypatch, doing: str, limit: dict[str, float], told: str) -> None:
    monkeypatch.setattr(watch, "_START", doing)
    for name, value in limit.items():
        monkeypatch.setattr(watch, name, value)
    assert code(GOOD).startswith(told)


def test_an_interrupted_reading_leaves_nothing(monkeypatch) -> None:
    def interrupt(_: int) -> tuple[int, float]:
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "_START", "while True: pass")
    monkeypatch.setattr(watch, "_taken", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read_workbook(GOOD, "f.xlsx")


def test_modules_in_the_folder_one_works_in_are_not_run(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "cities"
    folder.mkdir()
    for name in ("json", "zipfile", "apart"):
        (folder / f"{name}.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setattr(reading.limits, "LARGE_SHEET", 0)
    assert not read_workbook(GOOD, "f.xlsx")[1]
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
