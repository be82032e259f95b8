"""The towns, with real names and invented dates: 399 specialised by 2015, and some of clustered industry."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .chance import chance, share

_FILE = Path(__file__).with_name("towns.csv")
_DELTA = frozenset(("广州市", "深圳市", "珠海市", "佛山市", "江门市", "肇庆市", "惠州市", "东莞市", "中山市"))
_ENDINGS = ("镇街道", "街道", "镇")


@dataclass(frozen=True)
class Town:
    """A town, named by city, county and town together, and the industry it is known for."""

    city_code: str
    city: str
    county: str | None
    town: str
    industry: str
    #: The year of the batch in which it was recognised; none for a town of clustered industry.
    batch: int | None

    @property
    def full_name(self) -> str:
        """City, county and town in one word."""
        return f"{self.city}{self.county or ''}{self.town}"

    @property
    def stem(self) -> str:
        """The town's name as people say it."""
        return next((self.town.removesuffix(end) for end in _ENDINGS if self.town.endswith(end)), self.town)

    @property
    def craft(self) -> str:
        """The industry without what stands in brackets."""
        return self.industry.partition("（")[0]

    @property
    def in_delta(self) -> bool:
        """Whether it lies in the Pearl River delta."""
        return self.city in _DELTA

    @property
    def recognised(self) -> date | None:
        """The (invented) day of recognition as a specialised town."""
        return None if self.batch is None else date(self.batch, 6 + self.batch % 6, 10 + self.batch % 17)

    @property
    def pull(self) -> float:
        """How readily platforms settle here."""
        pull = chance("pull", self.full_name).lognormvariate(0, 0.35 if self.in_delta else 0.9)
        return pull if self.batch else pull / 3

    def home(self, year: int) -> str:
        """Return the kind of town it is at the end of the year."""
        return "专业镇" if self.batch is not None and self.batch <= year else "产业集聚镇"


def towns() -> tuple[Town, ...]:
    """Return all towns in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_town(row) for row in csv.DictReader(file))


def town_rows(year: int, all_towns: tuple[Town, ...], settled: frozenset[Town]) -> list[dict[str, object]]:
    """Return the register of a year: recognised towns, and the others where a platform has settled."""
    listed = (town for town in all_towns if town.home(year) == "专业镇" or town in settled)
    return [
        {
            "city_code": town.city_code,
            "city": town.city,
            "county": town.county,
            # NOTE: Which counties were renamed when has not been verified: the invented register says nothing of it.
            "former_county": None,
            "town": town.town,
            "industry": town.industry,
            "recognised": town.recognised if town.home(year) == "专业镇" else None,
        }
        for town in listed
    ]


def _town(row: dict[str, str]) -> Town:
    batch = int(row["batch"]) if row["batch"] else None
    return Town(row["city_code"], row["city"], row["county"] or None, row["town"], row["industry"], batch)


def firms_of(town: Town) -> int:
    """Return how many enterprises the town's pool holds."""
    return int((230 if town.in_delta else 140) * (0.7 + 0.9 * share("firms", town.full_name)))
