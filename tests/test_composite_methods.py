"""The methods of composite indices: treatments, curves through cohort numbers, weights from data, Copeland."""

from __future__ import annotations

from decimal import Decimal
from math import log
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import appraisal
from tests.amounts import examples
from tests.matrices import begun, changed, found, marks, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def of_one(
    tmp_path: Path, cells: Sequence[object], at: list[Any], treat: Sequence[Any] = (), **curve: Any
) -> dict[str, Decimal | None]:
    """The marks of one indicator with this curve."""

    def change(rules: Any) -> None:
        node = rules["index"]["nodes"]["x"]
        node["curve"] = {"kind": "linear", "at": at, **curve}
        if treat:
            node["treat"] = list(treat)

    return marks(run(changed(begun(tmp_path, {"x": cells}).folder, change)), "x")


def number(statistic: str, **keys: Any) -> dict[str, Any]:
    return {"cohort": statistic, **keys}


LOWEST, HIGHEST, MEAN = number("minimum"), number("maximum"), number("mean")
HALVES = {"A": 0, "B": 50, "C": 100}


@pytest.mark.parametrize(
    ("name", "cells", "curve", "expected"),
    [
        ("min-max", [1, 3, 5], {"at": [[LOWEST, 0], [HIGHEST, 100]]}, HALVES),
        ("goalposts", [0, 5, 12], {"at": [[0, 0], [10, 100]]}, HALVES),
        ("share of the best", [0, 5, 10], {"at": [[0, 0], [HIGHEST, 100]]}, HALVES),
        ("distance to the best", [1, 3, 5], {"at": [[LOWEST, 0], [HIGHEST, 100]]}, HALVES),
        ("distance to a target", [1, 3, 9], {"at": [[LOWEST, 0], [5, 100]]}, HALVES),
        ("efficacy 60 + 40", [1, 3, 5], {"at": [[LOWEST, 60], [HIGHEST, 100]]}, {"A": 60, "B": 80, "C": 100}),
        (
            "z-score, 50 at the mean and 10 a deviation",
            [1, 3, 5],
            {"at": [[MEAN, 50], [number("mean", deviations=1), 60]], "extend": True},
            {"A": 40, "B": 50, "C": 60},
        ),
        ("the lower the better", [1, 3, 5], {"at": [[LOWEST, 100], [HIGHEST, 0]]}, {"A": 100, "B": 50, "C": 0}),
    ],
)
def test_a_normalisation_is_a_line_through_numbers_of_the_cohort(
    name: str, cells: list[int], curve: dict[str, Any], expected: dict[str, int], tmp_path: Path
) -> None:
    assert of_one(tmp_path, cells, curve.pop("at"), **curve) == expected, name


RANK, SHARE = [{"rank": "count"}], [{"rank": "share"}]


def test_percentile_rank_and_borda_are_a_rank_and_a_line(tmp_path: Path) -> None:
    cells = [10, 20, 20, 70]
    for name, at, treat, expected in [
        ("percentile", [[0, 0], [1, 100]], SHARE, {"A": 25, "B": 75, "C": 75, "D": 100}),
        ("rank", [[1, 0], [4, 90]], RANK, {"A": 0, "B": 60, "C": 60, "D": 90}),
        (
            "borda",
            [[1, 0], [HIGHEST, 100]],
            RANK,
            {"A": 0, "B": Decimal("66.666666666667"), "C": Decimal("66.666666666667"), "D": 100},
        ),
    ]:
        (tmp_path / name).mkdir()
        assert of_one(tmp_path / name, cells, at, treat) == expected, name


OUTLIER = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000]


def winsorise(at_most: int = 5) -> dict[str, Any]:
    return {"winsorise": {"skewness": 2, "kurtosis": Decimal("3.5"), "at_most": at_most}}


def test_an_outlier_is_drawn_in_to_the_next_value_and_the_bounds_are_frozen(tmp_path: Path) -> None:
    def change(rules: Any) -> None:
        rules["index"]["nodes"]["x"]["treat"] = [winsorise()]

    result = run(changed(begun(tmp_path, {"x": OUTLIER}).folder, change))
    assert found(result) | {"x.treat[0].low": "1", "x.treat[0].high": "9", "x.treat[0].moved": "1"} == found(result)
    assert marks(result, "x")["I"] == marks(result, "x")["J"] == 100
    line = result.tables["scores"].filter(node="x", platform_id="J")
    assert line["how"].to_list() == ["value=9"]


@pytest.mark.parametrize(
    ("cells", "moved"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "0"),  # nothing leans
        ([-1000, 1, 2, 3, 4, 5, 6, 7, 8, 9], "1"),  # to the left
        ([1, 2, 3], "0"),  # too few for a kurtosis
        ([4, 4, 4, 4, 4], "0"),  # nothing varies
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 900, 1000], "2"),
    ],
)
def test_values_are_drawn_in_only_where_both_criteria_pass(cells: list[int], moved: str, tmp_path: Path) -> None:
    def change(rules: Any) -> None:
        rules["index"]["nodes"]["x"]["treat"] = [winsorise()]

    assert found(run(changed(begun(tmp_path, {"x": cells}).folder, change)))["x.treat[0].moved"] == moved


def test_no_more_are_moved_than_the_rules_allow(tmp_path: Path) -> None:
    cells = [*range(1, 21), 900, 1000]

    def change(rules: Any) -> None:
        rules["index"]["nodes"]["x"]["treat"] = [winsorise(at_most=1)]

    assert found(run(changed(begun(tmp_path, {"x": cells}).folder, change)))["x.treat[0].high"] == "900"


