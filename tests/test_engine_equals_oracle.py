"""The engine against the independent oracle: every measure, mark, composite, rank and award, compared as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import appraisal
from appraisal import paths
from tests.amounts import examples, sample
from tests.conftest import SCENARIOS
from tests.oracle import Refused as RefusedByTheOracle
from tests.oracle import judge
from tests.oracle.compare import difference, said_marks
from tests.random_scenarios import DEVICES, KINDS, Plan, plan

PLUGINS = [paths.plugins()]


def _compare(folder: Path, out: Path, plugins: list[Path], opening: dict[str, int] | None = None) -> list[str]:
    appraisal.write_result(appraisal.appraise(appraisal.load_scenario(str(folder))), out)
    return difference(judge(folder, plugins, opening, said_marks(out)), out)


#: The oracle takes its time: the large years are compared with -m full.
SHIPPED = [
    pytest.param(name, marks=pytest.mark.full if any(year in name for year in ("2013", "2014", "2015")) else ())
    for name in SCENARIOS
]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_oracle_finds_the_same_in_every_shipped_scenario(name: str, tmp_path: Path) -> None:
    folder = paths.scenarios() / name
    scenario = appraisal.load_scenario(name)
    assert _compare(folder, tmp_path / "out", [folder / "plugins", *PLUGINS], dict(scenario.opening)) == []


#: Why the engine may refuse a random scenario, and the words in which the oracle then refuses it.
REFUSALS = {
    "ledger|below_zero": "below zero",
    "rules|marks_sum_platform": "do not add up",
    "score|negative_share": "negative share",
    "curve|points_cross": "cross",
}


def _agree(seed: int, kind: str, tmp_path: Path, devices: Sequence[str] = DEVICES) -> None:
    made = plan(seed, kind, devices=devices)
    folder = made.write(tmp_path)
    if made.before is not None:
        _name_the_year_before(folder, made.before)
    try:
        result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    except appraisal.Refused as refusal:
        refused = {finding.code for finding in refusal.findings}
    else:
        out = tmp_path / f"{kind}-{seed}-out"
        appraisal.write_result(result, out)
        assert difference(judge(folder, PLUGINS, said=said_marks(out)), out) == [], (seed, kind)
        return
    if refused <= {"decision|unknown", "decision|twice"}:
        return  # the engine refuses decisions that do not fit; the oracle takes no position on them
    if refused == {"numbers|range"}:
        return  # exact numbers of the engine have 128 bits, those of the oracle any number of them
    known = {code for code in refused if not code.endswith("|missing")}
    assert known <= REFUSALS.keys(), (seed, kind, refused)
    with pytest.raises(RefusedByTheOracle, match="|".join(["is missing", *(REFUSALS[code] for code in known)])):
        judge(folder, PLUGINS)


def _name_the_year_before(folder: Path, before: Plan) -> None:
    """Let a scenario carry measures over from the engine's own result of the year before."""
    result = appraisal.appraise(appraisal.load_scenario(str(before.write(folder))))
    appraisal.write_result(result, folder / "before")
    scenario = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    scenario["previous"] = {"path": "before", "content_digest": result.content_digest}
    (folder / "scenario.json").write_text(json.dumps(scenario), encoding="utf-8")


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("seed", sample(range(3), 1))
def test_the_oracle_finds_the_same_for_each_device_alone(seed: int, device: str, tmp_path: Path) -> None:
    _agree(seed, "any", tmp_path, [device])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", sample(range(12), 3))
def test_the_oracle_finds_the_same_in_random_small_scenarios(seed: int, kind: str, tmp_path: Path) -> None:
    _agree(seed, kind, tmp_path)


@pytest.mark.full
@pytest.mark.parametrize(("kind", "count"), [("any", 500), ("tie", 200), ("undecided", 200)])
def test_the_oracle_finds_the_same_in_hundreds_of_random_scenarios(kind: str, count: int, tmp_path: Path) -> None:
    for seed in range(1000, 1000 + count):
        _agree(seed, kind, tmp_path)


@examples(30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(10_000, 2**31))
def test_the_oracle_finds_the_same_wherever_hypothesis_looks(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _agree(seed, KINDS[seed % len(KINDS)], tmp_path_factory.mktemp("random"))
