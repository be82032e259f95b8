"""Rules with a key dropped, changed or swapped: refused with findings, or run to the result that the oracle finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import appraisal
from appraisal.schema import check, loads
from tests.oracle import Refused as RefusedByTheOracle
from tests.oracle import judge
from tests.oracle.compare import difference, said_marks
from tests.small_rules import YES, added, at_least, group, leaf, rules, written

Json = dict[str, Any]
#: What may come in the place of a value.
OTHERS: list[Any] = [None, True, "x", "", -1, 0, 1, 2, 0.5, 10**6, 10**12, [], {}, "platforms.type", "marks.a", "z"]

ROWS = {
    "P1": {"x": 5, "y": 1, "z": 7, "w": (1, 4), "type": "工业设计", "premises": True},
    "P2": {"x": 20, "y": 0, "z": 2, "w": (3, 3), "type": "技术创新", "premises": False},
    "P3": {"x": "12.5", "z": 5, "w": (0, 9), "type": None, "premises": None},
    "P4": {"y": 3, "z": 5, "type": "质量检测", "premises": True},
    "P5": {"x": 20, "y": 0, "z": 2, "type": "技术创新", "premises": True},
}


def whole() -> Json:
    """Rules that use every device once."""
    cohort = {
        "kind": "linear",
        "at": [[{"cohort": "minimum"}, 0], [{"cohort": "quantile", "q": 0.5, "times": 1.5}, 10]],
        "below": 0,
    }
    choose = {
        "kind": "choose",
        "cases": [{"when": YES, "curve": {"kind": "bands", "at": [[1, 5], [4, 10]], "closed": "low"}}],
        "otherwise": {"kind": "steps", "from": 1, "base": 2, "per": 2, "add": 2, "cap": 10, "whole": True},
    }
    bands = {
        "kind": "bands",
        "bands": [{"when": {"maximum": 5}, "mark": 0}, {"when": {"exclusiveMinimum": 5}, "mark": 10}],
    }
    levels = {"kind": "levels", "marks": {"工业设计": 10, "技术创新": 6}, "otherwise": 3}
    means = {"d": leaf("platforms.type", 10, levels), "e": leaf("w", 10, weight=2, missing="rescale")}
    nodes = {
        "a": leaf("x", 10, cohort, missing="median"),
        "b": leaf("y", 10, choose, factor={"cases": [{"when": at_least("z", 5), "factor": 0.5}], "otherwise": 1}),
        "c": leaf("z", 10, bands, applies=YES, not_applicable="rescale"),
        "g": group(20, means, combine="mean", cap=20, decimals=2),
    }
    stated = rules(nodes, cohort="eligible", clauses="某文件", data_year="same")
    stated["classes"] = {"yes": {"title": "甲类", "when": YES}}
    gates = {
        "one": {"title": "一", **at_least("w", 1, missing="fail")},
        "two": {"title": "二", "at_least": 1, "among": [at_least("x", 1), {"not": {"class": "yes"}}]},
    }
    stated["gates"] = gates
    stated["adjustments"] = {
        "bonus": {"cap": 5, "nodes": {"f": added("y", cap=4), "h": added("z", factor=0.5)}},
        "penalty": {"from": ["x"], "curve": {"kind": "bands", "at": [[0, -2]], "closed": "high"}, "applies": YES},
    }
    stated["total"] = {"cap": 52, "floor": 0}
    stated["grades"] = {
        "best": {"title": "优", "minimum": 20, "share": 0.5, "round": "ceil", "tied": "in"},
        "good": {"title": "良", "when": at_least("marks.a", 2), "direct": {"any": [at_least("y", 3)]}},
        "rest": {"title": "其余"},
    }
    stated["ranking"] = {"ties": ["g", "x"]}
    stated["awards"] = {
        "grade": "good",
        "places": 2,
        "amount_yuan": 100,
        "per": "platform",
        "freed_place": "next",
        "fund": "f",
    }
    stated["funds"] = {"f": {"total_yuan": 1000}}
    # Nothing of it is shared, so that a change in one place stays there.
    return json.loads(json.dumps(stated))


def places(document: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value below."""
    items = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, value in items:
        yield (*here, key)
        yield from places(value, (*here, key))


