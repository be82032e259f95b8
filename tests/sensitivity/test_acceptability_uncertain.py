"""Evidence is drawn from what a scenario has: its answers, its experts, its verified values."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

import appraisal
from appraisal.errors import Refused
from appraisal.sensitivity.acceptability import acceptability
from appraisal.sensitivity.acceptability_contest import contest_of, leaves_of
from appraisal.sensitivity.draws import CHUNK, WeightDraws
from appraisal.sensitivity.uncertain import uncertain
from appraisal.sensitivity.uncertain_experts import experts
from appraisal.sensitivity.uncertain_marks import can_mark, unit_marks
from appraisal.sensitivity.uncertain_surveys import surveys
from appraisal.sensitivity.uncertain_verified import verified

RANDOM = 4


def generator() -> np.random.Generator:
    return np.random.default_rng(RANDOM)


@pytest.fixture(scope="module")
def year():
    scenario = appraisal.load_scenario("2012")
    return scenario, contest_of(scenario, appraisal.appraise(scenario))


def test_satisfaction_is_drawn_from_the_answers(year) -> None:
    scenario, weighed = year
    drawn = uncertain(scenario, weighed)
    leaf = weighed.contest.leaves.index("satisfaction")
    assert {name: dict(one)["source"] for name, one in drawn.sources.items()} == {"satisfaction": "surveys"}
    marks = drawn.chunk(0, 100)[leaf]
    assert marks.shape == (100, len(weighed.contest.platforms))
    assert (marks.std(axis=0) > 0).mean() > 0.9
    assert ((marks >= 0) & (marks <= 1)).all()
    # Near the mark that the platform has.
    assert np.median(np.abs(marks.mean(axis=0) - weighed.contest.case.unit[:, leaf])) < 0.01


def test_the_same_seed_gives_the_same_evidence_in_every_block(year) -> None:
    scenario, weighed = year
    one, again, other = (uncertain(scenario, weighed, seed=seed) for seed in (1, 1, 2))
    for leaf, marks in one.chunk(3, CHUNK).items():
        assert (marks == again.chunk(3, CHUNK)[leaf]).all()
        assert (marks[:50] == again.chunk(3, 50)[leaf]).all()
        assert (marks != other.chunk(3, CHUNK)[leaf]).any()
        assert (marks != one.chunk(2, CHUNK)[leaf]).any()


def test_a_year_under_other_weights_and_evidence(year) -> None:
    scenario, weighed = year
    draws = WeightDraws(weighed.weights, weighed.paths, kind="around", count=600)
    found = acceptability(weighed.contest, draws, evidence=uncertain(scenario, weighed))
    assert found.about["evidence"]["satisfaction"]["source"] == "surveys"
    assert found.summary.height == len(weighed.contest.platforms)
    assert found.summary["award"].sum() <= 20 + 1e-9
    assert (found.confidence["confidence"] < 1).any()


def test_without_sources_nothing_is_drawn(year) -> None:
    scenario, weighed = year
    assert uncertain(scenario, weighed, sources=()).chunk(0, 5) == {}
    with pytest.raises(ValueError, match="rumour"):
        uncertain(scenario, weighed, sources=("rumour",))


def test_our_marks_are_the_engine_s(year) -> None:
    scenario, weighed = year
    measures = appraisal.appraise(scenario).tables["measures"]
    for at, (leaf, _) in enumerate(leaves_of(scenario.rules.index)):
        assert can_mark(leaf)
        rows = measures.filter(indicator=leaf.source, state="measured").filter(pl.col("low") == pl.col("high"))
        values = dict(
            rows.select("platform_id", pl.col("low").cast(float) / pl.col("denominator").cast(float)).iter_rows()
        )
        scale = next(one.indicator.scale for one in scenario.compiled if one.indicator.id == leaf.source)
        numbers = [number for number, one in enumerate(weighed.contest.platforms) if one in values]
        own = unit_marks(leaf, np.array([values[weighed.contest.platforms[number]] * scale for number in numbers]))
        same = np.abs(own - weighed.contest.case.unit[numbers, at]) < 1e-9
        # NOTE: a value on the edge of a band may fall to the other side in Float64; such a platform is left as it is.
        assert same.mean() > 0.99


def table(frame: pl.DataFrame) -> SimpleNamespace:
    return SimpleNamespace(frame=frame)


def scene(**parts) -> SimpleNamespace:
    return SimpleNamespace(**{"tables": {}, "rules": SimpleNamespace(panels={}), **parts})


def observed(table_name: str = "surveys", **parts) -> SimpleNamespace:
    measure = SimpleNamespace(indicator=SimpleNamespace(table=table_name))
    return SimpleNamespace(measures=SimpleNamespace(**{"by_id": {"m": measure}, "experts": None, **parts}))


def test_means_of_answers_spread_as_the_law_says() -> None:
    scores = [60, 70, 80, 90, 100] * 8
    frame = pl.DataFrame({"platform_id": ["A"] * 40 + ["B"] * 2, "score": [*scores, 50, 50]})
    found = surveys(scene(tables={"surveys": table(frame)}), observed(), "m", {"A": 80.0, "B": 50.0}, 5000, generator())
    assert found["A"].mean() == pytest.approx(80, abs=0.2)
    assert found["A"].std() == pytest.approx(np.std(scores) / np.sqrt(40), rel=0.05)
    assert set(found["B"]) == {50.0}


def test_a_measure_that_is_not_the_mean_of_the_answers_is_left_alone() -> None:
    frame = pl.DataFrame({"platform_id": ["A"] * 3, "score": [60, 70, 80]})
    tables = {"surveys": table(frame)}
    assert surveys(scene(tables=tables), observed(), "m", {"A": 71.0}, 10, generator()) == {}
    assert surveys(scene(tables=tables), observed("services"), "m", {"A": 70.0}, 10, generator()) == {}
    assert surveys(scene(), observed(), "m", {"A": 70.0}, 10, generator()) == {}


def verified_frame(pairs) -> pl.DataFrame:
    rows = [
        (platform, "m", stage, Decimal(value), Decimal(1))
        for platform, stages in pairs.items()
        for stage, value in stages.items()
    ]
    return pl.DataFrame(rows, schema=["platform_id", "indicator", "stage", "numerator", "denominator"], orient="row")


def test_who_was_not_verified_is_drawn_by_what_verification_changed_for_others() -> None:
    pairs = {f"V{at}": {"declared": 100, "city": 90, "site": 80 if at < 2 else 100} for at in range(5)}
    tables = {"verified": table(verified_frame(pairs))}
    frame = pl.DataFrame({"platform_id": ["V0", "A"], "m.stage": ["site", None]})
    found = verified(scene(tables=tables), observed(frame=frame), "m", {"V0": 80.0, "A": 50.0}, 4000, generator())
    assert set(found) == {"A"}
    # The site's word counts: two of five keep 80 %, the others all.
    assert set(found["A"]) == {40.0, 50.0}
    assert (found["A"] == 40).mean() == pytest.approx(0.4, abs=0.03)


def test_of_few_verified_values_nothing_is_learnt() -> None:
    pairs = {f"V{at}": {"declared": 100, "city": 90} for at in range(4)}
    tables = {"verified": table(verified_frame(pairs))}
    frame = pl.DataFrame({"platform_id": ["A"], "m.stage": [None]}, schema_overrides={"m.stage": pl.String})
    assert verified(scene(tables=tables), observed(frame=frame), "m", {"A": 50.0}, 10, generator()) == {}


def test_experts_are_drawn_and_trimmed_as_the_panel_is() -> None:
    panel = SimpleNamespace(name="panels.main", criteria={"plan": None}, highest=1, lowest=1)
    marks = [("A", f"e{at}", "counted", float(mark)) for at, mark in enumerate((60, 70, 80, 90, 100))]
    marks += [
        ("A", "e9", "recused", 0.0),
        ("B", "e1", "counted", 50.0),
        ("C", "e1", "counted", 1.0),
        ("C", "e2", "counted", 2.0),
    ]
    details = pl.DataFrame(marks, schema=["platform_id", "expert", "part", "number"], orient="row")
    details = details.with_columns(pl.lit("panels.main.plan").alias("measure"))
    rules = SimpleNamespace(panels={"main": panel})
    values = {"A": 80.0, "B": 50.0, "C": 1.5}
    found = experts(scene(rules=rules), observed(experts=details), "panels.main.plan", values, 3000, generator())
    # B has one expert, and of C's two none is left after trimming.
    assert set(found) == {"A"}
    picked = np.sort(generator().choice(np.array([60.0, 70, 80, 90, 100]), (20_000, 5)), axis=1)[:, 1:4].mean(axis=1)
    assert found["A"].mean() == pytest.approx(80, abs=0.5)
    assert found["A"].std() == pytest.approx(picked.std(), rel=0.06)


def test_what_is_no_plain_sum_is_refused_with_every_reason(year) -> None:
    scenario, _ = year
    rules = scenario.rules
    capped = replace(rules.index, nodes=(replace(rules.index.nodes[0], cap=Decimal(5)), *rules.index.nodes[1:]))
    bounded = replace(rules, index=capped, total_cap=Decimal(100))
    with pytest.raises(Refused) as refused:
        contest_of(replace(scenario, rules=bounded), appraisal.appraise(scenario))
    assert [one.code for one in refused.value.findings] == ["robustness|not_additive"] * 2
