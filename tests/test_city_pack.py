"""What the province hands to one city: enough to rank at home, and nothing of any other city."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import appraisal
from appraisal import paths
from appraisal.city_pack import visible, write_pack
from appraisal.model.scope import Scope
from appraisal.verification import verify
from tests.conftest import official
from tests.test_local_rankings import CITY, FOSHAN, refusal, run, write

SCOPE = Scope("city", CITY)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of Foshan, made once."""
    folder = tmp_path_factory.mktemp("packs") / "pack"
    made = write_pack(official("2014"), SCOPE, folder, "pack")
    assert made.platforms == 192
    return folder


@pytest.fixture
def copy(pack: Path, tmp_path: Path) -> Path:
    """A copy of the pack, to be changed."""
    return Path(shutil.copytree(pack, tmp_path / "pack"))


def cells(folder: Path) -> set[str]:
    """Every text in every table of the pack."""
    found: set[str] = set()
    for path in folder.rglob("*.parquet"):
        frame = pl.read_parquet(path)
        for name, dtype in frame.schema.items():
            if dtype == pl.String:
                found |= set(frame[name].drop_nulls().unique())
    return found


def columns(*pairs: tuple[str, str]) -> pl.DataFrame:
    tables = appraisal.load_scenario("2014").tables
    return pl.concat(
        [tables[table].frame.select("platform_id", pl.col(column).alias("value")) for table, column in pairs]
    )


def test_no_platform_person_or_enterprise_of_another_city_is_in_the_pack(pack: Path) -> None:
    register = appraisal.load_scenario("2014").tables["platforms"].frame
    own = register.filter(city=CITY)["platform_id"]
    pairs = [("staff", "person_id"), ("services", "enterprise_id"), ("surveys", "enterprise_id")]
    pairs += [("platforms", column) for column in ("platform_id", "name", "entity_code")]
    named = columns(*pairs).drop_nulls()
    mine = set(named.filter(pl.col("platform_id").is_in(own.implode()))["value"])
    others = set(named["value"]) - mine
    assert len(others) > 20_000
    assert len(mine) > 10_000
    assert not others & cells(pack)
    words = "".join(
        path.read_text(encoding="utf-8-sig") for path in pack.rglob("*") if path.suffix in {".csv", ".json", ".md"}
    )
    assert set(re.findall(r"\bP\d{4}\b", words)) <= set(own)
    assert not [name for name in register.filter(pl.col("city") != CITY)["name"] if name in words]


def test_enterprises_that_no_platform_of_the_city_served_are_not_in_the_pack(pack: Path) -> None:
    names = appraisal.load_scenario("2014").tables["enterprises"].frame
    kept = pl.read_parquet(pack / "evidence" / "enterprises.parquet")
    foreign = names.join(kept, on="enterprise_id", how="anti")
    assert foreign.height > 50_000
    assert not set(foreign["name"]) - set(kept["name"]) & cells(pack)


def test_the_city_finds_at_home_what_the_province_finds_for_it(pack: Path, tmp_path: Path) -> None:
    head = {"format": 1, "id": "beside", "title": "试", "year": 2014}
    write(tmp_path / "beside" / "scenario.json", head | {"extends": "2014", "scope": {"city": CITY}})
    at_home = run(pack)
    beside = run(tmp_path / "beside")
    assert at_home.content_digest == beside.content_digest
    appraisal.write_result(at_home, tmp_path / "result")
    assert verify(tmp_path / "result", pack).is_equal


