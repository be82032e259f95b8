"""A result as a data package: its files as they are, and a descriptor that says what is true of them."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from appraisal import paths
from appraisal.export import copied
from appraisal.export.package import PACKAGE
from appraisal.result import TABLES, read_result
from appraisal.result.described import _COLUMNS, EMPTY_IN_KEY, TITLES, described
from tests.commands import contents, in_process
from tests.conftest import SCENARIOS

#: With a decision open, with payments, with experts, and a year as it is.
SAMPLE = {"2012", "2015-open-tie", "published/guangdong-2012-money", "published/hnte-2008"}
TYPES = {"integer": pl.Int64, "number": pl.Decimal(38, 12), "boolean": pl.Boolean, "date": pl.Date}


def _recorded(name: str) -> Path:
    return paths.scenarios() / name / "expected"


def _tables(files: dict[str, bytes]) -> dict[str, tuple[dict[str, Any], pl.DataFrame]]:
    """The tables as a tool reads them that knows the descriptor alone: by name with their schemas."""
    tables = {}
    for one in json.loads(files[PACKAGE])["resources"]:
        if one.get("type") == "table":
            source, fields = io.BytesIO(files[one["path"]]), one["schema"]["fields"]
            types = {field["name"]: TYPES.get(field["type"], pl.String) for field in fields}
            frame = pl.read_parquet(source) if one["format"] == "parquet" else pl.read_csv(source, schema=types)
            tables[one["name"]] = one["schema"], frame
    return tables


def test_every_file_of_the_result_is_there_as_it_is_and_described_with_its_digest() -> None:
    files = copied(read_result(_recorded("2012")))
    assert {name: data for name, data in files.items() if name != PACKAGE} == contents(_recorded("2012"))
    resources = json.loads(files[PACKAGE])["resources"]
    assert [one["path"] for one in resources] == sorted(set(files) - {PACKAGE})
    for one in resources:
        data = files[one["path"]]
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    assert len({one["name"] for one in resources}) == len(resources)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in SAMPLE else pytest.mark.full) for name in SCENARIOS]
)
def test_what_the_descriptor_says_of_columns_and_keys_holds(name: str) -> None:
    tables = _tables(copied(read_result(_recorded(name))))
    assert set(tables) == set(TABLES)
    for table, (schema, frame) in tables.items():
        assert [field["name"] for field in schema["fields"]] == list(frame.columns) == list(TABLES[table].columns)
        for field in schema["fields"]:
            cells, limits = frame[field["name"]], field.get("constraints", {})
            assert not (limits.get("required") and cells.null_count()), (table, field["name"])
            assert set(cells.drop_nulls().to_list()) <= set(limits.get("enum", cells)), (table, field["name"])
        for key in [schema.get("primaryKey"), *schema.get("uniqueKeys", [])]:
            assert key is None or not frame.select(key).is_duplicated().any(), table
        for link in schema.get("foreignKeys", []):
            there = tables[link["reference"]["resource"]][1][link["reference"]["fields"][0]]
            assert frame[link["fields"][0]].drop_nulls().is_in(there.to_list()).all(), table


def test_the_same_result_gives_the_same_bytes_with_sorted_keys() -> None:
    one, other = (copied(read_result(_recorded("2013"))) for _ in range(2))
    assert one == other
    stated = json.loads(one[PACKAGE])
    assert json.dumps(stated, sort_keys=True) == json.dumps(stated)
    assert stated["x-appraisal"]["content_digest"] == read_result(_recorded("2013")).content_digest
    assert "created" not in stated


def test_every_column_is_said_in_words_and_no_other() -> None:
    stated = {(table, column) for table, each in TABLES.items() for column in each.columns}
    assert {pair for pair in stated if described(*pair) is None} == set()
    used = {f"{table}.{column}" for table, column in stated} | {column for _, column in stated}
    assert set(_COLUMNS) <= used
    assert set(TITLES) == set(TABLES)
    assert {(table, column) for table, column in EMPTY_IN_KEY if column in TABLES[table].key} == EMPTY_IN_KEY


def test_a_result_that_was_changed_is_refused_with_its_file(tmp_path: Path) -> None:
    shutil.copytree(_recorded("2012"), tmp_path / "2012")
    (tmp_path / "2012" / "gates.csv").write_text("me", encoding="utf-8")
    done = in_process("export", "2012", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert "2012/gates.csv: The file is not as the run wrote it" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_older_export_is_kept_and_nothing_else_is_moved(tmp_path: Path) -> None:
    def export(year: str, *words: str) -> tuple[int, str]:
        done = in_process("export", str(_recorded(year)), "-o", "out", *words, cwd=tmp_path)
        return done.returncode, done.stdout + done.stderr

    assert export("2012")[0] == 0
    assert "Unchanged: out" in export("2012")[1]
    code, said = export("2013")
    assert (code, "A different export stands here already." in said) == (1, True)
    assert export("2013", "--replace")[0] == 0
    assert {name: json.loads((tmp_path / name / PACKAGE).read_bytes())["name"] for name in ("out", "out.1")} == {
        "out": "appraisal-2013",
        "out.1": "appraisal-2012",
    }
    shutil.rmtree(tmp_path / "out")
    (tmp_path / "out").mkdir()
    code, said = export("2013", "--replace")
    assert (code, "is no export" in said, list((tmp_path / "out").iterdir())) == (1, True, [])


def test_an_export_lies_neither_in_its_result_nor_around_it(tmp_path: Path) -> None:
    shutil.copytree(_recorded("2012"), tmp_path / "results" / "2012")
    for out in ("results/2012/research", "results", "results/2012"):
        done = in_process("export", "results/2012", "-o", out, "--replace", cwd=tmp_path)
        assert (done.returncode, "cannot lie within each other" in done.stderr) == (1, True), out
    assert contents(tmp_path / "results" / "2012") == contents(_recorded("2012"))
