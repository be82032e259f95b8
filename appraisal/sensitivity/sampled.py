"""How far weights may move where no bound is proved: the engine is asked under drawn weights. Sampled, no certificate.

A mean, a cap, a relative curve or a quota by city makes the awards no simple function of the weights. So weights are
drawn group by group, the whole cohort is appraised under each, and whoever changes an award is followed back towards
the weights of the rules as far as the awards still differ. What is found is real, for the engine says it; that nothing
nearer exists is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from appraisal import rounds
from appraisal.errors import Refused
from appraisal.measure import PLATFORM
from appraisal.replays import standings
from appraisal.sensitivity.acceptability import interval
from appraisal.sensitivity.draws import WeightDraws, generator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.replays import Replayer
    from appraisal.replays.index_tree import Standing
    from appraisal.result import Result
    from appraisal.sensitivity.draws import Kind

#: Appraisals of the whole cohort; each takes as long as a run without its evidence.
ASKED = 200
#: So many draws that change an award are followed back, and so often is what is left of their way halved.
_FOLLOWED, _HALVINGS = 3, 6
#: Weights are multiples of this part of what their group weighs, so that rules can state their ratios.
_GRID = 100_000
#: Groups in which no node weighs anything.
_CHOOSING = frozenset({"minimum", "maximum"})


@dataclass(frozen=True)
class Nearest:
    """Weights under which other platforms win, and how far they are from those of the rules."""

    weights: Mapping[str, tuple[Fraction, Fraction]]
    #: The largest change of one weight, as a part of all that its group weighs.
    largest: Fraction
    won: tuple[str, ...]
    lost: tuple[str, ...]
    opened: tuple[str, ...]
    result: Result


@dataclass(frozen=True)
class Sampled:
    """What the draws found.

    ``awards`` has a row per platform that has an award in some draw: the ``share`` of the draws in which it wins and
    in which its award is ``open``, with the interval of Wilson (1927) at 95 %.
    """

    draws: int
    #: Draws in which an award differs, and draws under which the evidence lets no result stand.
    changed: int
    refused: int
    kind: Kind
    within: float
    seed: int
    awards: pl.DataFrame
    #: None where no draw changed an award.
    nearest: Nearest | None


@dataclass(frozen=True)
class _Group:
    """Siblings that share out a weight; those without any take no part."""

    standing: Standing
    now: Mapping[str, Fraction]
    shares: np.ndarray

    @property
    def whole(self) -> Fraction:
        """What they weigh together."""
        return sum(self.now.values(), Fraction(0))

    def weights(self, draw: int, part: Fraction) -> dict[str, Fraction]:
        """The weights of a draw, gone only this part of the way from those of the rules."""
        now, whole = self.now, self.whole
        steps = [round(share * _GRID) for share in self.shares[draw]]
        steps[int(np.argmax(steps))] += _GRID - sum(steps)
        return {
            name: was + part * (whole * Fraction(step, _GRID) - was)
            for (name, was), step in zip(now.items(), steps, strict=True)
        }


def sampled(
    replayer: Replayer, *, kind: Kind = "around", within: float = 0.1, draws: int = ASKED, seed: int = 0
) -> Sampled | None:
    """The awards of a scenario under so many drawn weights; None where nobody can win or nothing is weighed.

    ``kind`` and ``within`` as of :class:`draws.WeightDraws`, in every group on its own. The same seed gives the same
    weights.
    """
    states = replayer.parent.tables["ranking"]["award_state"]
    groups = _groups(replayer.scenario.documents.rules, kind, within, draws, seed)
    if not groups or not states.is_in(["given", "open"]).any():
        return None
    asked = _Asked(replayer, groups)
    results = [asked.result(draw) for draw in range(draws)]
    stood = [one for one in results if one is not None]
    changed = [draw for draw, one in enumerate(results) if one is not None and asked.differs(one)]
    near = sorted(changed, key=lambda draw: asked.distance(draw, Fraction(1)))[:_FOLLOWED]
    found = [asked.followed(draw) for draw in near]
    return Sampled(
        draws=draws,
        changed=len(changed),
        refused=draws - len(stood),
        kind=kind,
        within=within,
        seed=seed,
        awards=_awards(stood),
        nearest=min(found, key=lambda one: one.largest, default=None),
    )


@dataclass(frozen=True)
class _Asked:
    """A scenario and the weights that were drawn for it."""

    replayer: Replayer
    groups: Sequence[_Group]

    def result(self, draw: int, part: Fraction = Fraction(1)) -> Result | None:
        """The appraisal under the weights of a draw; None where the evidence lets none stand."""
        try:
            return self.replayer.replay([self._patch(draw, part)]).result
        except Refused:
            return None

    def differs(self, result: Result) -> bool:
        """Another award is given, withheld or left open."""
        return any(self._turned(result))

    def distance(self, draw: int, part: Fraction) -> Fraction:
        """The largest change of a weight, as a part of what its group weighs."""
        return max(
            abs(new - group.now[name]) / group.whole
            for group in self.groups
            for name, new in group.weights(draw, part).items()
        )

    def followed(self, draw: int) -> Nearest:
        """The nearest weights on the way of a draw that were found to change an award."""
        near, far = Fraction(0), Fraction(1)
        best = self.result(draw)
        for _ in range(_HALVINGS):
            middle = (near + far) / 2
            result = self.result(draw, middle)
            if result is not None and self.differs(result):
                far, best = middle, result
            else:
                near = middle
        assert best is not None
        won, lost, opened = self._turned(best)
        weights = {
            name: (group.now[name], new)
            for group in self.groups
            for name, new in group.weights(draw, far).items()
            if new != group.now[name]
        }
        return Nearest(weights, self.distance(draw, far), won, lost, opened, best)

    def _patch(self, draw: int, part: Fraction) -> dict[str, Any]:
        """The patch of the rules (RFC 7396) that states the weights."""
        patch: dict[str, Any] = {}
        for group in self.groups:
            at = patch
            for key in group.standing.path[:-1]:
                at = at.setdefault(key, {})
            for name, new in group.weights(draw, part).items():
                if new != group.now[name]:
                    ratio = group.standing.ratio(name) * new / group.now[name]
                    at.setdefault(name, {})["scaled_by"] = f"{ratio.numerator}/{ratio.denominator}"
        return patch

    def _turned(self, result: Result) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        differ = rounds.changes(self.replayer.parent, result)
        before, after = pl.col("award_state_before").fill_null("none"), pl.col("award_state").fill_null("none")
        opened = differ.rows.filter((after == "open") & (before != "open"))[PLATFORM]
        won, lost = (tuple(row[PLATFORM] for row in rows) for rows in (differ.won, differ.lost))
        return won, lost, tuple(opened)


def _groups(rules: Mapping[str, Any], kind: Kind, within: float, draws: int, seed: int) -> list[_Group]:
    """Every group with more than one node that weighs something, with its draws."""
    first = {one.path[:-1]: one for one in standings(rules).values()}
    found = []
    for at, one in enumerate(first.values()):
        now = {name: weight for name, weight in one.weights.items() if weight}
        is_weighed = one.group.get("combine") not in _CHOOSING and not isinstance(one.group.get("weights"), dict)
        if not is_weighed or len(now) <= 1:
            continue
        # Every group has random numbers of its own.
        own = int(generator(seed, at).integers(2**31))
        weights, flat = tuple(float(weight) for weight in now.values()), ((),) * len(now)
        drawn = WeightDraws(weights, flat, kind, "leaf", within, draws, own)
        found.append(_Group(one, now, np.concatenate(list(drawn)) / drawn.total))
    return found


def _awards(results: Sequence[Result]) -> pl.DataFrame:
    """How often each platform wins, or waits for a decision."""
    count = len(results)
    every = pl.concat([one.tables["ranking"].select(PLATFORM, "award_state") for one in results])
    shares = (
        every.group_by(PLATFORM)
        .agg(
            share=(pl.col("award_state") == "given").sum() / count, open=(pl.col("award_state") == "open").sum() / count
        )
        .filter((pl.col("share") > 0) | (pl.col("open") > 0))
        .sort("share", PLATFORM, descending=[True, False])
    )
    low, high = interval(shares["share"].to_numpy() * count, count)
    return shares.with_columns(share_low=pl.Series(low), share_high=pl.Series(high))