def test_an_indicator_of_the_city_ranks_the_same_on_the_pack_as_on_all_evidence(copy: Path) -> None:
    mine = Path(
        shutil.copytree(paths.scenarios() / FOSHAN, copy.parent / "mine", ignore=shutil.ignore_patterns("expected"))
    )
    document = json.loads((mine / "scenario.json").read_text(encoding="utf-8"))
    write(mine / "scenario.json", document | {"extends": "pack"})
    # Foshan's designs name a few firms that its platforms did not serve in the year: the pack has no row of those.
    known = set(pl.read_parquet(copy / "evidence" / "enterprises.parquet")["enterprise_id"])
    asked = pl.read_csv(mine / "evidence" / "design_works.csv")["enterprise_id"]
    assert set(asked) <= known
    at_home = run(mine)
    assert at_home.tables["ranking"].equals(official(FOSHAN).tables["ranking"])
    assert at_home.tables["ranks"].equals(official(FOSHAN).tables["ranks"])


def test_the_ranks_of_the_province_in_a_pack_cannot_be_changed(copy: Path) -> None:
    ranks = copy / "official" / "ranks.csv"
    ranks.write_bytes(ranks.read_bytes().replace(b"province,26,990", b"province,1,990"))
    assert refusal(copy) == {"evidence|changed"}


def test_evidence_that_would_change_who_takes_part_is_refused(copy: Path) -> None:
    register = copy / "evidence" / "platforms.parquet"
    frame = pl.read_parquet(register)
    failing = pl.when(platform_id="P0778").then(pl.lit(value=False)).otherwise("premises").alias("premises")
    frame.with_columns(failing).write_parquet(register)
    document = json.loads((copy / "scenario.json").read_text(encoding="utf-8"))
    del document["evidence"]["platforms"]["sha256"]
    write(copy / "scenario.json", document)
    assert refusal(copy) == {"scope|status"}


def test_a_pack_that_is_no_pack_any_more_is_said_so(copy: Path) -> None:
    (copy / "official" / "ranks.csv").write_text("nonsense", encoding="utf-8")
    document = json.loads((copy / "scenario.json").read_text(encoding="utf-8"))
    document["official"]["ranks"]["sha256"] = hashlib.sha256(b"nonsense").hexdigest()
    write(copy / "scenario.json", document)
    assert refusal(copy) == {"scope|official"}


def test_a_pack_is_made_of_the_provinces_result_only(tmp_path: Path) -> None:
    with pytest.raises(appraisal.Refused, match="a pack is made from the province's result"):
        write_pack(official(FOSHAN), SCOPE, tmp_path / "pack", "pack")
    with pytest.raises(appraisal.Refused, match="There is no platform of 佛山 in the register"):
        write_pack(official("2014"), Scope("city", "佛山"), tmp_path / "pack", "pack")
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_not_touched(pack: Path) -> None:
    before = (pack / "scenario.json").read_bytes()
    with pytest.raises(appraisal.Refused, match="is there already"):
        write_pack(official("2014"), SCOPE, pack, "pack")
    assert (pack / "scenario.json").read_bytes() == before


def test_the_funds_ledger_stays_with_the_province() -> None:
    assert "ledger" not in visible(appraisal.load_scenario("2014").tables, SCOPE)


def test_a_cell_that_is_the_id_of_another_citys_platform_is_not_packed() -> None:
    tables = dict(appraisal.load_scenario("2014").tables)
    theirs = tables["platforms"].frame.filter(pl.col("city") != "佛山市")["platform_id"][0]
    remark = pl.lit(theirs).alias("other_types")
    tables["platforms"] = replace(tables["platforms"], frame=tables["platforms"].frame.with_columns(remark))
    with pytest.raises(appraisal.Refused, match=f"names the platform {theirs} of another city, in the column"):
        visible(tables, SCOPE)


def test_a_city_is_told_the_decisions_on_its_own_platforms_only(tmp_path: Path) -> None:
    mine, other = (tmp_path / name for name in ("mine", "other"))
    write_pack(official("2013"), SCOPE, mine, "mine")
    write_pack(official("2013"), Scope("city", "东莞市"), other, "other")
    decided = json.loads((mine / "decisions.json").read_text(encoding="utf-8"))["decisions"]
    assert {one["subject"]["platform_id"] for one in decided} == {"P0289"}
    assert run(mine).tables["ranking"].height > 100
    assert not (other / "decisions.json").exists()
