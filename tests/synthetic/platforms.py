"""The platforms: where and when each is founded, what it is called, whose it is and when it closes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from . import planted
from .chance import chance, pick, share
from .codes import entity_code
from .names import PHRASES, first_turn, platform_name

if TYPE_CHECKING:
    from random import Random

    from .towns import Town

#: How many operate at the end of a year, in the Pearl River delta and elsewhere.
_OPERATING = {2011: (205, 65), 2012: (290, 105), 2013: (490, 205), 2014: (765, 325), 2015: (1085, 500)}
_KINDS = {
    "技术创新": 26,
    "工业设计": 10,
    "质量检测": 14,
    "知识产权": 9,
    "信息网络": 10,
    "电子商务": 12,
    "创业孵化": 7,
    "企业融资": 5,
    "人才培训": 6,
    "其他": 1,
}
_FOUNDERS = {"生产力促进中心": 30, "民营机构": 26, "高校院所": 12, "联合共建": 18, "龙头企业": 14}


@dataclass(frozen=True)
class Platform:
    """A platform's whole history."""

    platform_id: str
    town: Town
    kind: str
    other_kinds: tuple[str, ...]
    founder: str
    entity_code: str
    established: date
    closed: date | None
    #: Which of its type's words its name began with.
    turn: int

    @property
    def kinds(self) -> tuple[str, ...]:
        """All its types of service, the main one first."""
        return (self.kind, *self.other_kinds)

    def name(self, year: int) -> str:
        """Return its name at the end of the year."""
        years = range(max(2012, self.established.year + 1), year + 1)
        renamed = sum(share("renamed", self.platform_id, y) < 0.02 for y in years)
        return platform_name(self.town, self.kind, self.turn + renamed)

    def operates_in(self, year: int) -> bool:
        """Whether it operates on any day of the year: then it is in that year's appraisal."""
        return self.established.year <= year and (self.closed is None or self.closed.year >= year)

    def listed_in(self, year: int) -> bool:
        """Whether the year's register names it: also the just closed, and those that open in the first days after."""
        opened = self.established <= date(year + 1, 1, 5)
        return opened and (self.closed is None or self.closed.year >= year - 1)


def platforms(all_towns: tuple[Town, ...]) -> tuple[Platform, ...]:
    """Return every platform there has been from 2011 to 2015, in the order of the ids."""
    known: list[Platform] = []
    for year, wanted in _OPERATING.items():
        if year > min(_OPERATING):
            known = [_perhaps_closed(platform, year) for platform in known]
        known += _founded(year, wanted, all_towns, known)
    return tuple(known)


def platform_rows(
    year: int, listed: list[Platform], facts: dict[str, dict[str, bool | None]]
) -> list[dict[str, object]]:
    """Return the year's register of platforms with the facts of Articles 5 and 6."""
    return [
        {
            "platform_id": platform.platform_id,
            "name": platform.name(year),
            "entity_code": platform.entity_code,
            "city": platform.town.city,
            "county": platform.town.county,
            "town": platform.town.town,
            "home": platform.town.home(year),
            "type": platform.kind,
            "other_types": "；".join(platform.other_kinds) or None,
            "founder_kind": platform.founder,
            "established": platform.established,
            "closed": platform.closed if platform.closed and platform.closed.year <= year else None,
            **facts[platform.platform_id],
        }
        for platform in listed
    ]


def _perhaps_closed(platform: Platform, year: int) -> Platform:
    stays = platform.closed is not None or platform.platform_id in planted.PLATFORMS
    if stays or share("closes", platform.platform_id, year) >= 0.025:
        return platform
    return replace(
        platform, closed=date(year, 2, 1) + timedelta(days=int(share("closing", platform.platform_id) * 330))
    )


def _founded(year: int, wanted: tuple[int, int], all_towns: tuple[Town, ...], known: list[Platform]) -> list[Platform]:
    """Found as many platforms as are wanting, the ids following the order of the towns."""
    settled: dict[Town, list[str]] = {town: [] for town in all_towns}
    for platform in known:
        if platform.closed is None:
            settled[platform.town].append(platform.kind)
    places: list[tuple[Town, str]] = []
    for in_delta, number in zip((True, False), wanted, strict=True):
        region = [town for town in all_towns if town.in_delta is in_delta and (town.batch or 0) <= year + 1]
        missing = number - sum(len(settled[town]) for town in all_towns if town.in_delta is in_delta)
        places += _places(chance("founding", year, in_delta), region, missing, settled)
    places.sort(key=lambda place: (all_towns.index(place[0]), list(PHRASES).index(place[1])))
    taken = {platform.entity_code for platform in known}
    founded: list[Platform] = []
    for number, (town, kind) in enumerate(places, start=len(known) + 1):
        platform = _platform(f"P{number:04d}", town, kind, year, taken, [*known, *founded])
        taken.add(platform.entity_code)
        founded.append(platform)
    return founded


def _places(dice: Random, region: list[Town], number: int, settled: dict[Town, list[str]]) -> list[tuple[Town, str]]:
    """Choose town and type: evenly over the delta, unevenly elsewhere, a type once in a town."""
    places = []
    crowding = 1.6 if region[0].in_delta else 0.15
    pulls = [town.pull for town in region]
    for _ in range(number):
        weights = [
            0 if len(settled[town]) >= len(_KINDS) else pull / (1 + len(settled[town])) ** crowding
            for town, pull in zip(region, pulls, strict=True)
        ]
        town = dice.choices(region, weights)[0]
        free = [kind for kind in _KINDS if kind not in settled[town]]
        kind = dice.choices(free, [_KINDS[kind] for kind in free])[0]
        settled[town].append(kind)
        places.append((town, kind))
    return places


def _platform(platform_id: str, town: Town, kind: str, year: int, taken: set[str], known: list[Platform]) -> Platform:
    forerunners = [p for p in known if p.town is town]
    code = _code_of_owner(platform_id, known, forerunners) or entity_code(platform_id, taken)
    dice = chance("founding", platform_id)
    further = [k for k in _KINDS if k != kind]
    return Platform(
        platform_id=platform_id,
        town=town,
        kind=kind,
        other_kinds=tuple(dice.sample(further, dice.choices((0, 1, 2), (62, 28, 10))[0])),
        founder=pick(_FOUNDERS, "founder", platform_id),
        entity_code=code,
        established=_opening(dice, year),
        closed=None,
        turn=first_turn(town, kind) + sum(p.kind == kind for p in forerunners),
    )


def _code_of_owner(platform_id: str, known: list[Platform], forerunners: list[Platform]) -> str | None:
    """Return the entity code of the platform that this one belongs with, if it belongs with one."""
    neighbours = [p for p in forerunners if p.closed is None]
    if neighbours and share("one entity", platform_id) < 0.015:
        return neighbours[0].entity_code
    owner = planted.OWNED_WITH.get(platform_id)
    return next((p.entity_code for p in known if p.platform_id == owner), None)


def _opening(dice: Random, year: int) -> date:
    """Return a day of the year, or for the stock of 2011 one of the decade before."""
    if year == min(_OPERATING):
        year -= int(11 * dice.random() ** 2)
    return date(year, 1, 1) + timedelta(days=dice.randrange(365))
