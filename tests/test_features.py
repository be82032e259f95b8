"""The table of the 37 features: what it says is JSON that validates and builds, and each test that it names is there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from appraisal.errors import Severity
from appraisal.rules import build, in_force, inconsistencies
from appraisal.schema import check, dumps, loads
from tests.small_rules import group, leaf, rules

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (`.+`) \| (`.+`) \|$", re.MULTILINE)
INDICATOR = {"format": 1, "id": "made", "version": "1.0.0", "title": "某指标", "table": "figures"}
SCENARIO = {"format": 1, "id": "made", "title": "某方案", "year": 2014}
#: The grade for all, which a fragment of grades leaves out.
LAST = {"rest": {"title": "其余"}}


def rows(name: str) -> dict[int, tuple[str, list[str], list[str]]]:
    """Feature, pieces of JSON and tests by number."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    found = {}
    for number, feature, pieces, tests in ROW.findall(text):
        listed = [[part.strip("`").replace("\\|", "|") for part in cell.split("<br>")] for cell in (pieces, tests)]
        found[int(number)] = (feature, listed[0], listed[1])
    return found


FEATURES = rows("features.md")
PIECES = [
    pytest.param(piece, id=f"{number}-{at}") for number, one in FEATURES.items() for at, piece in enumerate(one[1])
]


def merged(target: Any, patch: Any) -> Any:
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    kept = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        kept[key] = merged(kept.get(key), value)
    return kept


def highest(curve: Any) -> Any:
    """The highest mark of a curve."""
    if curve["kind"] == "choose":
        return max(highest(one) for one in [*(case["curve"] for case in curve["cases"]), curve["otherwise"]])
    if curve["kind"] == "levels":
        return max(curve["marks"].values())
    listed = curve["bands"] if "bands" in curve else curve.get("at", [])
    marks = [one["mark"] if isinstance(one, dict) else one[1] for one in listed]
    return max([curve["cap"]] if curve["kind"] == "steps" else [*marks, curve.get("below", 0)])


def whole(piece: Any) -> Any:
    """Rules in which a piece stands where it belongs."""
    if "kind" in piece:
        source = "platforms.type" if piece["kind"] == "levels" else "x"
        return rules({"a": leaf(source, highest(piece), piece)}, cohort="eligible")
    if "from" in piece or "nodes" in piece:
        full = piece["full_mark"]
        return {**rules({"a": piece}, cohort="eligible"), "index": {"combine": "sum", **group(full, {"a": piece})}}
    document = merged(rules({"a": leaf("x", 100), "b": leaf("y", 20)}, cohort="eligible"), piece)
    # The index adds up what its nodes add up to.
    document["index"]["full_mark"] = 120
    return {**document, "grades": {**{key: one for key, one in document["grades"].items() if key != "all"}, **LAST}}


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_of_json_validates_and_builds(piece: str) -> None:
    stated: Any = loads(piece.encode(), "features.md")
    if "numerator" in stated:
        assert check({**INDICATOR, **stated}, "indicator", "indicator.json") == []
        return
    if stated.keys() <= {"evidence", "round"}:
        assert check({**SCENARIO, **stated}, "scenario", "scenario.json") == []
        return
    document: Any = loads(dumps(whole(stated)).encode(), "rules.json")
    document, _ = in_force(document, 2014, "rules.json")
    assert check(document, "rules", "rules.json") == []
    made, findings = build(document, "rules.json")
    findings += inconsistencies(made, document, "rules.json")
    assert [str(one) for one in findings if one.severity is Severity.ERROR] == []


@cache
def _source(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("number", FEATURES)
def test_each_test_that_is_named_is_there(number: int) -> None:
    for name in FEATURES[number][2]:
        file, _, function = name.partition("::")
        assert (ROOT / file).is_file(), name
        assert not function or re.search(rf"^def {function}\(", _source(file), re.MULTILINE), name


def test_all_37_stand_in_both_languages_with_the_same_json_and_tests() -> None:
    chinese = rows("features.zh-CN.md")
    assert list(FEATURES) == list(chinese) == list(range(1, 38))
    assert {number: one[1:] for number, one in chinese.items()} == {number: one[1:] for number, one in FEATURES.items()}
