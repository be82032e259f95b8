"""An anonymised copy names nobody: every byte and every cell is looked through for whatever the year knows."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import appraisal
from appraisal import paths
from appraisal.export import anonymised, keys
from appraisal.export.documents import REMOVED
from appraisal.export.keys import Pseudonyms
from appraisal.export.policy import is_stated
from appraisal.result import TABLES, read_result
from tests.commands import contents, in_process

if TYPE_CHECKING:
    from collections.abc import Iterable

KEY = bytes(range(32))
#: Columns of the evidence that name a platform, a place smaller than a city, an entity or a person, or are free text.
NAMING = {
    *("platform_id", "name", "town", "entity_code", "expert_id", "institution", "institution_code", "person_id"),
    *("evidence", "purpose", "line_id", "credit_code"),
}


def _folder(name: str) -> Path:
    return paths.scenarios() / name


@cache
def _recorded(name: str) -> appraisal.Result:
    return read_result(_folder(name) / "expected")


@cache
def _copy(name: str, **more: Any) -> dict[str, bytes]:
    return anonymised(_recorded(name), KEY, **more)


def _known(name: str) -> set[str]:
    """Whatever the evidence and the decisions of a scenario say of platforms, entities and persons."""
    known: set[str] = set()
    stated = json.loads((_folder(name) / "scenario.json").read_bytes())
    for path in (_folder(name) / one["path"] for one in stated["evidence"].values()):
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
        for column in set(frame.columns) & NAMING:
            known |= set(frame[column].drop_nulls().cast(pl.String).to_list())
    decided = _folder(name) / "decisions.json"
    for one in json.loads(decided.read_bytes())["decisions"] if decided.is_file() else ():
        known |= {one["who"], one["minutes"], one["reason"]}
    result = _recorded(name)
    return known | {
        *result.tables["panels"]["expert_id"],
        *result.tables["coverage"]["county"].drop_nulls(),
        *result.tables["received"]["entity_code"].drop_nulls(),
        *result.manifest["inputs"].values(),
        *(one for file, one in result.manifest["outputs"].items() if result.files[file] != _copy(name).get(file)),
        *(result.content_digest, result.manifest["manifest_digest"]),
    }


def _same(name: str) -> list[bytes]:
    return [
        data for file, data in _copy(name).items() if _recorded(name).files.get(file) == data and data[:4] != b"PAR1"
    ]


def _texts(files: dict[str, bytes]) -> str:
    """Every file as text, and every cell of every Parquet file."""
    cells = [
        "\n".join(pl.read_parquet(io.BytesIO(data)).cast(pl.String).unpivot()["value"].drop_nulls())
        for name, data in files.items()
        if name.endswith(".parquet")
    ]
    return "\n".join([*(data.decode("utf-8", "replace") for data in files.values()), *cells])


def _found(text: str, known: Iterable[str]) -> set[str]:
    """Those that stand in the text; a code only where it is a word of its own."""
    near = set(pl.Series([text]).str.extract_many(list(known), overlapping=True).explode().drop_nulls())
    codes = set(re.findall("[0-9A-Za-z]+", text))
    return {word for word in near if not re.fullmatch("[0-9A-Za-z]+", word) or word in codes}


@pytest.mark.parametrize("name", [pytest.param("2013", marks=pytest.mark.full), "2014", "published/hnte-2008"])
def test_nothing_that_names_a_platform_an_entity_or_a_person_is_in_any_byte_or_cell(name: str) -> None:
    known = _known(name)
    assert len(known) > 50
    files = _copy(name)
    # What is the same in both says nothing of a platform, and neither does its digest.
    assert all(b"platform_id" not in data or b"\n" not in data.rstrip() for data in _same(name))
    readable = {file: data for file, data in files.items() if not file.endswith(".parquet")}
    cells = _texts({file: data for file, data in files.items() if file.endswith(".parquet")}).split("PAR1")[-1]
    assert _found(_texts(readable), known) == set()
    assert _found(cells, known) == set()
    # A name or a longer code would also be seen between the bytes of a Parquet file.
    assert _found(_texts(files), {word for word in known if len(word.encode()) > 4}) == set()


def test_the_search_finds_what_is_there() -> None:
    plain = contents(_folder("2014") / "expected")
    register = _recorded("2014").tables["ranking"]
    assert _found(_texts(plain), set(register["name"])) == set(register["name"])
    assert len(_found(_texts({"a.parquet": plain["scores.parquet"]}), set(register["platform_id"]))) > 1000


def test_a_column_and_a_table_that_nobody_decided_on_are_not_exported() -> None:
    result = _recorded("published/hnte-2008")
    tables = {name: frame.with_columns(phone=pl.lit("planted")) for name, frame in result.tables.items()}
    tables["visitors"] = pl.DataFrame({"platform_id": ["F01"], "who": ["planted"]})
    planted = dataclasses.replace(result, tables=tables)
    files = anonymised(planted, KEY)
    assert "planted" not in _texts(files)
    assert "visitors.csv" not in files
    removed = pl.read_csv(files["removed.csv"])
    assert set(removed.filter(column="phone")["done"]) == {"dropped"}
    assert removed.filter(column="phone").height == len(TABLES)
    assert removed.filter(table="visitors")["done"].to_list() == ["dropped", "dropped"]


def test_of_every_column_of_a_result_somebody_decided_what_is_done_with_it() -> None:
    assert [
        (table, column) for table, one in TABLES.items() for column in one.columns if not is_stated(table, column)
    ] == []


def test_what_was_done_with_each_column_is_listed_once() -> None:
    removed = pl.read_csv(_copy("2014")["removed.csv"])
    listed = removed.filter(pl.col("table").is_in(list(TABLES))).select("table", "column").rows()
    assert listed == [(table, column) for table, one in TABLES.items() for column in one.columns]
    assert set(removed["done"]) == {"kept", "pseudonym", "reduced", "dropped"}
    assert removed.select("reason_zh", "reason_en").null_count().sum_horizontal().item() == 0


def test_numbers_stay_as_they_are() -> None:
    original, copy = _recorded("2014"), _copy("2014")
    given = Pseudonyms(KEY)
    marks = original.tables["scores"].select(
        given.column("platform", original.tables["scores"]["platform_id"]), "node", "mark", "contribution"
    )
    made = pl.read_parquet(io.BytesIO(copy["scores.parquet"])).select(marks.columns)
    assert made.equals(marks.sort("platform_id", "node"))


def test_rows_stand_in_the_order_of_the_pseudonyms_that_says_nothing_of_the_register() -> None:
    for name in ("history.csv", "gates.csv", "ranks.csv", "received.csv"):
        ids = pl.read_csv(_copy("2014")[name])["platform_id"]
        assert ids.is_sorted(), name
    equals = pl.read_csv(_copy("2014")["ranking.csv"]).filter(pl.col("rank").is_null())["platform_id"]
    assert equals.len() > 100
    assert equals.is_sorted()


def test_one_key_gives_one_pseudonym_in_every_year_and_another_key_another() -> None:
    ids = [set(pl.read_csv(_copy(year)["ranking.csv"])["platform_id"]) for year in ("2013", "2014")]
    known = [set(_recorded(year).tables["ranking"]["platform_id"]) for year in ("2013", "2014")]
    assert len(ids[0] & ids[1]) == len(known[0] & known[1]) > 500
    other = anonymised(_recorded("2014"), bytes(32))
    assert set(pl.read_csv(other["ranking.csv"])["platform_id"]).isdisjoint(ids[1])
    assert anonymised(_recorded("2014"), KEY) == _copy("2014")


def test_two_ids_never_share_a_pseudonym(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_LENGTH", 2)
    with pytest.raises(appraisal.Refused, match="the same pseudonym"):
        anonymised(_recorded("2014"), KEY)


def test_a_pseudonym_has_neither_digits_nor_vowels() -> None:
    made = Pseudonyms(KEY).of("platform", "P0001")
    assert re.fullmatch("platform-[bcdfghjklmnpqrst]{12}", made)
    assert Pseudonyms(KEY).of("entity", "P0001").partition("-")[2] != made.partition("-")[2]


def test_the_key_file_is_made_once_kept_and_stands_in_no_file(tmp_path: Path) -> None:
    words = ("export", str(_folder("published/hnte-2008") / "expected"), "--anonymise", "--key-file", "keys/k.txt")
    for out in ("a", "b"):
        assert in_process(*words, "-o", out, cwd=tmp_path).returncode == 0
    key = (tmp_path / "keys" / "k.txt").read_text("ascii")
    assert re.fullmatch(r"[0-9a-f]{64}\n", key)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert key.strip() not in _texts(contents(tmp_path / "a"))
    assert bytes.fromhex(key) not in b"".join(contents(tmp_path / "a").values())
    assert in_process(*words[:3], "-o", "c", cwd=tmp_path).returncode == 0
    assert contents(tmp_path / "c") != contents(tmp_path / "a")


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("k.txt", "secret\n", "This is no key"),
        ("k.txt", "0" * 65, "This is no key"),
        ("out/k.txt", None, "in a folder that is handed on"),
    ],
)
def test_what_is_no_key_or_would_be_handed_on_is_refused(key: str, text: str | None, said: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / key).write_text(text, encoding="ascii")
    result = str(_folder("published/hnte-2008") / "expected")
    done = in_process("export", result, "--anonymise", "--key-file", key, "-o", "out", cwd=tmp_path)
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert not (tmp_path / "out").exists()


def test_a_key_is_for_an_anonymised_copy_only(tmp_path: Path) -> None:
    result = str(_folder("published/hnte-2008") / "expected")
    assert in_process("export", result, "--key-file", "k", "-o", "out", cwd=tmp_path).returncode == 2
    assert not (tmp_path / "k").exists()


def test_a_city_is_told_only_where_it_is_asked_for_and_never_beside_the_type() -> None:
    ranking = _recorded("2014").tables["ranking"]
    cities = set(ranking["city"])
    assert _found(_texts(_copy("2014")), cities) == set()
    kept = _copy("2014", keep_city=True)
    many = set(ranking.group_by("city").len().filter(pl.col("len") >= 5)["city"])
    assert set(pl.read_csv(kept["ranking.csv"])["city"].drop_nulls()) == many
    scopes = set(pl.read_csv(kept["ranks.csv"])["scope"])
    assert {scope.partition(":")[0] for scope in scopes} == {"province", "city"}
    assert {scope.partition(":")[0] for scope in pl.read_csv(_copy("2014")["ranks.csv"])["scope"]} == {
        "province",
        "type",
    }


def test_a_group_of_fewer_than_five_is_not_told_apart() -> None:
    result = _recorded("2014")
    ranks = result.tables["ranks"].with_columns(
        of=pl.when(pl.col("scope") == "type:工业设计").then(4).otherwise("of").cast(pl.Int64)
    )
    first = result.tables["ranking"].with_columns(
        city=pl.when(pl.int_range(pl.len()) < 4).then(pl.lit("小市")).otherwise("city")
    )
    small = dataclasses.replace(result, tables={**result.tables, "ranks": ranks, "ranking": first})
    assert "type:工业设计" not in set(pl.read_csv(anonymised(small, KEY)["ranks.csv"])["scope"])
    assert pl.read_csv(anonymised(small, KEY, keep_city=True)["ranking.csv"])["city"].head(4).to_list() == [None] * 4


def test_the_ranking_of_one_city_is_exported_only_where_the_city_may_be_known() -> None:
    with pytest.raises(appraisal.Refused, match="ranking of one city"):
        _copy("foshan-2014")
    assert "city:佛山市" in set(pl.read_csv(_copy("foshan-2014", keep_city=True)["ranks.csv"])["scope"])


def test_a_rule_that_names_somebody_is_emptied_there_and_listed() -> None:
    result = _recorded("2014")
    name = result.tables["ranking"]["name"][0]
    rules = {**result.documents["rules"], "note": [f"{name}除外", "P0908 too", "XP0908"], "P0001": 1}
    files = anonymised(dataclasses.replace(result, documents={**result.documents, "rules": rules}), KEY)
    made = json.loads(files["rules.json"])
    assert made["note"] == [REMOVED, REMOVED, "XP0908"]
    assert "P0001" not in made
    listed = pl.read_csv(files["removed.csv"]).filter(pl.col("table") == "rules.json", pl.col("done") == "reduced")
    assert listed["column"].to_list()[:2] == ["$.note[0]", "$.note[1]"]
    assert listed.height == 3


def test_a_cell_that_holds_a_name_where_only_words_of_the_rules_belong_is_emptied_and_that_is_listed() -> None:
    result = _recorded("published/hnte-2008")
    scores = result.tables["scores"].with_columns(how=pl.lit("F01"))
    files = anonymised(dataclasses.replace(result, tables={**result.tables, "scores": scores}), KEY)
    assert pl.read_parquet(io.BytesIO(files["scores.parquet"]))["how"].null_count() == scores.height
    done = pl.read_csv(files["removed.csv"]).filter(table="scores", column="how")["done"].to_list()
    assert done == ["reduced"]


def test_of_a_gate_only_numbers_of_indicators_and_yes_or_no_are_told() -> None:
    result = _recorded("2014")
    gates = result.tables["gates"].with_columns(
        numerator=pl.when(pl.col("gate") == "premises").then(pl.lit("436557999")).otherwise("numerator")
    )
    files = anonymised(dataclasses.replace(result, tables={**result.tables, "gates": gates}), KEY)
    made = pl.read_csv(files["gates.csv"], infer_schema=False)
    assert made.filter(gate="premises")["numerator"].null_count() == made.filter(gate="premises").height
    assert made.filter(gate="smes_50")["numerator"].null_count() == 0
    assert set(made.filter(gate="equipment")["numerator"].drop_nulls()) <= {"true", "false"}


def test_the_copy_says_that_published_winners_are_found_again_and_by_which_version_it_was_made() -> None:
    files = _copy("2014")
    readme = files["README.txt"].decode("utf-8-sig")
    assert "Anonymised does not mean that nobody can be found again" in readme
    assert "去标识不等于认不出" in readme
    about = json.loads(files["datapackage.json"])["x-appraisal"]
    assert (about["anonymised"], about["version"]) == (True, appraisal.__version__)
    assert "content_digest" not in about
    assert "manifest.json" not in files
