"""The committed evidence is what the generator makes, obeys the table schemas, and holds what is planted in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from jsonschema import Draft202012Validator
from polars.testing import assert_frame_equal

from tests.check_characters import organisation_check

from . import planted
from .evidence import evidence
from .tables import SCHEMAS, dtypes, frame, table_schema, write

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
YEARS = (2012, 2013, 2014, 2015)
#: The examples have no panels of experts.
WITHOUT = {"experts", "panel_marks"}
TABLES = sorted({path.name.partition(".")[0] for path in SCHEMAS.glob("*.schema.json")} - WITHOUT)
SMES = ("微型", "小型", "中型")


def committed(year: int, table: str) -> pl.DataFrame:
    return pl.read_parquet(ROOT / "scenarios" / str(year) / "evidence" / f"{table}.parquet", glob=False)


@pytest.fixture(scope="module")
def made_anew() -> dict[str, pl.DataFrame]:
    return evidence(2012)


def test_the_committed_evidence_is_what_the_generator_makes(made_anew: dict[str, pl.DataFrame]) -> None:
    assert sorted(made_anew) == TABLES
    for table, df in made_anew.items():
        assert_frame_equal(df, committed(2012, table))


@pytest.mark.full
def test_hash_seed_locale_and_time_zone_do_not_matter(made_anew: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    write(made_anew, tmp_path / "here")
    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "POLARS_MAX_THREADS": "1"}
    command = [sys.executable, "-m", "tests.synthetic", "--years", "2012", "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env=elsewhere, check=True)
    for table in TABLES:
        there = tmp_path / "2012" / "evidence" / f"{table}.parquet"
        assert (tmp_path / "here" / there.name).read_bytes() == there.read_bytes(), table


@pytest.mark.parametrize("year", YEARS)
def test_every_table_has_the_columns_types_and_order_of_its_schema(year: int) -> None:
    for table in TABLES:
        df = committed(year, table)
        key = table_schema(table)["x-key"]
        assert dict(df.schema) == dtypes(table), table
        assert df.height, table
        assert df.select(key).is_unique().all(), table
        assert_frame_equal(df, df.sort(key))


@pytest.mark.parametrize("year", YEARS)
def test_every_reference_leads_somewhere(year: int) -> None:
    for table in TABLES:
        for reference in table_schema(table)["x-references"]:
            columns, key = reference["columns"], reference["key"]
            rows = committed(year, table).filter(pl.col(columns[-1]).is_not_null())
            lost = rows.join(
                committed(year, reference["table"]), left_on=columns, right_on=key, how="anti", nulls_equal=True
            )
            assert lost.is_empty(), (table, reference)


@pytest.mark.parametrize("table", ["platforms", "towns", "finance", "reported", "verified", "vetoes", "ledger"])
def test_the_rows_are_valid_by_the_reference_validator(table: str, made_anew: dict[str, pl.DataFrame]) -> None:
    text = (SCHEMAS / f"{table}.schema.json").read_text(encoding="utf-8")
    validator = Draft202012Validator(json.loads(text, parse_float=Decimal))
    for row in made_anew[table].iter_rows(named=True):
        validator.validate({column: _as_json(cell) for column, cell in row.items() if cell is not None})


def test_a_cell_outside_the_schema_is_refused_by_the_frame() -> None:
    with pytest.raises(KeyError):
        frame("ledger", [{"line_id": "L1"}])


@pytest.mark.parametrize("year", YEARS)
def test_a_years_evidence_is_small(year: int) -> None:
    folder = ROOT / "scenarios" / str(year) / "evidence"
    assert sum(path.stat().st_size for path in folder.glob("*.parquet")) <= 4 * 2**20


def test_entity_codes_have_their_check_character_and_stay_with_their_platform() -> None:
    codes: dict[str, str] = {}
    for year in YEARS:
        for platform_id, code in committed(year, "platforms").select("platform_id", "entity_code").iter_rows():
            assert code[8] == organisation_check(code[:8])
            assert codes.setdefault(platform_id, code) == code
    assert len(set(codes.values())) < len(codes)


def test_check_characters_of_gb_11714() -> None:
    assert [organisation_check(body) for body in ("00000000", "D2143569", "00000001")] == ["0", "X", "9"]


@pytest.mark.parametrize("year", YEARS)
def test_the_planted_numbers_of_smes_stand_in_the_ledger(year: int) -> None:
    services = _services(year)
    for truth, wanted in (
        (planted.EXACTLY_50_SMES, 50),
        (planted.ONLY_49_SMES, 49),
        (planted.LARGE_DO_NOT_COUNT, 48),
        (planted.DECEMBER_BEFORE, 48),
        (planted.SITE_FOUND_49, 52),
    ):
        own = services.filter(
            pl.col("platform_id") == truth[year], pl.col("size").is_in(SMES), pl.col("date").dt.year() == year
        )
        assert own["enterprise_id"].n_unique() == wanted


@pytest.mark.parametrize("year", YEARS)
def test_counted_otherwise_the_planted_numbers_would_reach_50(year: int) -> None:
    services = _services(year)
    per_department = services.filter(pl.col("platform_id") == planted.ONLY_49_SMES[year])
    assert per_department.select("enterprise_id", "department").n_unique() == 50
    exact = services.filter(pl.col("platform_id") == planted.EXACTLY_50_SMES[year], pl.col("size").is_in(SMES))
    assert exact.height > exact.select("enterprise_id", "department").n_unique() > 50
    for truth in (planted.LARGE_DO_NOT_COUNT, planted.DECEMBER_BEFORE):
        assert services.filter(pl.col("platform_id") == truth[year])["enterprise_id"].n_unique() >= 50


@pytest.mark.parametrize("year", YEARS)
def test_the_planted_shares_of_staff_stand_in_the_roster(year: int) -> None:
    assert _qualified(year, planted.EXACTLY_60_PERCENT) == planted.EXACTLY_60_PERCENT_COUNTS[year]
    assert _qualified(year, planted.ONE_PERSON_SHORT) == planted.ONE_PERSON_SHORT_COUNTS[year]
    assert _qualified(year, planted.NEARLY_60_PERCENT) == planted.NEARLY_60_PERCENT_COUNTS
    assert _qualified(year, planted.ALL_THREE_QUALIFICATIONS) == (11, 20)
    assert planted.HEAD_COUNTS_ONLY[year] not in committed(year, "staff")["platform_id"]


@pytest.mark.parametrize("year", YEARS)
def test_who_handed_in_nothing_stands_only_in_the_register(year: int) -> None:
    silent = planted.HANDED_IN_NOTHING[year]
    found = [t for t in TABLES if "platform_id" in dtypes(t) and silent in committed(year, t)["platform_id"]]
    assert found == ["platforms"]


@pytest.mark.parametrize("year", planted.ONE_ENTITY)
def test_planted_pairs_are_of_one_entity(year: int) -> None:
    codes = dict(committed(year, "platforms").select("platform_id", "entity_code").iter_rows())
    first, second = planted.ONE_ENTITY[year]
    assert codes[first] == codes[second]
    assert len({codes[platform_id] for platform_id in planted.TIE_AT_PLACE_20.get(year, ("P0001", "P0002"))}) == 2


def _services(year: int) -> pl.DataFrame:
    return committed(year, "services").join(committed(year, "enterprises"), on="enterprise_id")


def _qualified(year: int, truth: Mapping[int, str]) -> tuple[int, int]:
    """Return how many of the team are qualified, and the team."""
    team = committed(year, "staff").filter(
        pl.col("platform_id") == truth[year], pl.col("on_team"), pl.col("as_of") == date(year, 12, 31)
    )
    able = team.filter(
        pl.col("education").is_in(["大专", "本科", "硕士", "博士"])
        | pl.col("title_level").is_in(["中级", "副高", "正高"])
        | pl.col("skill_level").is_in(["高级工", "技师", "高级技师"])
    )
    return able.height, team.height


def _as_json(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell
