"""The form: everything a person needs to fill it in, the same bytes every time, and nothing that would mislead."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import appraisal
from appraisal import forms
from appraisal.evidence.cells import typed_cells
from appraisal.evidence.delivery import read_delivery
from appraisal.evidence.sheet import Sheet
from appraisal.forms import layout, stamp, validation
from appraisal.forms.self_check.value import UntranslatableError, Value, check_size, compared, literal
from appraisal.schema import shipped_tables
from tests.commands import in_process

#: Functions of Excel 2007, which WPS and LibreOffice have as well.
KNOWN_EVERYWHERE = set(
    re.findall(
        r"\w+",
        """
    ABS AND COUNT COUNTA COUNTIF DATE DAY EXACT FIND IF IFERROR INDEX INT ISLOGICAL ISNUMBER ISTEXT LEFT LEN MATCH MAX
    MID MIN MONTH N OR RIGHT ROUND ROW SUBSTITUTE SUM SUMPRODUCT TEXT TRIM UPPER VALUE YEAR
""",
    )
)


@pytest.fixture(scope="module")
def form():
    documents = appraisal.load_scenario("2014").documents
    return forms.form_of(documents.scenario, documents.rules, documents.made, documents.schemas)


@pytest.fixture(scope="module")
def content(form):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "PREPARED", 10)
        patch.setattr(layout, "PREPARED_PLATFORMS", 10)
        return forms.write_form(form)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def table(book, name):
    return book[shipped_tables()[name].title.zh]


def test_a_form_asks_for_the_tables_that_the_year_reads_and_not_for_what_the_province_keeps(form):
    assert [schema.name for schema in form.tables] == [
        "platforms",
        "enterprises",
        "services",
        "staff",
        "reported",
        "surveys",
        "finance",
        "outputs",
    ]


@pytest.mark.usefixtures("short_forms")
def test_two_forms_of_one_scenario_are_the_same_bytes(form, content):
    assert hashlib.sha256(forms.write_form(form)).digest() == hashlib.sha256(content).digest()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert ">2012-01-01T00:00:00Z<" in archive.read("docProps/core.xml").decode(), "the time of day is in the file"


def test_each_sheet_has_the_keys_hidden_above_the_titles_with_units_and_stars(book):
    sheet = table(book, "finance")
    assert sheet.row_dimensions[layout.KEY_ROW].hidden
    assert [cell.value for cell in sheet[layout.KEY_ROW]] == [
        "platform_id",
        "year",
        "service_revenue_yuan",
        "public_funding_yuan",
    ]
    assert [cell.value for cell in sheet[layout.HEADER_ROW]] == [
        "平台编号*",
        "年度*",
        "服务收入（元）*",
        "财政补助（元）",
    ]
    assert sheet.freeze_panes == "B4"


def test_the_title_of_a_table_of_two_pages_is_not_repeated_in_part(book):
    wide, narrow = table(book, "platforms"), table(book, "finance")
    assert (wide["A1"].value, str(wide["B1"].value).split("　")[0]) == (None, "平台名册")
    assert (wide.print_title_cols, wide.oddHeader.right.text) == ("$A:$A", "&A")
    assert (str(narrow["A1"].value).split("　")[0], narrow.print_title_cols) == ("经营财务", None)


def test_codes_are_text_dates_are_dates_and_only_data_cells_are_open(book):
    sheet = table(book, "services")
    assert sheet.protection.sheet
    assert not sheet.protection.password
    code, day = sheet.column_dimensions["A"], sheet.column_dimensions["D"]
    assert (code.number_format, day.number_format) == ("@", "yyyy-mm-dd")
    assert not code.protection.locked
    assert sheet["A3"].protection.locked


def test_choices_come_from_the_schema(book):
    chosen = {str(rule.sqref).split(":")[0]: rule for rule in table(book, "staff").data_validations.dataValidation}
    name = chosen["E4"].formula1
    reference = book.defined_names[name].value
    sheet, cells = reference.split("!")
    assert [row[0].value for row in book[sheet][cells.replace("$", "")]] == list(
        shipped_tables()["staff"].columns["education"].enum or ()
    )
    assert book[sheet].sheet_state == "hidden"


def test_numbers_and_dates_have_bounds_and_a_message(book):
    rules = {str(rule.sqref).split(":")[0]: rule for rule in table(book, "outputs").data_validations.dataValidation}
    assert (rules["F4"].type, rules["F4"].formula1, rules["F4"].formula2) == ("decimal", "0.01", "1.0")
    assert rules["C4"].type == "date"
    assert rules["F4"].error
    assert rules["F4"].promptTitle == "本平台份额"


def test_the_stamp_says_scenario_year_and_digest_and_cannot_be_unhidden_by_hand(book, form):
    sheet = book[layout.STAMP]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert sheet.sheet_state == "veryHidden"
    assert facts["scenario"] == facts["year"] == "2014"
    assert facts["schemas_sha256"] == stamp.schemas_digest(form.tables)


def test_what_a_form_says_of_itself_is_read_from_the_sheets_of_a_delivery(form, content):
    schemas = {schema.name: schema for schema in form.tables}
    sheets = read_delivery(content, "form.xlsx", schemas).sheets
    facts = forms.read_stamp(sheets)
    assert facts is not None
    assert (facts["scenario"], facts["year"], facts["data_year"]) == ("2014", "2014", "2014")
    assert facts["schemas_sha256"] == stamp.schemas_digest(form.tables)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("服务台账", ["format", "scenario", "year"]),
        ("_meta", ["scenario", "year"]),
        ("_meta", ["format", "scenario", "year", "year"]),
    ],
)
def test_a_workbook_without_a_stamp_of_ours_or_with_two_years_in_it_is_no_form(name, keys):
    cells = pl.DataFrame({"A": keys, "B": [str(2014 - place) for place, _ in enumerate(keys)]})
    assert forms.read_stamp([Sheet("说明", cells), Sheet(name, cells)]) is None
    assert forms.read_stamp([Sheet("_meta", cells.select("A"))]) is None


@pytest.mark.parametrize("schema", shipped_tables().values(), ids=lambda schema: schema.name)
def test_an_example_can_stand_in_its_column(schema):
    for column in schema.columns.values():
        shown = validation.example(column, schema, 2014)
        if shown:
            texts = pl.DataFrame({column.name: [shown]})
            frame, findings, _ = typed_cells(texts, {column.name: column}, pl.Series([1]), "example")
            assert not findings
            assert frame.item() is not None
            pattern = schema.raw["properties"][column.name].get("pattern")
            assert not pattern or re.fullmatch(pattern, shown)


def test_the_guide_names_every_column(book, form):
    said = {(row[0].value, row[1].value) for row in book["说明"].iter_rows(min_row=10)}
    assert {(schema.title.zh, column.title.zh) for schema in form.tables for column in schema.columns.values()} <= said


@pytest.mark.usefixtures("short_forms")
def test_a_filled_form_holds_what_a_person_would_write(form):
    finance = pl.DataFrame(
        {"platform_id": ["007"], "year": [2014], "service_revenue_yuan": [123456], "public_funding_yuan": [None]},
        schema_overrides={"public_funding_yuan": pl.Int64},
    )
    staff = pl.DataFrame(
        {"platform_id": ["=1+1"], "person_id": ["R1"], "as_of": [date(2014, 12, 31)], "on_team": [True]}
    )
    book = openpyxl.load_workbook(io.BytesIO(forms.write_form(form, rows={"finance": finance, "staff": staff})))
    assert [cell.value for cell in table(book, "finance")[4]] == ["007", 2014, 1234.56, None]
    row = table(book, "staff")[4]
    assert [cell.value for cell in row[:4]] == ["=1+1", "R1", datetime(2014, 12, 31), "是"]  # noqa: DTZ001 - a cell has no zone
    assert row[0].data_type == "s"


def test_more_rows_than_prepared_make_room(form):
    staff = pl.DataFrame({"platform_id": [f"P{n}" for n in range(30)]})
    heights = {"staff": 5_000}
    assert layout.layout(form.tables, heights, "zh")["staff"].last > 5_000
    assert (
        layout.layout(form.tables, {"staff": staff.height}, "zh")["staff"].last
        == layout.FIRST_ROW + layout.PREPARED - 1
    )


def test_no_formula_asks_for_a_function_that_wps_or_an_older_excel_lacks(book):
    used = {
        name
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        for name in re.findall(r"([A-Z][A-Z0-9.]+)\(", cell.value)
    }
    assert used <= KNOWN_EVERYWHERE


def test_a_formula_too_long_for_excel_is_left_to_the_province():
    with pytest.raises(UntranslatableError):
        check_size("A" * 9_000)
    with pytest.raises(UntranslatableError):
        check_size("(" * 61 + ")" * 61)


def test_texts_are_compared_with_their_capitals_and_numbers_at_one_scale():
    assert compared("=", Value("A1", "text"), literal('a"b')) == 'EXACT(A1,"a""b")'
    assert compared(">=", Value("A1", "number", 2), literal(60)) == "(A1>=(60*100))"


@pytest.mark.usefixtures("short_forms")
def test_the_command_writes_the_form_and_writes_over_no_other_file(tmp_path):
    path = tmp_path / "form.xlsx"
    assert in_process("template", "2014", "-o", str(path)).returncode == 0
    assert openpyxl.load_workbook(path, read_only=True).sheetnames[0] in ("说明", "Guide")
    path.write_bytes(b"filled in by somebody")
    refused = in_process("template", "2014", "-o", str(path))
    assert refused.returncode == 1
    assert "form|exists" in refused.stderr
    assert path.read_bytes() == b"filled in by somebody"


@pytest.mark.full
def test_a_filled_form_is_read_back_as_the_same_tables(form):
    evidence = appraisal.load_scenario("2014").tables
    wanted = {schema.name: evidence[schema.name].frame for schema in form.tables}
    rows = {
        name: frame.filter(pl.col("platform_id").is_in(["P0001", "P0057"]))
        for name, frame in wanted.items()
        if "platform_id" in frame.columns
    }
    rows["enterprises"] = wanted["enterprises"].head(20)
    for language in ("zh", "en"):
        delivery = read_delivery(
            forms.write_form(form, rows=rows, language=language),
            "form.xlsx",
            {schema.name: schema for schema in form.tables},
        )
        errors = [finding.line("en") for finding in delivery.findings if finding.severity == "error"]
        assert not errors
        read = {one.schema.name: one.frame for one in delivery.tables}
        assert set(read) == set(rows)
        for name, frame in rows.items():
            assert_frame_equal(read[name], frame)
