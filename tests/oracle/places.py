"""How many places there are: in all, a share of the ranked, or so many for each class or each cell of the register."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from tests.oracle.conditions import FACT, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.oracle.conditions import Subject
    from tests.oracle.scenario import Json

#: The group of everybody where there are no groups.
ALL = ""


def places_of(stated: int | Json, ranked: int) -> int:
    """A number of places, or a share of so many ranked platforms."""
    if not isinstance(stated, dict):
        return stated
    exact = Fraction(stated["share"]) * ranked
    return {"floor": floor, "ceil": ceil, "half_up": lambda one: floor(one + Fraction(1, 2))}[stated["round"]](exact)


def group_of(stated: int | Json, rules: Json, subject: Subject) -> str | None:
    """The group in which a platform competes; None where it is in none."""
    if not isinstance(stated, dict) or "by" not in stated:
        return ALL
    if stated["by"] == "class":
        return next((name for name in rules.get("classes", {}) if holds({"class": name}, subject)), None)
    cell = subject.row[stated["by"].removeprefix(FACT)]
    return None if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def rooms(stated: int | Json, groups: Mapping[str, str | None], ranked: Iterable[str]) -> dict[str | None, int]:
    """The places of each group; whoever is in none has none."""
    of = Counter(groups[one] for one in ranked)
    if not isinstance(stated, dict) or "by" not in stated:
        return {ALL: places_of(stated, of.total())}
    named = {*(group for group in groups.values() if group is not None), *stated.get("of", {})}
    return {group: places_of(stated.get("of", {}).get(group, stated.get("otherwise", 0)), of[group]) for group in named}


def group_scopes(rules: Json, subject: Subject) -> set[str]:
    """The classes, and the cells of the register that places go by (but the city), among which a rank is printed."""
    awards = rules.get("awards", {})
    found = {f"class:{name}" for name in subject.classes if holds({"class": name}, subject)}
    for stated in (awards.get("places"), awards.get("at_most")):
        by = stated.get("by", "class") if isinstance(stated, dict) else "class"
        group = None if by in ("class", "platforms.city") else group_of(stated, rules, subject)
        found |= {f"{by}:{group}"} if group is not None else set()
    return found
