"""A trial says exactly what an indicator would have done, and touches nothing."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import appraisal
from appraisal.authoring import Wish, own_columns, write_plugin
from appraisal.texts import Bilingual
from appraisal.trial import try_plugin
from appraisal.trial.insertion import insert
from tests.commands import in_process
from tests.plugins.small import declared, leaf, scenario

X = appraisal.Indicator(id="x", version="1.0.0", title=Bilingual("甲", "x"), table="t", numerator="1")


@pytest.fixture
def year(tmp_path: Path) -> str:
    return str(scenario(tmp_path))


def test_who_has_the_data_is_counted_by_platform_and_city(tmp_path: Path, year: str) -> None:
    trial = try_plugin(declared(tmp_path), year)
    assert [one["platform_id"] for one in trial.missing] == ["P4"]
    assert trial.cities == [("佛山市", 2, 2), ("中山市", 1, 1), ("梅州市", 0, 1)]


def test_the_distribution_is_of_exact_numbers_that_platforms_have(tmp_path: Path, year: str) -> None:
    quarters = try_plugin(declared(tmp_path), year).spread.quarters
    # Ascending: P3 0, P1 100/3, P2 50; of three the first, the second and the third.
    assert {name: (value.platform_id, value.exact) for name, value in quarters.items()} == {
        "minimum": ("P3", 0),
        "lower quartile": ("P3", 0),
        "median": ("P1", Fraction(100, 3)),
        "upper quartile": ("P2", 50),
        "maximum": ("P2", 50),
    }


def test_a_weight_moves_platforms_as_worked_out_by_hand(tmp_path: Path, year: str) -> None:
    trial = try_plugin(declared(tmp_path), year, weight=Decimal(20))
    assert trial.weighed is not None
    # Output before: P1 16, P2 25, P3 2, of 40 units 100 marks: 40, 62.5, 5. Times 4/5, and 20 marks from 0 to 50 %:
    # P1 32 + 13.3333, P2 50 + 20, P3 4 + 0.
    after = {move.platform_id: (move.composite_before, move.composite_after) for move in trial.weighed.moves}
    assert after["P1"] == (Decimal("40.00"), Decimal("45.33"))
    assert after["P2"] == (Decimal("62.50"), Decimal("70.00"))
    assert after["P3"] == (Decimal("5.00"), Decimal("4.00"))
    assert trial.weighed.insertion.ratio == Fraction(4, 5)
    assert trial.weighed.won == trial.weighed.lost == ()
    assert trial.weighed.given == (1, 1)


def test_a_lower_value_that_is_better_earns_the_full_mark(tmp_path: Path, year: str) -> None:
    trial = try_plugin(declared(tmp_path, direction="lower_is_better"), year, weight=Decimal(100) - 1)
    assert trial.weighed is not None
    assert trial.weighed.insertion.points == ((0, 99), (50, 0))
    # P3 had the last rank and takes the award.
    assert [row["platform_id"] for row in trial.weighed.won] == ["P3"]
    assert [row["platform_id"] for row in trial.weighed.lost] == ["P2"]


def test_a_trial_writes_nothing(tmp_path: Path, year: str) -> None:
    folder = declared(tmp_path / "plugins")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = in_process("plugins", "try", str(folder), "--on", year, "--weight", "20", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_page_of_a_trial_states_its_curve_and_its_rule(tmp_path: Path, year: str) -> None:
    done = in_process("plugins", "try", str(declared(tmp_path)), "--on", year, "--weight", "20")
    for said in ("3 of 4 platforms", "33.33 %", "from 0 → 0 to 50 → 20", "multiplied by 4/5", "Nothing was written"):
        assert said in done.stdout


def test_a_program_may_read_the_answer(tmp_path: Path, year: str) -> None:
    done = in_process("plugins", "try", str(declared(tmp_path)), "--on", year, "--weight", "20", "--json")
    answer = json.loads(done.stdout)
    assert answer["measured"] == 3
    assert answer["weighed"]["siblings_times"] == "4/5"
    assert answer["distribution"]["median"]["numerator"] == "1.000000"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--weight", "much"], 2, "not a number"),
        (["--weight", "NaN"], 2, "not a number"),
        (["--weight", "100"], 1, "does not fit into 100"),
        (["--weight", "-1"], 1, "-1 is no weight"),
        (["--weight", "5", "--in", "nothing"], 1, "no group nothing"),
        (["--evidence", "nowhere.csv"], 1, "nowhere.csv: There is no such file"),
        (["--evidence", __file__], 1, "The file is neither .csv nor .parquet"),
    ],
)
def test_what_cannot_be_tried_is_refused(words: list[str], code: int, said: str, tmp_path: Path, year: str) -> None:
    done = in_process("plugins", "try", str(declared(tmp_path)), "--on", year, *words)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_indicator_that_already_has_marks_is_not_given_more(tmp_path: Path) -> None:
    nodes = {"a": leaf("share", 50, [[0, 0], [50, 50]]), "b": leaf("innovation_output", 50, [[0, 0], [9, 50]])}
    folder = scenario(tmp_path, {"innovation_output": {}, "share": {}}, nodes)
    plugin = declared(folder / "plugins")
    with pytest.raises(appraisal.Refused, match="already gives marks"):
        try_plugin(plugin, str(folder), weight=Decimal(5))


def test_marks_that_cannot_be_rescaled_exactly_are_refused() -> None:
    nodes = {
        "group": {"full_mark": 30, "nodes": {"output": leaf("innovation_output", 30, [[0, 0], [40, 10], [50, 30]])}},
        "rest": leaf("revenue", 70, [[0, 0], [1, 70]]),
    }
    rules = {"index": {"full_mark": 100, "nodes": nodes}}
    with pytest.raises(appraisal.Refused, match="no decimal number"):
        insert(rules, X, Decimal(20), "group", (Fraction(0), Fraction(1)))
    assert nodes["group"]["nodes"]["output"]["full_mark"] == 30


def test_an_id_that_the_index_has_already_is_refused() -> None:
    rules = {"index": {"full_mark": 100, "nodes": {"group": {"full_mark": 100, "nodes": {"x": leaf("y", 100, [[0, 0], [1, 1]])}}}}}  # fmt: skip
    with pytest.raises(appraisal.Refused, match="already has a node x"):
        insert(rules, X, Decimal(10), "index", (Fraction(0), Fraction(1)))


def test_rows_are_counted_by_what_became_of_them(tmp_path: Path) -> None:
    # P1 is another city's; O9 is of the year before.
    folder = scenario(tmp_path)
    local = tmp_path / "local"
    local.mkdir()
    stated = {
        "format": 1,
        "id": "local",
        "title": "地方",
        "year": 2014,
        "extends": "small",
        "scope": {"city": "佛山市"},
    }
    (local / "scenario.json").write_text(json.dumps(stated), encoding="utf-8")
    plugin = declared(tmp_path)
    rows = try_plugin(plugin, str(folder)).rows
    assert rows is not None
    assert (rows.read, rows.counted, rows.left, rows.elsewhere) == (9, 8, 1, 0)
    rows = try_plugin(plugin, str(local)).rows
    assert rows is not None
    assert (rows.read, rows.counted, rows.left, rows.elsewhere, rows.platforms) == (9, 5, 1, 3, ("P1",))
    done = in_process("plugins", "try", str(plugin), "--on", str(local))
    assert "9 read, 5 count" in done.stdout
    assert "1 do not meet the condition: date BETWEEN" in done.stdout
    assert "3 are about platforms that are not compared here: P1" in done.stdout


def _works(tmp_path: Path, empty: str) -> Path:
    words = ("--column", "id:id:编号", "--column", "done:date:日期", "--column", "works:integer:件数", "--empty", empty)
    assert in_process("plugins", "new", "works", "--title", "项目", *words, cwd=tmp_path).returncode == 0
    (tmp_path / "works_data.csv").write_text("平台编号,编号,日期,件数\nP1,1,2013-12-31,7\n", encoding="utf-8")
    return tmp_path / "works"


@pytest.mark.parametrize(
    ("empty", "said", "patch"),
    [
        ("zero", "All 4 values are 0:", ()),
        ("missing", "No platform has a value", ("--patch",)),
        pytest.param("zero", "All 4 values are 0:", ("--patch",), marks=pytest.mark.full),
        pytest.param("missing", "No platform has a value", (), marks=pytest.mark.full),
    ],
)
def test_no_curve_is_invented_where_there_is_nothing_to_compare(
    empty: str, said: str, patch: tuple[str, ...], tmp_path: Path, year: str
) -> None:
    plugin = _works(tmp_path, empty)
    words = ("plugins", "try", str(plugin), "--on", year, "--evidence", "works_data.csv")
    done = in_process(*words, "--weight", "10", *patch, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    for why in ("works_data.csv, row 2", "2013-12-31 is not in the year 2014", "none of the 1 rows is selected"):
        assert why in done.stderr
    looked = in_process(*words, cwd=tmp_path)
    assert looked.returncode == 0
    assert "1 read, 0 count" in looked.stdout
    assert "is not in the year 2014" in looked.stderr


def test_files_of_a_trial_are_named_as_they_were_given(tmp_path: Path, year: str) -> None:
    plugin = _works(tmp_path, "zero")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "works_data.csv").write_text("平台编号,编号,日期,件数\nP1,1,2014-12-31,x\n", encoding="utf-8")
    words = ("plugins", "try", str(plugin), "--on", year, "--evidence")
    assert str(Path("other") / "works_data.csv") in in_process(*words, "other", cwd=tmp_path).stderr
    unknown = in_process(
        *words, str(tmp_path / "small" / "evidence" / "platforms.csv"), "--evidence", "培训.csv", cwd=tmp_path
    )
    assert "培训.csv: There is no such file" in unknown.stderr
    (tmp_path / "培训.csv").write_text("", encoding="utf-8")
    renamed = in_process(*words, "培训.csv", cwd=tmp_path)
    assert "after its table: works_data.csv." in renamed.stderr
    (tmp_path / "service.csv").write_text("", encoding="utf-8")
    assert "after its table: works_data.csv, services.csv." in in_process(*words, "service.csv", cwd=tmp_path).stderr


def test_its_own_table_is_read_from_its_example_and_this_is_said(tmp_path: Path, year: str) -> None:
    folder = tmp_path / "works"
    made = in_process("plugins", "new", "works", "--title", "项目", "--column", "works:integer:件数", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    csv = "平台编号,件数\nP1,10\nP2,40\n"
    (folder / "example" / "works_data.csv").write_text(csv, encoding="utf-8")
    example = try_plugin(folder, year)
    assert example.from_example == ("works_data",)
    assert [value.exact for value in example.spread.values] == [10, 40]
    (tmp_path / "works_data.csv").write_text("平台编号,件数\nP3,7\n", encoding="utf-8")
    given = try_plugin(folder, year, evidence=[tmp_path / "works_data.csv"])
    assert given.from_example == ()
    assert [(value.platform_id, value.exact) for value in given.spread.values] == [("P3", 7)]


def test_two_rows_of_a_platform_in_a_table_without_a_key_of_its_own_are_no_command_to_delete(
    tmp_path: Path, year: str
) -> None:
    wish = Wish(
        name="works", title="件数", table="works_data", numerator="SUM(n)", columns=own_columns(("n:integer:件数",))
    )
    plugin = write_plugin(wish, tmp_path)
    (tmp_path / "works_data.csv").write_text("平台编号,件数\nP1,1\nP1,2\n", encoding="utf-8")
    done = in_process("plugins", "try", str(plugin), "--on", year, "--evidence", "works_data.csv", cwd=tmp_path)
    assert "Where a platform has several, its table needs a column that tells them apart" in done.stderr


def test_a_path_that_begins_elsewhere_is_answered_with_the_one_that_was_looked_for(year: str) -> None:
    path = Path(year) / "scenario.json"
    stated = path.read_text(encoding="utf-8").replace("evidence/outputs.csv", "small/evidence/outputs.csv")
    path.write_text(stated, encoding="utf-8")
    done = in_process("validate", "./small", cwd=Path(year).parent)
    assert "looked for was small/small/evidence/outputs.csv" in done.stderr