def test_a_logarithm_is_taken_of_the_value_and_its_shift_to_twelve_decimals(tmp_path: Path) -> None:
    given = of_one(tmp_path, [0, 9, 99], [[0, 0], [5, 100]], [{"log": {"shift": 1}}])
    assert {name: float(mark or 0) for name, mark in given.items()} == pytest.approx(
        {"A": 0, "B": log(10) * 20, "C": log(100) * 20}, abs=1e-10
    )


def test_the_shift_above_the_minimum_is_a_hundredth_of_the_range(tmp_path: Path) -> None:
    def change(rules: Any) -> None:
        rules["index"]["nodes"]["x"]["treat"] = [{"log": {"shift": "above_minimum"}}]

    result = run(changed(begun(tmp_path, {"x": [-10, 40, 90]}).folder, change))
    assert found(result)["x.treat[0].shift"] == "11"
    assert marks(result, "x")["A"] == 0


def test_a_value_without_a_logarithm_refuses_the_run_and_names_the_unit(tmp_path: Path) -> None:
    def change(rules: Any) -> None:
        rules["index"]["nodes"]["x"]["treat"] = [{"log": {"shift": 0}}]

    folder = changed(begun(tmp_path, {"x": [0, 1]}).folder, change)
    with pytest.raises(appraisal.Refused) as refused:
        appraisal.appraise(appraisal.load_scenario(str(folder)))
    assert ("treat|log", "A") in [(one.code, one.platform_id) for one in refused.value.findings]


def test_treatments_follow_each_other(tmp_path: Path) -> None:
    treat = [winsorise(), {"rank": "share"}]
    assert of_one(tmp_path, OUTLIER, [[0, 0], [1, 100]], treat)["I"] == 100


def weighing(weights: object, combine: str = "mean") -> Callable[[Any], None]:
    def change(rules: Any) -> None:
        rules["index"] |= {"weights": weights, "combine": combine}

    return change


ENTROPY, CRITIC = {"from_data": "entropy"}, {"from_data": "critic"}


@pytest.mark.parametrize("weights", [ENTROPY, CRITIC])
def test_weights_from_the_data_are_frozen_and_add_up_to_one(weights: object, tmp_path: Path) -> None:
    columns = {"x": [0, 1, 2, 10], "y": [5, 1, 4, 2], "z": [7, 7, 7, 7]}
    result = run(changed(begun(tmp_path, columns).folder, weighing(weights)))
    numbers = {place: Decimal(value or 0) for place, value in found(result).items() if ".weights." in place}
    assert sum(numbers.values()) == pytest.approx(1)
    assert numbers["index.weights.z"] == 0  # a constant column tells nobody apart
    lines = result.tables["scores"].filter(node="x", platform_id="A")
    assert lines["weight"][0] == numbers["index.weights.x"]


@pytest.mark.parametrize("weights", [ENTROPY, CRITIC])
@pytest.mark.parametrize("columns", [{"x": [3, 3], "y": [4, 4]}, {"x": [3], "y": [4]}])
def test_where_nothing_tells_the_units_apart_weights_are_equal(
    weights: object, columns: dict[str, list[int]], tmp_path: Path
) -> None:
    result = run(changed(begun(tmp_path, columns).folder, weighing(weights)))
    assert {v for place, v in found(result).items() if ".weights." in place} == {"0.5"}


def test_copeland_counts_the_duels_that_are_won_less_those_lost(tmp_path: Path) -> None:
    columns = {"x": [3, 2, 1], "y": [2, 3, 1], "z": [1, 2, 3]}
    result = run(changed(begun(tmp_path, columns).folder, weighing("equal", "copeland")))
    # A: loses to B (1 : 2), beats C (2 : 1). B beats both. C loses to both.
    assert marks(result) == {"A": 50, "B": 100, "C": 0}


def test_a_unit_alone_fights_no_duel_and_has_half(tmp_path: Path) -> None:
    result = run(changed(begun(tmp_path, {"x": [3], "y": [4]}).folder, weighing("given", "copeland")))
    assert marks(result) == {"A": 50}


def test_copeland_in_blocks_is_copeland(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {"x": [5, 1, 4, 2, 3], "y": [1, 1, 2, "", 9]}
    folder = changed(begun(tmp_path, columns).folder, weighing("given", "copeland"))
    whole = marks(run(folder))
    monkeypatch.setattr("appraisal.score.duels._PAIRS", 4)
    assert marks(run(folder)) == whole


SMALL = st.lists(st.one_of(st.integers(-5, 5), st.just("")), min_size=4, max_size=6)


@examples(20, suppress_health_check=[HealthCheck.too_slow])
@given(
    columns=st.lists(SMALL, min_size=2, max_size=3),
    weights=st.sampled_from(["given", "equal", ENTROPY, CRITIC]),
    combine=st.sampled_from(["mean", "minimum", "copeland"]),
    treat=st.sampled_from(
        [[], RANK, SHARE, [winsorise()], [{"log": {"shift": "above_minimum"}}], [{"log": {"shift": 6}}]]
    ),
)
def test_the_oracle_finds_the_same_whatever_the_matrix(
    columns: list[list[object]],
    weights: object,
    combine: str,
    treat: list[Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    height = min(map(len, columns))
    named = {f"c{at}": cells[:height] for at, cells in enumerate(columns)}

    def change(rules: Any) -> None:
        weighing(weights, combine)(rules)
        rules["index"]["missing"] = "rescale"
        if treat:
            rules["index"]["nodes"]["c0"]["treat"] = treat

    folder = changed(begun(tmp_path_factory.mktemp("m"), named).folder, change)
    refused = False
    try:
        run(folder)
    except appraisal.Refused as refusal:
        refused = any(one.code == "treat|log" for one in refusal.findings)
        if not refused:
            raise
    # Only a logarithm may be without an answer.
    assert not refused or any("log" in one for one in treat)