PLACES = list(places(whole()))


@st.composite
def mutated(draw: st.DrawFn) -> Json:
    """The rules with one to three changes."""
    document = whole()
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(PLACES))
        kind = draw(st.sampled_from(["drop", "other", "swap", "rename", "number"]))
        _change(document, way, kind, draw)
    return document


def _change(document: Json, way: tuple[Any, ...], kind: str, draw: st.DrawFn) -> None:
    inside, key = _reached(document, way)
    if inside is None:
        return
    if kind == "drop":
        del inside[key]
    elif kind == "other":
        inside[key] = deepcopy(draw(st.sampled_from(OTHERS)))
    elif kind == "number" and isinstance(inside[key], int | float):
        inside[key] = draw(st.sampled_from([-inside[key], inside[key] + 1, inside[key] * 10, inside[key] / 4]))
    elif kind == "rename" and isinstance(inside, dict):
        inside[draw(st.sampled_from(["a", "title", "minimum", "nodes", "other"]))] = inside.pop(key)
    elif kind == "swap":
        other, name = _reached(document, draw(st.sampled_from(PLACES)))
        if other is not None:
            inside[key], other[name] = deepcopy(other[name]), deepcopy(inside[key])


def _reached(document: Any, way: tuple[Any, ...]) -> tuple[Any, Any]:
    """What holds the value at the end of the way, and its key there; None where the way is gone."""
    for key in way[:-1]:
        if not _has(document, key):
            return None, None
        document = document[key]
    return (document, way[-1]) if _has(document, way[-1]) else (None, None)


def _has(document: Any, key: Any) -> bool:
    return (isinstance(document, dict) and key in document) or (
        isinstance(document, list) and isinstance(key, int) and key < len(document)
    )


def _judged(document: Json, root: Path) -> str:
    """What became of the rules; anything but a refusal or a sound result fails the test."""
    read = loads(json.dumps(document, ensure_ascii=False).encode(), "rules.json")
    by_schema = check(read, "rules", "rules.json")
    folder = written(root, document, ROWS)
    try:
        result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    except appraisal.Refused as refusal:
        said = [finding.sentence("zh") for finding in refusal.findings if finding.code]
        return "refused" if said and all(said) else "refused without a word"
    assert not by_schema, "the schema forbids it, and it ran"
    appraisal.write_result(result, root / "out")
    try:
        found = judge(folder, [folder / "plugins"], said=said_marks(root / "out"))
    except RefusedByTheOracle as refusal:
        pytest.fail(f"the engine accepts what the oracle refuses: {refusal}")
    assert difference(found, root / "out") == []
    return "run"


def test_the_rules_that_are_changed_are_sound_themselves(tmp_path: Path) -> None:
    assert _judged(whole(), tmp_path) == "run"


_SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=20, suppress_health_check=_SLOW)
@given(document=mutated())
def test_changed_rules_are_refused_or_run(document: Json, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert _judged(document, tmp_path_factory.mktemp("mutated")) in ("refused", "run")


@pytest.mark.full
@settings(max_examples=1500, suppress_health_check=_SLOW)
@given(document=mutated())
def test_many_changed_rules_are_refused_or_run(document: Json, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert _judged(document, tmp_path_factory.mktemp("mutated")) in ("refused", "run")


@pytest.mark.parametrize("value", [Decimal("1e400"), "1e999", float(2**70)])
def test_numbers_beyond_all_bounds_are_refused(value: Any, tmp_path: Path) -> None:
    document = whole()
    document["index"]["nodes"]["c"]["curve"]["bands"][0]["mark"] = str(value) if isinstance(value, Decimal) else value
    assert _judged(document, tmp_path) == "refused"
