"""The order of platforms: composite, then the ties chain, then a recorded decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from tests.oracle.decisions import Decisions
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
    values: Mapping[str, Fraction | None],
    indicators: Mapping[str, Indicator],
) -> Key:
    """What the ranking compares of one platform, before any decision; ``values`` are those that scored."""
    key: list[tuple[int, Fraction | int]] = [(0, -composite)]
    for name in rules["ranking"]["ties"]:
        if name in indicators:
            key.append(_better_first(values[name], higher_is_better=indicators[name].higher_is_better))
        else:
            key.append(_better_first(marks.get(name), higher_is_better=True))
    return tuple(key)


def _better_first(value: Fraction | None, *, higher_is_better: bool) -> tuple[int, Fraction | int]:
    if value is None:
        return (1, 0)
    return (0, -value if higher_is_better else value)
