"""The order of platforms: composite, then the ties chain, then a recorded decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.oracle.marks import leaves, scored_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from tests.oracle.decisions import Decisions
    from tests.oracle.gates import Ends
    from tests.oracle.measures import Indicator
    from tests.oracle.scenario import Json

#: The smaller key comes first: (0, minus what is better when greater), or (1, 0) for a missing value.
Key = tuple[tuple[int, "Fraction | int"], ...]


@dataclass
class Order:
    """Who comes before whom among marked platforms."""

    keys: Mapping[str, Key]
    decisions: Decisions

    def before(self, first: str, second: str) -> bool:
        """Whether the keys or a decision on their tie put one platform before another."""
        if self.keys[first] != self.keys[second]:
            return self.keys[first] < self.keys[second]
        return self.decisions.puts_before(first, second)

    def ahead_of(self, platform: str, among: Iterable[str]) -> list[str]:
        """Those of some platforms that are before this one."""
        return [other for other in among if other != platform and self.before(other, platform)]

    def competition_rank(self, platform: str, among: Iterable[str]) -> int:
        """One more than those before it: 1, 2, 2, 4."""
        return 1 + len(self.ahead_of(platform, among))

    def sorted(self, platforms: Iterable[str]) -> list[str]:
        """In rank order, those of one rank by id (for print only)."""
        everyone = list(platforms)
        return sorted(everyone, key=lambda one: (self.competition_rank(one, everyone), one))

    def blocks(self, platforms: Iterable[str]) -> list[list[str]]:
        """In order, the groups that the chain leaves tied; decisions are not looked at."""
        groups: dict[Key, list[str]] = {}
        for platform in platforms:
            groups.setdefault(self.keys[platform], []).append(platform)
        return [sorted(groups[key]) for key in sorted(groups)]


def chain_key(
    rules: Json,
    marks: Mapping[str, Fraction],
    composite: Fraction,
    ends: Mapping[str, Ends | None],
    indicators: Mapping[str, Indicator],
) -> Key:
    """What the ranking compares of one platform, before any decision."""
    key: list[tuple[int, Fraction | int]] = [(0, -composite)]
    for name in rules["ranking"]["ties"]:
        if name in indicators:
            key.append(_value_key(rules, ends[name], indicators[name]))
        else:
            key.append((0, -marks[name]))
    return tuple(key)


def _value_key(rules: Json, ends: Ends | None, indicator: Indicator) -> tuple[int, Fraction | int]:
    if ends is None:
        return (1, 0)
    curves = [leaf["curve"] for leaf in leaves(rules["index"]["nodes"]).values() if leaf["from"] == [indicator.id]]
    value = scored_value(ends, curves[0] if curves else None)
    return (0, -value if indicator.higher_is_better else value)
