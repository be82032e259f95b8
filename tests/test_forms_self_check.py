"""The self-check of a form, worked out by LibreOffice: the same answer as the engine, platform by platform."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import openpyxl
import polars as pl
import pytest

import appraisal
from appraisal import forms, gates, measure
from appraisal.conditions import Ground
from appraisal.evidence.delivery import read_delivery
from appraisal.forms import layout
from appraisal.procedure import in_operation
from tests import filled_forms as people
from tests.conftest import official

#: LibreOffice needs a quarter of a minute to start and calculate.
pytestmark = pytest.mark.full
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
OUTCOMES = {"pass": "pass", "fail": "fail", "evidence incomplete": "undecided"}
FAULTY = "cells to correct"
SMES, STAFF = "At least 50 SMEs served in the year", "At least 60 % qualified staff"
#: At the border of 50 SMEs and of 60 %, an interval, failed facts, no roster.
PLATFORMS = ("P0057", "P0007", "P0137", "P0090", "P0005")


@pytest.fixture(scope="module")
def scenario():
    return appraisal.load_scenario("2014")


@pytest.fixture(scope="module")
def form(scenario):
    documents = scenario.documents
    return forms.form_of(documents.scenario, documents.rules, documents.made, documents.schemas)


@pytest.fixture(scope="module")
def files(scenario, form):
    """Every form of this module, by name."""
    with pytest.MonkeyPatch.context() as patch:
        # A short form calculates sooner; it grows with its rows.
        for name, rows in {"PREPARED": 55, "PREPARED_PLATFORMS": 15, "_SPARE": 2}.items():
            patch.setattr(layout, name, rows)
        made = {
            platform: forms.write_form(form, rows=people.rows_of(scenario, form, platform), language="en")
            for platform in PLATFORMS
        }
        empty = forms.write_form(form, language="en")
        tricky = forms.write_form(form, rows=people.tricky_rows(), language="en")
        examples = people.example_form(people.EXAMPLES)
    careless = {
        "register": {"platform_id": "P1 ", "premises": True, "equipment": " 是", "established": "2014.1.1"},
        "enterprises": lambda n: {"enterprise_id": f"E{n}\u3000", "size": ("小型 ", "微型", "\u00a0中型")[n % 3] if n < 50 else "大型"},
        "services": lambda n: {"platform_id": ("P1", " P1")[n % 2], **people.odd("date", people.DAYS)(n)},
        "staff": lambda n: {
            "platform_id": "P1 ",
            "as_of": ("2014-12-31", "2014.12.31", 20141231, "2014年12月31日", 42004)[n % 5],
            "on_team": (True, "是 ", "TRUE")[n % 3],
            "education": "本科\u3000" if n < 6 else " 中专",
        },
    }  # fmt: skip
    odd = {
        "register": {"premises": "有"},
        "services": people.odd("date", people.ODD_DAYS),
        "staff": lambda n: {
            **people.odd("on_team", people.TRUTHS)(n),
            **people.odd("education", people.CHOICES)(n),
        },
        "reported": [{"platform_id": "P1", "team": count} for count in people.COUNTS],
    }
    changes = {
        "careless": careless,
        "odd": odd,
        "young": {"register": {"established": "2015.1.1"}},
        "old": {
            "register": {"established": "1987-1-1", "closed": "2014/12/31"},
            "staff": people.odd("as_of", ["2014年12月"]),
        },
        "unread": {"register": {"closed": "2013年底"}},
        "stray": {
            "services": lambda n: {"platform_id": "Ｐ1"} if n == 3 else {},
            "staff": lambda n: {"platform_id": None} if n == 3 else {},
        },
    }
    made |= {name: people.filled(empty, **change) for name, change in changes.items()}
    return {**made, "tricky": tricky, "examples": examples}


@pytest.fixture(scope="module")
def books(files, tmp_path_factory):
    """The forms as they look when they are opened: one start of LibreOffice for all."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed: nothing here can work out the formulas of a form")
    folder = tmp_path_factory.mktemp("forms")
    for name, content in files.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "out"),
            *map(str, sorted(folder.glob("*.xlsx"))),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {
        path.stem: openpyxl.load_workbook(path, data_only=True, read_only=True)
        for path in (folder / "out").glob("*.xlsx")
    }


@pytest.fixture(scope="module")
def checks(books):
    """What each self-check shows."""
    return {name: read_check(book) for name, book in books.items()}


def read_check(book):
    """The state on top, and gate, value and outcome of each line."""
    lines = [[cell.value for cell in row] for row in book["Self-check"].iter_rows(max_col=7)]
    return lines[2][2], [(line[1], line[3], line[5]) for line in lines[6:] if isinstance(line[0], int)]


def outcomes_of(check):
    return {gate: outcome for gate, _, outcome in check[1]}


def engine_outcomes(scenario, form, content):
    """The outcomes of the gates by their titles, for the only platform of a form; None where it is not in operation."""
    delivered = read_delivery(content, "form.xlsx", {schema.name: schema for schema in form.tables})
    assert not [finding.line("en") for finding in delivered.findings if finding.severity == "error"]
    tables = {name: replace(table, frame=table.frame.clear()) for name, table in scenario.tables.items()}
    tables |= {table.schema.name: table for table in delivered.tables}
    platforms = in_operation(tables["platforms"].frame, 2014)
    measures = measure.measure(platforms, tables, scenario.compiled)
    found = gates.apply(platforms, Ground(measures, scenario.facts), scenario.rules.gates, frozenset(), ()).frame
    titles = {gate.title.en: f"gate.{gate.id}" for gate in scenario.rules.gates}
    return {title: found[name].item() for title, name in titles.items()} if found.height else None


