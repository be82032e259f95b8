"""A group may have a cap: its parts may add up to more, and nobody has more than the cap."""

from __future__ import annotations

import json
from decimal import Decimal

import polars as pl
import pytest

import appraisal
from appraisal.errors import Refused
from appraisal.explanation import explain
from tests.plugins.small import leaf, scenario


def capped(tmp_path, cap, full_mark=None, **index):
    """A year in which the output counts twice, 60 marks and 60, and both together at most the cap."""
    nodes = {name: leaf("innovation_output", 60, [[0, 0], [40, 60]]) for name in ("first", "second")}
    folder = scenario(tmp_path)
    rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    rules["index"] = {
        "combine": "sum",
        "full_mark": cap if full_mark is None else full_mark,
        "nodes": {"both": {"full_mark": cap if full_mark is None else full_mark, "cap": cap, "nodes": nodes}},
        **index,
    }
    (folder / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    return folder


def lines(result, platform):
    rows = result.tables["scores"].filter(pl.col("platform_id") == platform)
    return {row["node"]: row for row in rows.iter_rows(named=True)}


def test_what_passes_the_cap_does_not_count_and_stands_in_a_line_of_its_own(tmp_path):
    result = appraisal.appraise(appraisal.load_scenario(str(capped(tmp_path, 40))))
    # P1 has 16 units: 24 marks twice, 48. P3 has 2: 3 marks twice.
    high, low = lines(result, "P1"), lines(result, "P3")
    assert [high[name]["mark"] for name in ("first", "second", "both", "both.cap", "index")] == [24, 24, 40, -8, 40]
    assert [low[name]["mark"] for name in ("first", "second", "both", "both.cap", "index")] == [3, 3, 6, 0, 6]
    assert (high["both.cap"]["kind"], high["both.cap"]["parent"]) == ("cap", "both")
    for one in (high, low):
        assert sum(row["contribution"] or 0 for row in one.values()) == one["index"]["mark"]


def test_a_cap_on_the_whole_index_holds_below_it_too(tmp_path):
    folder = capped(tmp_path, 40, full_mark=40)
    rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    rules["index"] |= {"full_mark": 30, "cap": 30}
    (folder / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    high = lines(appraisal.appraise(appraisal.load_scenario(str(folder))), "P1")
    assert [high[name]["mark"] for name in ("both", "both.cap", "index", "index.cap")] == [40, -8, 30, -10]


def test_the_cap_is_explained_in_words(tmp_path):
    folder = capped(tmp_path, 40)
    result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    steps = {step.id: step for section in explain(result, "P1").sections for step in section.steps}
    assert str(steps["both"].rule) == "the sum of its parts, at most 40"
    assert str(steps["both"].arithmetic) == "24.0000 + 24.0000 = 48.0000, cut to 40.0000"
    low = {step.id: step for section in explain(result, "P3").sections for step in section.steps}
    assert str(low["both"].arithmetic) == "3.0000 + 3.0000 = 6.0000"


@pytest.mark.parametrize(
    ("cap", "full_mark", "code"),
    [(130, 130, "rules|marks_sum"), (40, 50, "rules|cap"), (50, 40, "rules|cap")],
)
def test_a_cap_is_the_full_mark_and_can_be_reached(tmp_path, cap, full_mark, code):
    with pytest.raises(Refused) as refused:
        appraisal.load_scenario(str(capped(tmp_path, cap, full_mark)))
    assert code in {finding.code for finding in refused.value.findings}


def test_a_cap_that_is_the_sum_takes_nothing(tmp_path):
    result = appraisal.appraise(appraisal.load_scenario(str(capped(tmp_path, 120))))
    assert lines(result, "P1")["both.cap"]["mark"] == Decimal(0)
