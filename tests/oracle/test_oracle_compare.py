"""The comparison finds every changed cell, row and order, and nothing where a result says what the oracle says."""

from __future__ import annotations

import shutil
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.oracle import judge
from tests.oracle.compare import difference
from tests.oracle.hand_made import PLUGINS
from tests.oracle.result_files import exact, fixed
from tests.oracle.written_result import write_result
from tests.random_scenarios import build


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare")
    verdict = judge(build(11, folder, "tie"), PLUGINS)
    write_result(verdict, folder / "result")
    return verdict, folder / "result"


@pytest.mark.parametrize("seed", range(12))
def test_a_result_that_says_the_same_has_no_difference(tmp_path, seed):
    verdict = judge(build(seed, tmp_path, "undecided"), PLUGINS)
    write_result(verdict, tmp_path / "result")
    assert difference(verdict, tmp_path / "result") == []


def change(path, old, new):
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("gates.csv", ",pass", ",fail"),
        ("ranking.csv", ",ranked", ",vetoed"),
        ("ranks.csv", "province,1,", "province,2,"),
        ("ledger.csv", "1000000000,1000000000", "1000000000,999999999"),
        ("awards.csv", ",given", ",open"),
        ("coverage.csv", "true", "false"),
    ],
)
def test_a_changed_cell_is_named(tmp_path, written, file, old, new):
    verdict, result = written
    shutil.copytree(result, tmp_path / "result")
    change(tmp_path / "result" / file, old, new)
    (sentence,) = difference(verdict, tmp_path / "result")
    assert sentence.startswith(file)
    assert sentence.count("'") == 4


@pytest.mark.parametrize("file", ["ranking.csv", "gates.csv", "ranks.csv", "coverage.csv", "ledger.csv"])
def test_a_missing_and_a_doubled_row_are_named(tmp_path, written, file):
    verdict, result = written
    shutil.copytree(result, tmp_path / "result")
    header, *lines = (result / file).read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (tmp_path / "result" / file).write_text(header + "".join(lines[1:]), encoding="utf-8-sig")
    assert any("no such row" in sentence for sentence in difference(verdict, tmp_path / "result"))
    (tmp_path / "result" / file).write_text(header + "".join([*lines, lines[0]]), encoding="utf-8-sig")
    assert any("the key of another" in sentence for sentence in difference(verdict, tmp_path / "result"))


def test_another_order_is_named(tmp_path, written):
    verdict, result = written
    shutil.copytree(result, tmp_path / "result")
    for file in ("ranking.csv", "awards.csv"):
        header, *lines = (result / file).read_text(encoding="utf-8-sig").splitlines(keepends=True)
        turned = "".join([lines[1], lines[0], *lines[2:]])
        (tmp_path / "result" / file).write_text(header + turned, encoding="utf-8-sig")
    assert [sentence.split(":")[0] for sentence in difference(verdict, tmp_path / "result")] == [
        "ranking.csv",
        "awards.csv",
    ]


@pytest.mark.parametrize(("file", "column"), [("scores.parquet", "mark"), ("measures.parquet", "numerator")])
def test_a_number_that_is_off_in_the_last_digit_is_named(tmp_path, written, file, column):
    verdict, result = written
    shutil.copytree(result, tmp_path / "result")
    table = pq.read_table(result / file)
    numbers = table.column(column).to_pylist()
    numbers[0] += Decimal("0.000001")
    field = table.schema.field(column)
    place = table.schema.get_field_index(column)
    pq.write_table(table.set_column(place, field, pa.array(numbers, field.type)), tmp_path / "result" / file)
    sentences = difference(verdict, tmp_path / "result")
    assert sentences
    assert all(sentence.startswith(file) for sentence in sentences)


def test_numbers_as_text():
    assert fixed(Fraction(25, 2), 2) == "12.50"
    assert fixed(Fraction(-1, 8), 3) == "-0.125"
    assert fixed(Fraction(1, 8), 2) == "1/8"
    assert fixed(Fraction(0), 2) == "0.00"
    assert exact(Fraction(25, 2)) == "12.5"
    assert exact(Fraction(12)) == "12"
    assert exact(Fraction(1, 3)) == "1/3"
