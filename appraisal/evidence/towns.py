"""The register of towns, asked what somebody may have meant by a town that is not in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from appraisal.schema.pointer import listed
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraisal.evidence.table import Table

#: The columns of the register; the last one may be missing.
_CITY, _COUNTY, _TOWN, _FORMER = "city", "county", "town", "former_county"
_KIND = re.compile(r"(?:街道办事处|街道办|街道|办事处|镇|乡)$")
_LISTED = 6


@dataclass(frozen=True)
class Town:
    """A town of the register; Dongguan and Zhongshan have no counties."""

    city: str
    county: str | None
    town: str
    former_counties: tuple[str, ...] = ()

    def __str__(self) -> str:
        """City, county and town, as a person would name it."""
        return " / ".join((self.city, self.county or "-", self.town))


@dataclass(frozen=True)
class TownRegister:
    """Every town, to be looked through when one is not found."""

    towns: tuple[Town, ...]

    def mend(self, city: str | None, county: str | None, town: str | None) -> Text:
        """What the register has instead of a town that it has not, the surest first."""
        if not city or not town:
            return text("Fill in city and town; the county too, where the city has counties.")
        return next(
            self._mends(city, county, town),
            text("Correct it here; if the town is right, ask the province to add it to the register."),
        )

    def _mends(self, city: str, county: str | None, town: str) -> Iterator[Text]:
        here = [one for one in self.towns if _plain(one.city) == _plain(city)]
        if not here:
            yield self._city_unknown(city, town)
            return
        same = [one for one in here if _plain(one.town) == _plain(town)]
        kin = [one for one in here if _stem(one.town) == _stem(town)]
        for found in (same, kin):
            in_county = [one for one in found if _plain(one.county or "") == _plain(county or "")]
            if len(in_county) == 1:
                yield text("The register writes it {town}.", town=in_county[0])
            renamed = [one for one in found if county and _plain(county) in map(_plain, one.former_counties)]
            if len(renamed) == 1:
                yield text(
                    "{former} is now {county}: write {town}.", former=county, county=renamed[0].county, town=renamed[0]
                )
            yield from _elsewhere(found, county)
        near = get_close_matches(town, sorted({one.town for one in here}), 3, 0.6)
        if near:
            yield text("Near in {city}: {towns}.", city=city, towns=_listed([one for one in here if one.town in near]))
        if others := [one for one in self.towns if _plain(one.town) == _plain(town)]:
            yield text("{city} has no {name}; there is: {towns}.", city=city, name=town, towns=_listed(others))
        if county and county not in {one.county for one in here}:
            counties = sorted({one.county for one in here if one.county})
            if counties:
                yield text("The counties of {city} in the register: {counties}.", city=city, counties=listed(counties))

    def _city_unknown(self, city: str, town: str) -> Text:
        cities = sorted({one.city for one in self.towns})
        if near := get_close_matches(city, cities, 3, 0.6):
            # All at once: whoever mends the city alone would be told of the county next.
            if kin := [one for one in self.towns if one.city in near and _stem(one.town) == _stem(town)]:
                return text(
                    "There is no city {city} in the register; near are: {towns}.", city=city, towns=_listed(kin)
                )
            return text("There is no city {city} in the register; near: {cities}.", city=city, cities=listed(near))
        if others := [one for one in self.towns if _plain(one.town) == _plain(town)]:
            return text("There is no city {city} in the register; {towns}.", city=city, towns=_listed(others))
        return text("There is no city {city} in the register.", city=city)


def town_register(table: Table) -> TownRegister:
    """The towns of the table; a county that has a former name has it in each of its towns."""
    columns = table.schema.columns
    former = table.frame.get_column(_FORMER).to_list() if _FORMER in columns else [None] * table.frame.height
    rows = list(zip(*(table.frame.get_column(name).to_list() for name in (_CITY, _COUNTY, _TOWN)), former, strict=True))
    names: dict[tuple[str, str | None], set[str]] = {}
    for city, county, _, name in rows:
        names.setdefault((city, county), set()).update(part for part in re.split("[、；;]", name or "") if part)
    towns = {
        Town(city, county, town, tuple(sorted(names[city, county]))) for city, county, town, _ in rows if city and town
    }
    return TownRegister(tuple(sorted(towns, key=str)))


def _elsewhere(found: Sequence[Town], county: str | None) -> Iterator[Text]:
    if len(found) == 1 and found[0].county:
        yield text(
            "{name} of {city} stands in {county}: write {town}.",
            name=found[0].town,
            city=found[0].city,
            county=found[0].county,
            town=found[0],
        )
    elif len(found) == 1:
        yield text("{city} has no counties: leave the county empty.", city=found[0].city)
    elif found and county:
        yield text("It stands in other counties: {towns}. Write the one that is meant.", towns=_listed(found))
    elif found:
        yield text("Several towns have this name: {towns}. Write the county too.", towns=_listed(found))


def _listed(towns: Sequence[Town]) -> Joined:
    return listed(towns, _LISTED)


def _plain(name: str) -> str:
    """A name without the difference of full and half width and of spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def _stem(name: str) -> str:
    """A town's name without what it is: towns become sub-districts and keep their name."""
    plain = _plain(name)
    return _KIND.sub("", plain) or plain