def cells_of(book, title):
    """A column of the hidden calculation, by row of the sheet; days as dates."""
    rows = book["_calc"].iter_rows(values_only=True)
    at = next(rows).index(title)
    return {number: as_day(row[at]) for number, row in enumerate(rows, 2) if len(row) > at}


def as_day(value):
    return value.date() if isinstance(value, datetime) else value


@pytest.mark.parametrize("name", ["careless", "old"])
def test_the_sheet_says_of_cells_that_the_reader_mends_what_the_engine_says_or_that_they_are_to_be_corrected(
    checks, scenario, form, files, name
):
    found = outcomes_of(checks[name])
    engine = engine_outcomes(scenario, form, files[name])
    assert engine is not None
    said = {gate: OUTCOMES[outcome] for gate, outcome in found.items() if outcome != FAULTY}
    assert said == {gate: engine[gate] for gate in said}
    assert {gate for gate in found if gate not in said} <= ({STAFF} if name == "old" else set())


def test_dates_in_the_forms_of_the_guide_spaces_and_true_or_false_are_read(checks):
    found = {gate: (value, outcome) for gate, value, outcome in checks["careless"][1]}
    assert found[SMES] == ("50 家", "pass")
    assert found[STAFF] == ("60.00% (6/10)", "pass")
    assert found["Fixed premises"] == ("是", "pass")
    assert found["Discount for SMEs"] == ("否", "fail")


def test_a_platform_with_a_date_as_text_is_out_of_operation_as_the_engine_says(checks, scenario, form, files):
    state, lines = checks["young"]
    assert state == "The platform was not in operation in 2014."
    assert {outcome for _, _, outcome in lines} <= {None, ""}
    assert engine_outcomes(scenario, form, files["young"]) is None


def test_a_date_that_cannot_be_read_lets_no_gate_pass(checks):
    state, lines = checks["unread"]
    assert state.startswith("A date of the platform in the sheet Register of platforms cannot be read")
    assert {outcome for _, _, outcome in lines} <= {None, ""}
    assert outcomes_of(checks["odd"])[SMES] == outcomes_of(checks["old"])[STAFF] == FAULTY


@pytest.mark.parametrize("column", ["services.date", "staff.on_team", "staff.education", "reported.team"])
def test_a_cell_is_read_as_the_reader_reads_it_or_not_at_all(books, form, files, column):
    table, _, name = column.partition(".")
    schema = next(schema for schema in form.tables if schema.name == table)
    delivered = read_delivery(files["odd"], "form.xlsx", {one.name: one for one in form.tables})
    read = next(one for one in delivered.tables if one.schema.name == table)
    wanted = {read.place(row).row or 0: value for row, value in enumerate(read.frame[name])}
    cells, different = cells_of(books["odd"], column), []
    for row, value in wanted.items():
        cell = cells[row]
        if schema.columns[name].kind == "date" and isinstance(cell, int | float):
            cell = date(1899, 12, 30) + timedelta(days=cell)
        known = not schema.columns[name].enum or cell in schema.columns[name].enum
        if known and cell not in ("?", value) and (cell or value is not None):
            different.append((row, cell, value))
    assert not different
    assert len({cells[row] for row in wanted}) > 2


def test_a_row_whose_platform_is_unknown_may_be_of_this_one(checks):
    state, _ = checks["stray"]
    found = outcomes_of(checks["stray"])
    assert {gate for gate, outcome in found.items() if outcome == FAULTY} == {SMES, STAFF}
    assert state == "Some rows have no platform of the sheet Register of platforms: correct their platform ids."


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_gate_has_the_outcome_of_the_run(checks, platform):
    gates = official("2014").tables["gates"].filter(pl.col("platform_id") == platform)
    state, lines = checks[platform]
    assert [OUTCOMES[outcome] for _, _, outcome in lines] == gates["outcome"].to_list(), (state, lines)


def test_the_platforms_of_this_test_pass_fail_and_stay_undecided():
    gates = official("2014").tables["gates"].filter(pl.col("platform_id").is_in(PLATFORMS))
    assert set(gates["outcome"]) == {"pass", "fail", "undecided"}


def test_cells_that_cannot_be_read_give_no_outcome(checks):
    found = outcomes_of(checks["odd"])
    assert found[SMES] == found[STAFF] == found["Fixed premises"] == FAULTY
    assert found["Facilities and equipment"] == "pass"


def test_codes_that_differ_in_capitals_zeros_or_exponents_are_different(checks):
    assert {gate: value for gate, value, _ in checks["tricky"][1]}[SMES] == "7 家"


@pytest.mark.parametrize("text", sorted(people.EXAMPLES))
def test_an_example_of_the_documentation_has_its_value_in_excel(checks, text):
    value = next(value for gate, value, _ in checks["examples"][1] if gate == text)
    if people.EXAMPLES[text] == "missing":
        assert value == "no value"
    else:
        assert Decimal(value) == Decimal(people.EXAMPLES[text])


def test_headline_figures_do_not_stand_in_for_a_roster_of_another_year(checks):
    found = {gate: (value, outcome) for gate, value, outcome in checks["tricky"][1]}
    assert found[STAFF] == ("no value", "fail")
