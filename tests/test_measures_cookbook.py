"""The recipes of docs/cookbook: each is run on its small tables and gives the exact value that stands beside it."""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from appraisal.schema import link_faults, read, table_schema
from tests.formula.measured import SCHEMAS, before, measured, values

BOOK = Path(__file__).parents[1] / "docs" / "cookbook"
RECIPES = {path.parent.name: path for path in sorted(BOOK.glob("*/*/indicator.json"))}
_TABLE = BOOK / "articles" / "common_technology_projects" / "tables" / "tasks.schema.json"


def _rows(name):
    with (BOOK / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


EXPECTED = _rows("expected.csv")


@cache
def _document(name):
    return read(RECIPES[name], name)


@cache
def _measured():
    schemas = {**SCHEMAS, "tasks": table_schema(read(_TABLE, "tasks"), "tasks")}
    assert not link_faults(schemas)
    tables = {path.stem: path.read_text(encoding="utf-8") for path in sorted((BOOK / "evidence").glob("*.csv"))}
    last = [
        (row["platform_id"], row["indicator"], row["numerator"], row["denominator"]) for row in _rows("previous.csv")
    ]
    return measured([_document(name) for name in RECIPES], tables, before(last), schemas=schemas)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: f"{row['indicator']}-{row['platform_id']}")
def test_a_recipe_has_the_exact_value_beside_it(row):
    found = values(_measured(), row["indicator"])[row["platform_id"]]
    assert found == (row["value"] if row["value"] == "missing" else Fraction(row["value"]))


def test_every_recipe_has_a_value_for_each_platform():
    assert {(row["indicator"], row["platform_id"]) for row in EXPECTED} == {
        (name, platform) for name in RECIPES for platform in ("P1", "P2", "P3")
    }


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_has_its_title_and_one_line_in_both_languages(name):
    document = _document(name)
    assert document["id"] == name
    said = [document[key] for key in ("title", "x-en", "description", "x-description-en")]
    assert all(said)
    assert len(set(said)) == len(said)


def test_every_key_task_of_articles_8_to_16_has_an_indicator_of_its_own():
    of = {name: _document(name)["clause"] for name, path in RECIPES.items() if path.parts[-3] == "articles"}
    assert {int(clause) for clause in of.values()} == set(range(8, 17))
    kinds = read(_TABLE, "tasks")["properties"]["kind"]["enum"]
    conditions = [_document(name)["where"] for name in of]
    assert [sum(f"'{kind}'" in where for where in conditions) for kind in kinds] == [1] * len(kinds)
