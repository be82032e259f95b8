"""The planting: how a planted truth changes what a platform would do by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import planted
from .facts import SOUND
from .standing import Heads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .standing import Standing

    Change = Callable[[Standing], Standing]


def _whole(*kinds: str) -> tuple[tuple[str, int], ...]:
    """Return outputs of these kinds that are the platform's alone."""
    return tuple((kind, 100) for kind in kinds)


_STRONG_OUTPUTS = _whole(*["发明专利"] * 4, *["成果转化"] * 3, *["实用新型"] * 4)
_TIED = {
    "P1099": {
        "smes": 352,
        "team": 20,
        "qualified": 17,
        "revenue_fen": 5_918_889_00,
        "answers": (*[94] * 24, *[95] * 16),
        "outputs": _whole("发明专利", "发明专利", "成果转化", "新产品", "新产品", "外观设计", "软件著作权"),
    },
    "P1654": {
        "smes": 337,
        "team": 25,
        "qualified": 22,
        "revenue_fen": 3_203_714_50,
        "answers": (*[94] * 27, *[95] * 18),
        "outputs": _whole("发明专利", "成果转化", "成果转化", "成果转化", "新产品", "新产品", "外观设计"),
    },
}


def planted_standing(state: Standing) -> Standing:
    """Return the standing with whatever is planted on the platform in this year."""
    platform_id, year = state.platform.platform_id, state.year
    for truth, change in _changes().values():
        if truth.get(year) == platform_id:
            state = change(_sound(state))
    if platform_id in planted.TIE_AT_PLACE_20.get(year, ()):
        state = replace(_sound(state), **_TIED[platform_id])
    return state


def _sound(state: Standing) -> Standing:
    """Return a standing that passes every gate, and little changed if it did so already."""
    return replace(
        state,
        submits=True,
        facts=SOUND,
        strays=0,
        heads=None,
        smes=max(state.smes, 64),
        qualified=max(state.qualified, -(-7 * state.team // 10)),
        answers=state.answers if len(state.answers) >= 10 else state.answers + (90,) * 20,
    )


def _changes() -> dict[str, tuple[Mapping[int, str], Change]]:
    return {
        "smes": (planted.EXACTLY_50_SMES, lambda s: replace(s, smes=50, larges=2, doubled=6)),
        "per department": (planted.ONLY_49_SMES, lambda s: replace(s, smes=49, larges=0, doubled=1)),
        "large": (planted.LARGE_DO_NOT_COUNT, lambda s: replace(s, smes=48, larges=6)),
        "december": (planted.DECEMBER_BEFORE, lambda s: replace(s, smes=48, larges=0, strays=3)),
        "site": (planted.SITE_FOUND_49, lambda s: replace(s, smes=52)),
        "60 %": (planted.EXACTLY_60_PERCENT, lambda s: _team(s, planted.EXACTLY_60_PERCENT_COUNTS[s.year])),
        "one short": (planted.ONE_PERSON_SHORT, lambda s: _team(s, planted.ONE_PERSON_SHORT_COUNTS[s.year])),
        "nearly": (planted.NEARLY_60_PERCENT, lambda s: _team(s, planted.NEARLY_60_PERCENT_COUNTS)),
        "all three": (planted.ALL_THREE_QUALIFICATIONS, _ten_with_all_three),
        "heads": (planted.HEAD_COUNTS_ONLY, _head_counts_only),
        "answers": (planted.NINE_ANSWERS, lambda s: replace(s, answers=s.answers[:9])),
        "joint": (planted.JOINT_OUTPUTS, lambda s: replace(s, outputs=planted.JOINT_OUTPUTS_SHARES)),
        "unit": (planted.REVENUE_IN_WAN, lambda s: replace(s, revenue_fen=186_50)),
        "nothing": (planted.HANDED_IN_NOTHING, lambda s: replace(s, submits=False)),
    }


def _team(state: Standing, counts: tuple[int, int]) -> Standing:
    qualified, team = counts
    return replace(state, qualified=qualified, team=team)


def _ten_with_all_three(state: Standing) -> Standing:
    return replace(_team(state, (11, 20)), patterns=("DTS",) * 10 + ("S",))


def _head_counts_only(state: Standing) -> Standing:
    state = replace(state, heads=Heads(*planted.HEAD_COUNTS))
    if state.year not in planted.HEAD_COUNTS_MATTER:
        return state
    answers = tuple(max(score, 95) for score in state.answers)
    return replace(
        state,
        smes=max(state.smes, 330),
        revenue_fen=max(state.revenue_fen, 3_100_000_00),
        answers=answers,
        outputs=_STRONG_OUTPUTS,
    )
