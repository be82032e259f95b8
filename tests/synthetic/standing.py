"""The standing of a platform in a year: what it did and has, before any of it is written into tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .chance import around, chance, drift, share
from .facts import facts

if TYPE_CHECKING:
    from random import Random

    from .platforms import Platform

#: How much better than in 2013 the platforms of a year are, in standard deviations.
_PROGRESS = {2011: -0.7, 2012: -0.5, 2013: 0.26, 2014: 0.58, 2015: 0.64}
_OUTPUT_KINDS = {
    "发明专利": 10,
    "实用新型": 30,
    "外观设计": 16,
    "软件著作权": 12,
    "技术标准": 5,
    "新产品": 18,
    "成果转化": 9,
}


@dataclass(frozen=True)
class Heads:
    """Head counts that a platform reports of its team."""

    team: int
    degree: int
    titled: int
    skilled: int


@dataclass(frozen=True)
class Standing:
    """What a platform did and has in a year."""

    platform: Platform
    year: int
    #: Whether it hands in anything at all.
    submits: bool
    facts: dict[str, bool | None]
    #: Distinct micro, small and medium enterprises served in the year, and large ones.
    smes: int
    larges: int
    #: How many of the SMEs are sure to be served by two departments.
    doubled: int
    #: Lines of the ledger that belong to the year before.
    strays: int
    team: int
    qualified: int
    #: Other employees on the roster.
    aside: int
    #: What each qualified person has of D(egree), T(itle), S(kill); none where chance may say.
    patterns: tuple[str, ...] | None
    #: Head counts instead of a roster.
    heads: Heads | None
    revenue_fen: int
    funding_fen: int
    answers: tuple[int, ...]
    #: Kind and share in hundredths of each output.
    outputs: tuple[tuple[str, int], ...]


def standing(platform: Platform, year: int) -> Standing:
    """Return how the platform stands in the year by its own quality and by chance."""
    dice = chance("standing", platform.platform_id, year)
    years = year - max(2011, platform.established.year)
    quality = _quality(platform, year, years)

    def level(quantity: str, pull: float, spread: float) -> float:
        return pull * quality + spread * (drift(platform.platform_id, quantity, years) * 0.85 + dice.gauss(0, 1) * 0.5)

    team = max(6, round(around(17, level("team", 0.1, 0.42))))
    return Standing(
        platform=platform,
        year=year,
        submits=dice.random() >= _silence(platform, year),
        facts=facts(platform.platform_id, year),
        smes=_smes(round(around(107, level("smes", 0.3, 0.38))), dice),
        larges=dice.choices((0, 1, 2, 3, 5, 8), (40, 22, 16, 12, 7, 3))[0],
        doubled=0,
        strays=dice.choices((0, 1, 3), (985, 10, 5))[0],
        team=team,
        qualified=_qualified(team, 0.755 + level("staff", 0.04, 0.085), dice),
        aside=dice.randrange(1, 6),
        patterns=None,
        heads=_heads(team, platform, year),
        revenue_fen=_money(around(1_850_000, level("revenue", 0.32, 0.42)), dice),
        funding_fen=_money(around(240_000, level("funding", 0.2, 0.7)), dice),
        answers=_answers(98.6 - around(5.2, -level("satisfaction", 0.2, 0.36)), dice),
        outputs=_outputs(around(26, level("outputs", 0.3, 0.42)), dice),
    )


def _quality(platform: Platform, year: int, years: int) -> float:
    """Return the quality that all quantities share: it drifts, rises with age, and is a little higher in the delta."""
    age = year - platform.established.year
    ripening = -0.5 if age == 0 else -0.2 if age == 1 else 0.1
    region = 0.12 if platform.town.in_delta else -0.2
    quality = drift(platform.platform_id, "quality", years) + ripening + region + _PROGRESS[year]
    return 1.5 * quality if quality < 0 else min(quality, 0.6 + quality / 2)


def _silence(platform: Platform, year: int) -> float:
    if platform.closed is not None and platform.closed.year == year:
        return 0.5
    return 0.06 if platform.established.year == year else 0.015


def _smes(natural: int, dice: Random) -> int:
    """Return the number of SMEs: those who see the 50 near make sure to reach it, most of them."""
    natural = min(max(natural, 24), 620)
    if natural < 58 and dice.random() < 0.8:
        return 50 + int(7 * dice.random() ** 2)
    return natural


def _qualified(team: int, ratio: float, dice: Random) -> int:
    """Return the qualified of a team: those who see the 60 % near make sure to reach it, most of them."""
    least = -(-6 * team // 10)
    natural = min(team, max(team // 3, round(ratio * team)))
    if natural <= least + 1 and dice.random() < 0.85:
        return min(team, least + (dice.random() < 0.3))
    return natural


def _heads(team: int, platform: Platform, year: int) -> Heads | None:
    """Return head counts for the one in eighty that keeps no roster: mostly they prove the 60 % all the same."""
    dice = chance("heads", platform.platform_id, year)
    if dice.random() >= 0.012:
        return None
    degree = min(team, round(team * dice.uniform(0.5, 0.95)))
    return Heads(team, degree, round(degree * dice.uniform(0.2, 0.6)), round(team * dice.uniform(0, 0.25)))


def _money(yuan: float, dice: Random) -> int:
    """Return an amount in fen, as accounts have it: mostly whole yuan."""
    return round(yuan) * 100 + (dice.randrange(100) if dice.random() < 0.35 else 0)


def _answers(mean: float, dice: Random) -> tuple[int, ...]:
    """Return the scores of 25 to 60 answers, rarely of fewer than ten."""
    number = dice.randrange(4, 10) if dice.random() < 0.004 else round(dice.triangular(25, 60, 38))
    return tuple(min(100, max(55, round(dice.gauss(mean, 3.6)))) for _ in range(number))


def _outputs(equivalents: float, dice: Random) -> tuple[tuple[str, int], ...]:
    """Return outputs worth about so much, one in six a joint one."""
    worth = {"发明专利": 10, "实用新型": 3, "外观设计": 2, "软件著作权": 2, "技术标准": 10, "新产品": 4, "成果转化": 6}
    outputs: list[tuple[str, int]] = []
    left = equivalents
    while left > 1 and len(outputs) < 40:
        kind = dice.choices(list(_OUTPUT_KINDS), list(_OUTPUT_KINDS.values()))[0]
        if worth[kind] > left + 2:
            continue
        part = dice.choice((20, 25, 30, 33, 40, 50, 60, 67, 75)) if dice.random() < 0.17 else 100
        outputs.append((kind, part))
        left -= worth[kind] * part / 100
    return tuple(outputs)


def reports_headline(state: Standing) -> bool:
    """Whether the platform filled in the headline figures too."""
    return state.heads is not None or share("headline", state.platform.platform_id, state.year) < 0.93
