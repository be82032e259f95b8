"""A matrix of units and indicators becomes a scenario that runs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import appraisal
from appraisal.matrix import Marking, begin
from tests.matrices import begun, marks, run, written

if TYPE_CHECKING:
    from pathlib import Path

META = [
    {"iCode": "Roads", "Type": "Indicator", "Parent": "Base", "Weight": 3, "Direction": 1},
    {"iCode": "CO2", "Type": "Indicator", "Parent": "Base", "Weight": 1, "Direction": -1, "Denominator": "Pop"},
    {"iCode": "Trade", "Type": "Indicator", "Parent": "Index", "Weight": 2},
    {"iCode": "Base", "Type": "Aggregate", "Parent": "Index", "Weight": 2},
    {"iCode": "Index", "iName": "The index", "Type": "Aggregate"},
    {"iCode": "Pop", "Type": "Denominator"},
]
COLUMNS = {"Roads": [1, 2, 5], "CO2": [30, 10, 20], "Trade": ["0.5", "1.5", "1"], "Pop": [10, 10, 40]}


def test_each_indicator_goes_from_its_worst_to_its_best_value_and_up_the_tree(tmp_path: Path) -> None:
    result = run(begun(tmp_path, COLUMNS, META).folder)
    assert marks(result, "roads") == {"A": 0, "B": 25, "C": 100}
    assert marks(result, "co2") == {"A": 0, "B": 80, "C": 100}  # 3, 1 and 0.5 a head
    assert marks(result, "base") == {"A": 0, "B": Decimal("38.75"), "C": 100}
    assert marks(result) == {"A": 0, "B": Decimal("69.375"), "C": 75}
    assert result.tables["ranking"]["platform_id"].to_list() == ["C", "B", "A"]
    assert result.documents["rules"]["title"] == "The index"


def test_numbers_of_seventeen_digits_go_in_digit_by_digit(tmp_path: Path) -> None:
    made = begun(tmp_path, {"x": ["0.34888036142102408", "2.1867755804727551", "-1.9999999999999999e-06"]})
    lines = (made.folder / "evidence" / "matrix.csv").read_text("utf-8-sig").splitlines()
    # Of the last one 22 decimals are written, and a column holds 18.
    assert lines[1:] == ["A,0.34888036142102408", "B,2.1867755804727551", "C,-0.000002"]
    measures = run(made.folder).tables["measures"]
    assert measures["numerator"][0] == Decimal("0.34888036142102408")
    (column,) = made.columns
    assert column.decimals == 18
    assert made.shortened == [column]
    assert column.change == Decimal("1e-22")


def test_where_64_bits_hold_fewer_digits_the_change_is_said(tmp_path: Path) -> None:
    made = begun(tmp_path, {"x": ["110.17956283333335", "0.067338666666666666"], "y": ["12.5", "NA"]})
    assert [(one.item.code, one.decimals) for one in made.shortened] == [("x", 16)]
    assert made.shortened[0].change == Decimal("3.4E-17")
    assert made.gaps == 1


def test_a_gap_leaves_the_indicator_out_with_its_weight_and_is_counted(tmp_path: Path) -> None:
    result = run(begun(tmp_path, {"x": [0, 5, 10], "y": [0, "", 10]}).folder)
    assert marks(result) == {"A": 0, "B": 50, "C": 100}
    (line,) = result.tables["cohort"].filter(place="y.missing.count").rows()
    assert line[0] == "y"
    assert line[-1] == 1


def test_the_worst_may_have_a_mark_so_that_a_geometric_mean_knows_no_zero(tmp_path: Path) -> None:
    made = begun(tmp_path, {"x": [0, 5, 10], "y": [10, 5, 0]}, marking=Marking(Decimal(1), "geometric"))
    assert marks(run(made.folder)) == {"A": 10, "B": Decimal("50.5"), "C": 10}


def test_units_whose_codes_are_no_ids_are_numbered(tmp_path: Path) -> None:
    data = written(tmp_path / "d.csv", [["uCode", "Time", "x"], ["广州", 2020, 1], ["深圳", 2020, 2]])
    meta = written(tmp_path / "m.csv", [["iCode", "Type"], ["x", "Indicator"]])
    made = begin(data, meta, tmp_path / "cities")
    assert made.are_numbered
    ranking = run(made.folder).tables["ranking"]
    assert ranking.select("platform_id", "name").rows() == [("u0002", "深圳"), ("u0001", "广州")]


@pytest.mark.parametrize(
    ("data", "meta", "code"),
    [
        ([["uCode", "x"], ["A", "many"]], [["iCode", "Type"], ["x", "Indicator"]], "matrix|number"),
        ([["uCode", "x"], ["A", 1], ["A", 2]], [["iCode", "Type"], ["x", "Indicator"]], "matrix|units"),
        ([["uCode", "x", "x"], ["A", 1, 2]], [["iCode", "Type"], ["x", "Indicator"]], "matrix|headings"),
        ([["uCode", "x"], ["A"]], [["iCode", "Type"], ["x", "Indicator"]], "matrix|cells"),
        ([["uCode", "y"], ["A", 1]], [["iCode", "Type"], ["x", "Indicator"]], "matrix|column"),
        ([["uCode", "x"], ["A", 1]], [["iCode", "Type", "Parent"], ["x", "Indicator", "P"]], "matrix|parent"),
        (
            [["uCode", "x"], ["A", 1]],
            [["iCode", "Type", "Parent"], ["x", "Indicator", "P"], ["P", "Aggregate", "Q"], ["Q", "Aggregate", "P"]],
            "matrix|parent",
        ),
        ([["uCode", "x"], ["A", 1]], [["iCode", "Type", "Direction"], ["x", "Indicator", 2]], "matrix|meta"),
        ([["uCode", "x"], ["A", 1]], [["iCode", "Type", "Weight"], ["x", "Indicator", 0]], "matrix|meta"),
        ([["uCode", "x"], ["A", 1]], [["iCode", "Type", "Denominator"], ["x", "Indicator", "d"]], "matrix|denominator"),
        ([["uCode", "x"]], [["iCode", "Type"], ["x", "Indicator"]], "matrix|empty"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place_and_nothing_is_written(
    data: list[list[object]], meta: list[list[object]], code: str, tmp_path: Path
) -> None:
    files = written(tmp_path / "d.csv", data), written(tmp_path / "m.csv", meta)
    with pytest.raises(appraisal.Refused) as refused:
        begin(*files, tmp_path / "small", year=2020)
    assert {one.code for one in refused.value.findings} == {code}
    assert not (tmp_path / "small").exists()


def test_a_column_may_be_called_as_a_word_of_formulas_is(tmp_path: Path) -> None:
    folder = begun(tmp_path, {"case": [1, 2], "Max": [3, 4], "1st": [5, 6], "index": [7, 8], "in": [1, 2]}).folder
    result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    assert marks(result) == {"A": 0, "B": 100}
    assert result.tables["measures"]["indicator"].unique().sort().to_list() == ["case", "in", "index_2", "max", "x1st"]


def test_the_year_is_asked_for_where_the_matrix_does_not_say_it(tmp_path: Path) -> None:
    data = written(tmp_path / "d.csv", [["uCode", "x"], ["A", 1]])
    meta = written(tmp_path / "m.csv", [["iCode", "Type"], ["x", "Indicator"]])
    with pytest.raises(appraisal.Refused) as refused:
        begin(data, meta, tmp_path / "small")
    assert [one.code for one in refused.value.findings] == ["matrix|year"]
