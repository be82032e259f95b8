"""A replay: the past to the digit, and what other rules would have given."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import appraisal
from appraisal import paths
from appraisal.replays import Replayer, compare_with_recorded, parse_change, rules_of
from appraisal.rounds import changes
from tests.amounts import sample
from tests.commands import in_process
from tests.conftest import SCENARIOS, official
from tests.oracle import judge
from tests.oracle.compare import difference, said_marks
from tests.random_scenarios import plan

PLUGINS = [paths.plugins()]


@pytest.fixture(scope="module")
def replayer() -> Replayer:
    return Replayer(appraisal.load_scenario("2012"), official("2012"))


@pytest.mark.parametrize("name", sample(SCENARIOS, 3))
def test_every_shipped_scenario_replays_to_the_digit(name: str) -> None:
    recorded = compare_with_recorded(paths.scenarios() / name / "expected", appraisal.replay(name).result)
    assert recorded.findings == ()
    assert recorded.content_digest == official(name).content_digest


def test_the_terminal_says_that_a_replay_equals_what_was_recorded(tmp_path: Path) -> None:
    done = in_process("replay", "2012", cwd=tmp_path)
    assert (done.returncode, "Replayed to the digit" in done.stdout) == (0, True)
    assert list(tmp_path.iterdir()) == []


def test_a_replay_that_differs_from_what_was_recorded_names_the_first_cell_of_each_table(tmp_path: Path) -> None:
    other = appraisal.replay("2012", {"rounding.total": 1}).result
    appraisal.write_result(other, tmp_path / "other")
    done = in_process("replay", "2012", "--against", str(tmp_path / "other"), cwd=tmp_path)
    assert done.returncode == 1
    assert "ranking.csv" in done.stderr
    assert "recomputed" in done.stderr


def test_rules_of_another_year_and_back() -> None:
    there = appraisal.replay("2013", rules="2015")
    assert there.result.documents["rules"] == appraisal.load_scenario("2015").documents.rules
    assert there.result.documents["scenario"]["evidence"] == official("2013").documents["scenario"]["evidence"]
    assert there.result.content_digest != official("2013").content_digest
    back = Replayer(appraisal.load_scenario("2013")).replay((), rules_of("2013"))
    assert back.result.content_digest == official("2013").content_digest


def test_a_replay_names_its_parent_and_its_patches_with_their_digests(replayer: Replayer) -> None:
    found = replayer.replay([parse_change("awards.places=25")])
    stated = found.result.documents["scenario"]["replay"]
    assert stated["parent"] == {"scenario": "2012", "content_digest": official("2012").content_digest}
    assert stated["patches"] == [{"awards": {"places": 25}}]
    assert len(stated["patches_sha256"]) == 64
    assert found.result.manifest["notice"].startswith("模拟")


def test_a_replay_is_a_result_that_can_be_verified(replayer: Replayer, tmp_path: Path) -> None:
    found = replayer.replay([parse_change("effect=30")])
    appraisal.write_result(found.result, tmp_path / "replay")
    assert appraisal.verify(tmp_path / "replay").is_equal


def test_more_places_take_no_award_away(replayer: Replayer) -> None:
    found = replayer.replay([parse_change("awards.places=25")])
    differ = changes(found.parent, found.result)
    assert (differ.lost, differ.count("rank")) == ([], 0)
    assert len(differ.won) <= 5


def test_a_replay_does_not_stop_at_open_decisions(tmp_path: Path) -> None:
    done = in_process("replay", "2015-open-tie", "--set", "awards.places=19", cwd=tmp_path)
    assert done.returncode == 0
    (written,) = (path.parent for path in (tmp_path / "results").glob("*/manifest.json"))
    assert appraisal.read_result(written).documents["scenario"]["replay"]["patches"] == [{"awards": {"places": 19}}]


def test_a_decision_that_no_longer_fits_is_left_out_and_recorded() -> None:
    decided = appraisal.load_scenario("2013").documents.scenario["decisions"]
    about = next(one["subject"]["gate"] for one in decided if "gate" in one["subject"])
    found = appraisal.replay("2013", patch={"gates": {about: None}})
    left = found.result.documents["scenario"]["replay"]["decisions_left_out"]
    assert {one["subject"]["gate"] for one in left} == {about}
    kept = found.result.documents["scenario"]["decisions"]
    assert len(left) + len(kept) == len(decided)


def test_other_evidence_is_a_replay_whose_parent_is_the_scenarios_own(folder_of_2012: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder_of_2012 / "evidence", other)
    found = appraisal.replay(str(folder_of_2012), evidence_dir=other)
    assert found.result.documents["scenario"]["replay"]["parent"]["content_digest"] == found.parent.content_digest
    assert found.result.content_digest == found.parent.content_digest


def test_everything_that_cannot_be_changed_so_is_said_at_once(tmp_path: Path) -> None:
    words = ("effect=101", "x", "gates.smes_5.require.minimum=3", "efect=3", "effect=many")
    done = in_process("replay", "2012", *(part for one in words for part in ("--set", one)), cwd=tmp_path)
    assert done.returncode == 1
    for said in (
        "cannot weigh 101",
        "x is no change",
        "Near or known: smes_50",
        "Near or known: effect",
        "many is no weight",
    ):
        assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_value_that_the_rules_do_not_allow_is_refused_like_any_rules(tmp_path: Path) -> None:
    done = in_process("replay", "2012", "--set", "awards.places=-1", cwd=tmp_path)
    assert (done.returncode, "(replay)" in done.stderr, "$.awards.places" in done.stderr) == (1, True, True)


def test_a_patch_file_is_a_json_object(tmp_path: Path) -> None:
    (tmp_path / "patch.json").write_text("[]", encoding="utf-8")
    done = in_process("replay", "2012", "--patch", "patch.json", cwd=tmp_path)
    assert (done.returncode, "JSON object" in done.stderr) == (1, True)


def test_a_point_of_a_curve_is_reached_by_its_number(replayer: Replayer) -> None:
    rules = replayer.scenario.documents.rules
    curve = rules["index"]["nodes"]["service"]["nodes"]["service_count"]["curve"]["at"]
    found = replayer.replay([parse_change("service_count.curve.at.0.0=55")])
    changed = found.result.documents["rules"]["index"]["nodes"]["service"]["nodes"]["service_count"]["curve"]["at"]
    assert changed == [[55, curve[0][1]], *curve[1:]]


@pytest.mark.parametrize("seed", sample(range(60), 4))
def test_the_oracle_finds_the_same_in_a_replay_with_other_weights(seed: int, tmp_path: Path) -> None:
    folder = plan(seed, "any", devices=("combine", "missing", "bounds")).write(tmp_path)
    try:
        replayer = Replayer(appraisal.load_scenario(str(folder)))
        node = min(replayer.scenario.documents.rules["index"]["nodes"])
        found = replayer.replay([parse_change(f"{node}=3.7")])
    except appraisal.Refused:
        pytest.skip("this one has no result")
    own = tmp_path / "replayed"
    shutil.copytree(folder, own)
    document = json.loads((own / "scenario.json").read_text(encoding="utf-8"))
    # Rules that were patched are stated whole.
    document = {**{key: value for key, value in document.items() if key != "patch"}, "rules": "rules.json"}
    rules = json.loads(json.dumps(found.result.documents["rules"], default=float))
    (own / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    (own / "scenario.json").write_text(json.dumps(document), encoding="utf-8")
    appraisal.write_result(found.result, tmp_path / "out")
    assert difference(judge(own, PLUGINS, said=said_marks(tmp_path / "out")), tmp_path / "out") == []
