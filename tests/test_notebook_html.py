"""What notebooks show: well-formed HTML without anything of its own to run, in both languages, with the winners."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest

import appraisal
from appraisal import notebook_html
from appraisal.replays import Replayer
from appraisal.sensitivity.acceptability import acceptability
from appraisal.sensitivity.acceptability_contest import contest_of
from appraisal.sensitivity.draws import WeightDraws
from appraisal.sensitivity.robustness import Robustness
from appraisal.sensitivity.sampled import sampled
from appraisal.sensitivity.witness import certificate
from tests.conftest import official
from tests.sensitivity.test_sampled import year

if TYPE_CHECKING:
    from pathlib import Path


def said(value: Any) -> list[str]:
    """Every piece of text of what a notebook shows; parsing it asks that all that opens is closed."""
    shown = value._repr_html_()
    tree = ET.fromstring(shown)  # noqa: S314 - our own output
    assert {element.tag for element in tree.iter()} <= {"div", "h4", "p", "table", "thead", "tbody", "tr", "th", "td"}
    assert {key for element in tree.iter() for key in element.attrib} <= {"lang"}
    return [words for words in tree.itertext() if words]


def test_a_result_shows_title_notice_digest_and_its_winners() -> None:
    result = official("2014")
    shown = said(result)
    assert shown[:4] == [
        "Appraisal rules for SME service platforms of specialised towns 2014 (example)",
        "Example rules, not official",
        f"Year 2014, content digest {result.content_digest}",
        "Awards given: 20 of 20 places",
    ]
    winners = result.tables["awards"].filter(state="given")
    for column in ("platform_id", "name", "city", "town"):
        assert set(winners[column]) <= set(shown)
    assert "P0299" not in shown
    assert {f"{composite}" for composite in winners["composite"]} <= set(shown)


def test_a_result_is_shown_in_the_language_of_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRAISAL_LANG", "zh")
    shown = said(official("2014"))
    assert shown[:2] == ["2014年度专业镇中小微企业服务平台考核办法（示例）", "示例办法，非官方"]
    assert 'lang="zh"' in official("2014")._repr_html_()


def test_what_a_platform_calls_itself_is_no_html() -> None:
    result = official("2014")
    name = "<script>alert('一')</script> & <b>"
    awards = result.tables["awards"].with_columns(pl.lit(name).alias("name"))
    renamed = replace(result, tables={**result.tables, "awards": awards})
    assert said(renamed).count(name) == 20


def test_where_awards_wait_it_is_said_and_where_none_is_given_the_best_are_shown() -> None:
    assert "Some awards wait for a recorded decision." in said(official("2013-before-meeting"))
    result = official("2014")
    none = replace(result, tables={**result.tables, "awards": result.tables["awards"].clear()})
    assert said(none).count("P0603") == 1
    assert "Awards given: 0 of 20 places" in said(none)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small year and its result."""
    folder = tmp_path_factory.mktemp("small")
    scenario = year(folder, combine="sum")
    appraisal.write_result(appraisal.appraise(appraisal.load_scenario(str(scenario))), folder / "result")
    return scenario, folder / "result"


def test_a_replay_shows_its_parent_what_was_scaled_and_its_result(small: tuple[Path, Path]) -> None:
    replay = appraisal.replay(str(small[0]), {"x": 60})
    shown = said(replay)
    assert shown[:2] == ["Replay of small", f"Content digest: {replay.parent.content_digest}"]
    assert "Weights: x 40 → 60, y 40 → 20." in shown
    assert f"Year 2014, content digest {replay.result.content_digest}" in shown


def test_a_comparison_shows_awards_won_and_lost_and_the_reasons_of_moves(
    small: tuple[Path, Path], tmp_path: Path
) -> None:
    scenario, folder = small
    appraisal.write_result(appraisal.replay(str(scenario), {"x": 0}).result, tmp_path / "other")
    found = appraisal.compare(folder, tmp_path / "other", evidence_before=scenario, evidence_after=scenario)
    shown = said(found)
    assert found.awards.height > 0
    pairs = list(pairwise(shown))
    for row in found.awards.select("award", "platform_id").iter_rows():
        assert row in pairs
    assert "4 platforms are ranked in both, " in shown[1]


def robust(result: appraisal.Result, **parts: Any) -> Robustness:
    """What was asked of a result, of all questions these alone."""
    asked = {one.name: () if one.name == "refused" else None for one in fields(Robustness)}
    return Robustness(**{**asked, "result": result, **parts})


def test_robustness_shows_the_bound_rounded_down_and_the_shares_near_the_line(small: tuple[Path, Path]) -> None:
    scenario = appraisal.load_scenario(str(small[0]))
    result = appraisal.read_result(small[1])
    certified, weighed = certificate(Replayer(scenario, result)), contest_of(scenario, result)
    draws = WeightDraws(weighed.weights, weighed.paths, count=20)
    accepted = acceptability(weighed.contest, draws)
    found = robust(result, certificate=certified, acceptability=accepted)
    shown = said(found)
    assert certified.bound.total is not None
    (line,) = [words for words in shown if words.startswith("No award changes")]
    stated = Fraction(line.split("less than ")[1].split()[0])
    assert 0 <= certified.bound.total - stated < Fraction(1, 10_000)
    shares = dict(accepted.summary.select("platform_id", "award").iter_rows())
    assert {(one, f"{shares[one]:.1%}") for one in found.near} <= set(pairwise(shown))


def test_robustness_without_a_certificate_says_that_it_is_sampled_and_why(tmp_path: Path) -> None:
    replayer = Replayer(appraisal.load_scenario(str(year(tmp_path))))
    with pytest.raises(appraisal.Refused) as refused:
        certificate(replayer)
    found = robust(replayer.parent, sampled=sampled(replayer, draws=3), refused=tuple(refused.value.findings))
    shown = said(found)
    assert any(words.startswith("Sampled, no certificate: in ") for words in shown)
    assert any("is not the sum" in words for words in shown)


def test_a_cell_may_be_empty_a_number_or_a_text() -> None:
    made = notebook_html.table(["<"], [[None], [0], ["a&b"]])
    assert made == (
        "<table><thead><tr><th>&lt;</th></tr></thead>"
        "<tbody><tr><td></td></tr><tr><td>0</td></tr><tr><td>a&amp;b</td></tr></tbody></table>"
    )
