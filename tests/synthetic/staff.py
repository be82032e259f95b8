"""The team roster: who is on it at the year's end, with degree, title and skill; numbers, never names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .chance import pick, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .standing import Standing

_PATTERNS = {"D": 42, "DT": 25, "DTS": 10, "DS": 6, "S": 12, "T": 3, "TS": 2}
_DEGREES = {"大专": 50, "本科": 41, "硕士": 8, "博士": 1}
_NO_DEGREE = {"高中及以下": 45, "中专": 55}
_TITLES = {"中级": 70, "副高": 22, "正高": 8}
_NO_TITLE = {"无": 65, "初级": 32, "": 3}
_SKILLS = {"高级工": 62, "技师": 28, "高级技师": 10}
_NO_SKILL = {"无": 68, "初级工": 14, "中级工": 15, "": 3}


def staff_rows(states: Iterable[Standing]) -> list[dict[str, object]]:
    """Return the rosters of a year; a few platforms send that of midsummer too, which does not count."""
    rows = []
    for state in states:
        if state.heads is not None:
            continue
        midsummer = share("midsummer", state.platform.platform_id, state.year) < 0.015
        days = [date(state.year, 6, 30)] if midsummer else []
        people = _people(state)
        rows += [_row(state, day, *person) for person in people for day in [*days, date(state.year, 12, 31)]]
    return rows


def head_counts(state: Standing) -> tuple[int, int, int, int]:
    """Return team, degrees, titles and skills as the platform itself would add them up."""
    if state.heads is not None:
        return state.heads.team, state.heads.degree, state.heads.titled, state.heads.skilled
    patterns = [pattern for _, on_team, pattern in _people(state) if on_team]
    degree, titled, skilled = (sum(letter in pattern for pattern in patterns) for letter in "DTS")
    return len(patterns), degree, titled, skilled


def _people(state: Standing) -> list[tuple[str, bool, str]]:
    """Return id, whether on the team, and the qualifications: who stays keeps both through the years."""
    platform_id = state.platform.platform_id
    left = sum(int(share("leaving", platform_id, year) * 2.5) for year in range(2012, state.year + 1))
    everyone = range(left + 1, left + 1 + state.team + state.aside)
    team = sorted(everyone, key=lambda n: share("on team", platform_id, n))[: state.team]
    able = sorted(team, key=lambda n: share("qualified", platform_id, n))[: state.qualified]
    on_team = set(team)
    patterns = dict(zip(able, _patterns(state, able), strict=True))
    return [(f"R{n:04d}", n in on_team, patterns.get(n, _outside(state, n, on_team))) for n in everyone]


def _patterns(state: Standing, able: list[int]) -> list[str]:
    if state.patterns is not None:
        return list(state.patterns)
    return [pick(_PATTERNS, "pattern", state.platform.platform_id, n) for n in able]


def _outside(state: Standing, number: int, on_team: set[int]) -> str:
    """Return the qualifications of one who is no qualified member: an employee aside may well have some."""
    if number in on_team or share("aside", state.platform.platform_id, number) < 0.6:
        return ""
    return pick(_PATTERNS, "pattern", state.platform.platform_id, number)


def _row(state: Standing, day: date, person: str, on_team: bool, pattern: str) -> dict[str, object]:
    words = (state.platform.platform_id, person)
    return {
        "platform_id": state.platform.platform_id,
        "person_id": person,
        "as_of": day,
        "on_team": on_team,
        "education": pick(_DEGREES if "D" in pattern else _NO_DEGREE, "education", *words) or None,
        "title_level": pick(_TITLES if "T" in pattern else _NO_TITLE, "title", *words) or None,
        "skill_level": pick(_SKILLS if "S" in pattern else _NO_SKILL, "skill", *words) or None,
    }
