"""Awards with places for each class or region, or with a limit for each: outcome by outcome, else by safe bounds."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain, combinations, permutations, product
from math import factorial, prod
from typing import TYPE_CHECKING

import polars as pl

from appraisal.awards.awarded import Awarded, OpenGate, OpenTie
from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.model.award import AwardRule, Places
    from appraisal.model.rules import Class

#: More outcomes than these are not gone through one by one.
MOST_OUTCOMES = 5_000


@dataclass(frozen=True)
class _Candidate:
    id: str
    place: int
    is_undecided: bool
    entity: str
    #: Whose places it competes for, and whose limit it counts towards.
    group: str | None
    part: str | None


def grouped(contenders: pl.DataFrame, rule: AwardRule, classes: Sequence[Class]) -> Awarded:
    """Who wins in every outcome of the undecided gates and the ties, who in some, who in none."""
    frame = contenders.with_columns(
        group_of(rule.places.by, classes).alias("group"),
        (group_of(rule.at_most.by, classes) if rule.at_most else pl.lit(None, dtype=pl.String)).alias("part"),
    )
    room = _room(frame, rule.places, "group")
    limit = _room(frame, rule.at_most, "part") if rule.at_most else {}
    candidates = [one for one in _candidates(frame, rule) if room.get(one.group, 0)]
    contest = _Contest(candidates, room, limit, lapses=rule.per == "legal_entity" and rule.freed_place == "lapse")
    always, sometimes = contest.settled()
    states = {one: "given" if one in always else "open" for one in sometimes}
    state = pl.col(PLATFORM).replace_strict(states, default="none", return_dtype=pl.String)
    waiting = [one for one in candidates if states.get(one.id) == "open"]
    reserved = sum(
        min(places - sum(one.group == group and one.id in always for one in candidates), len(_entities(waiting, group)))
        for group, places in room.items()
    )
    own = contest.behind_their_own(always) if rule.per == "legal_entity" else ()
    return Awarded(
        contenders.with_columns(state.alias("state")),
        tuple(OpenTie(tuple(sorted(one.id for one in tied))) for tied in contest.ties() if _any_open(tied, states)),
        tuple(OpenGate(one.id) for one in sorted(candidates, key=lambda one: one.id) if contest.matters(one, waiting)),
        reserved,
        own,
        room,
    )


def group_of(by: str | None, classes: Sequence[Class]) -> pl.Expr:
    """The group of each platform: the first class that it belongs to, or its cell of the register."""
    if by is None:
        return pl.lit(None, dtype=pl.String)
    if by != "class":
        return pl.col(by).cast(pl.String)
    group = pl.lit(None, dtype=pl.String)
    for one in reversed(classes):
        group = pl.when(pl.col(f"class.{one.id}")).then(pl.lit(one.id)).otherwise(group)
    return group


def _room(frame: pl.DataFrame, places: Places, column: str) -> dict[str | None, int]:
    ranked = dict(frame.filter(pl.col("status") == "ranked").group_by(column).len().iter_rows())
    if places.by is None:
        return {None: places.room(None, sum(ranked.values()))}
    # NOTE: a platform of no group competes for no place.
    groups = set(frame[column].drop_nulls()) | set(places.of)
    return {group: places.room(group, ranked.get(group, 0)) for group in sorted(groups)}


def _candidates(frame: pl.DataFrame, rule: AwardRule) -> Iterator[_Candidate]:
    good = frame.filter(pl.col("grade").is_in(sorted(rule.grades))).sort("place", PLATFORM)
    columns = (PLATFORM, "place", "status", "entity_code", "group", "part")
    for platform, place, status, code, group, part in good.select(columns).iter_rows():
        # A platform without a code is an entity of its own: no two are taken for one.
        entity = platform if rule.per == "platform" else f"entity {code}" if code else f"platform {platform}"
        yield _Candidate(platform, place, status == "undecided", entity, group, part)


def _entities(candidates: Sequence[_Candidate], group: str | None) -> set[str]:
    return {one.entity for one in candidates if one.group == group}


def _any_open(tied: Sequence[_Candidate], states: Mapping[str, str]) -> bool:
    return any(states.get(one.id) == "open" for one in tied)


class _Contest:
    """Candidates in the order of their places, and the places and limits that they compete under."""

    def __init__(
        self,
        candidates: Sequence[_Candidate],
        room: Mapping[str | None, int],
        limit: Mapping[str | None, int],
        *,
        lapses: bool,
    ) -> None:
        self._candidates, self._room, self._limit, self._lapses = candidates, room, limit, lapses
        self._blocks: dict[int, list[_Candidate]] = defaultdict(list)
        for one in candidates:
            self._blocks[one.place].append(one)

    def ties(self) -> list[list[_Candidate]]:
        """Candidates at one place, where there are several."""
        return [block for _, block in sorted(self._blocks.items()) if len(block) > 1]

    def settled(self) -> tuple[set[str], set[str]]:
        """The platforms that win in every outcome, and those that win in some."""
        undecided = sum(one.is_undecided for one in self._candidates)
        orders = prod(factorial(min(len(block), 20)) for block in self._blocks.values())
        if undecided < MOST_OUTCOMES.bit_length() and 2**undecided * orders <= MOST_OUTCOMES:
            winners = [self._walk(line) for line in self._outcomes()]
            return set.intersection(*winners), set.union(*winners)
        return self._bounded()

    def _outcomes(self) -> Iterator[list[_Candidate]]:
        """Each outcome: those who pass, in one of the orders of the tied."""
        waiting = [one for one in self._candidates if one.is_undecided]
        for passing in chain.from_iterable(combinations(waiting, size) for size in range(len(waiting) + 1)):
            blocks = [
                [one for one in block if not one.is_undecided or one in passing]
                for _, block in sorted(self._blocks.items())
            ]
            for parts in product(*(list(permutations(block)) for block in blocks)):
                yield [one for part in parts for one in part]

    def _walk(self, line: Sequence[_Candidate]) -> set[str]:
        """Hand out the places down a line: one to an entity, as far as group and limit have room."""
        left, within = dict(self._room), dict(self._limit)
        served: set[str] = set()
        winners: set[str] = set()
        for one in line:
            if not left[one.group] or within.get(one.part, 1) < 1:
                continue
            if one.entity not in served:
                winners.add(one.id)
                served.add(one.entity)
            elif not self._lapses:
                continue
            left[one.group] -= 1
            if one.part in within:
                within[one.part] -= 1
        return winners

    def _bounded(self) -> tuple[set[str], set[str]]:
        """Bounds that no outcome passes; they may leave open what going through all outcomes would settle."""
        always: set[str] = set()
        sometimes: set[str] = set()
        for place, block in sorted(self._blocks.items()):
            before = [one for one in self._candidates if one.place < place]
            for one in block:
                tied = [other for other in block if other is not one]
                if not one.is_undecided and self._fits_worst(one, [*before, *tied]):
                    always.add(one.id)
                if self._fits_best(one, before, always):
                    sometimes.add(one.id)
        return always & sometimes, sometimes

    def _fits_worst(self, one: _Candidate, others: Sequence[_Candidate]) -> bool:
        if any(other.entity == one.entity for other in others):
            return False
        rivals = [other for other in others if other.group == one.group]
        taken = rivals if self._lapses else {other.entity for other in rivals}
        part = [other for other in others if other.part == one.part]
        held = part if self._lapses else {other.entity for other in part}
        within = one.part not in self._limit or len(held) < self._limit[one.part]
        return len(taken) < self._room[one.group] and within

    def _fits_best(self, one: _Candidate, before: Sequence[_Candidate], always: set[str]) -> bool:
        if any(other.entity == one.entity and other.id in always for other in before):
            return False
        certain = [other for other in before if other.id in always]
        taken = Counter(other.group for other in certain)[one.group]
        held = Counter(other.part for other in certain)[one.part]
        within = one.part not in self._limit or held < self._limit[one.part]
        return taken < self._room[one.group] and within

    def behind_their_own(self, always: set[str]) -> tuple[str, ...]:
        """Candidates without an award behind one of their own entity that has it."""
        first = {one.entity: one.place for one in self._candidates if one.id in always}
        return tuple(
            one.id
            for one in self._candidates
            if one.id not in always and one.entity in first and one.place >= first[one.entity]
        )

    def matters(self, one: _Candidate, waiting: Sequence[_Candidate]) -> bool:
        """An undecided candidate that may win, or cost another its award."""
        return one.is_undecided and any(one.place <= other.place for other in waiting)
