"""The certificate of a result: its case in exact numbers, the bound, and weights beyond it that change an award."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal import rounds
from appraisal.errors import Refused
from appraisal.measure import PLATFORM
from appraisal.model.rules import ADJUSTMENTS
from appraisal.replays import weighed_anew
from appraisal.sensitivity.acceptability_contest import contest_of, leaves_of, precise_marks
from appraisal.sensitivity.certificate import Additive, Bound, bound, least_move

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.replays import Replayer
    from appraisal.result import Result
    from appraisal.sensitivity.certificate import Event

#: Weights of a witness are multiples of this many marks, so that rules can state their ratios.
_GRID = Fraction(1, 1_000)
#: How much farther than the event a witness goes, in parts of what rounding may take back.
_BEYOND = (1, 2, 4, 8, 16)


@dataclass(frozen=True)
class Witness:
    """Weights under which, by the engine, other platforms win."""

    event: Event
    weights: Mapping[str, Fraction]
    total: Fraction
    largest: Fraction
    won: tuple[str, ...]
    lost: tuple[str, ...]
    #: No longer certain: their awards would wait for a decision.
    opened: tuple[str, ...]
    result: Result


@dataclass(frozen=True)
class Certificate:
    """No change of weights within ``bound`` changes an award; that of the witness does."""

    case: Additive
    bound: Bound
    witness: Witness | None

    @property
    def frame(self) -> pl.DataFrame:
        """The events that come first: a row each, with its least move in marks."""
        rows = [
            {
                "event": event.kind,
                "loser": event.loser,
                "gainer": event.gainer,
                "total_change": float(move.total),
                "largest_change": float(move.largest),
                **{leaf: float(weight) for leaf, weight in zip(self.case.leaves, move.weights, strict=True)},
            }
            for event, move in self.bound.nearest
        ]
        return pl.DataFrame(rows) if rows else pl.DataFrame(schema={"event": pl.String})


def certificate(replayer: Replayer) -> Certificate:
    """The stability certificate of a scenario's awards.

    Raises Refused where the composite is no plain sum of leaves or the award hangs on more than composite, entity and
    places (:func:`acceptability_contest.contest_of`), and says why.
    """
    case = exact_case(replayer)
    found = bound(case)
    return Certificate(case, found, _witness(replayer, case, found))


def exact_case(replayer: Replayer) -> Additive:
    """The ranked platforms of a scenario with their marks before rounding, as fractions."""
    scenario, result = replayer.scenario, replayer.parent
    # Asked for its refusals, and for the line of the award.
    line = contest_of(scenario, result).contest.line
    rules = scenario.rules
    marks = precise_marks(scenario)
    leaves = [leaf for leaf, _ in leaves_of(rules.index)]
    ranked = result.tables["ranking"].filter(pl.col("status") == "ranked").sort(PLATFORM)
    ids = ranked[PLATFORM].to_list()
    held: dict[tuple[str, str], Fraction] = {
        (platform, node): Fraction(mark) for platform, node, mark in marks.iter_rows() if mark is not None
    }
    register = scenario.tables["platforms"].frame.select(PLATFORM, "entity_code")
    codes = dict(register.iter_rows())
    rule = rules.awards if scenario.year in rules.valid else None
    full = [leaf.exact_full_mark for leaf in leaves]
    zero = Fraction(0)
    return Additive(
        platforms=tuple(ids),
        leaves=tuple(leaf.id for leaf in leaves),
        units=tuple(
            tuple(
                held.get((one, leaf.id), zero) / most if most else zero for leaf, most in zip(leaves, full, strict=True)
            )
            for one in ids
        ),
        weights=tuple(full),
        offsets=tuple(held.get((one, ADJUSTMENTS), zero) for one in ids),
        entities=tuple(codes.get(one) or f"platform {one}" for one in ids),
        winners=frozenset(ranked.filter(award_state="given")[PLATFORM]),
        places=line.places if line else 0,
        minimum=None if line is None or line.minimum is None else Fraction(str(line.minimum)),
        is_per_entity=bool(rule and rule.per == "legal_entity"),
        lapses=bool(rule and rule.freed_place == "lapse"),
        leaf_decimals=rules.leaf_decimals,
        total_decimals=rules.total_decimals,
        # Half a unit of the twelfth decimal of each leaf, as it grows with a weight up to all of them.
        uncertainty=sum((sum(full) / most for most in full if most), zero) / (2 * 10**12),
    )


def _witness(replayer: Replayer, case: Additive, found: Bound) -> Witness | None:
    """The first of the weights beyond the bound that the engine says change the awards."""
    for event, weights in beyond(case, found):
        one = _confirmed(replayer, case, event, weights)
        if one is not None:
            return one
    return None


def beyond(case: Additive, found: Bound) -> Iterator[tuple[Event, Sequence[Fraction]]]:
    """Weights under which another platform may win, by event: the nearest first, all weight on one leaf at last.

    An event is needed for a change of the awards, but not enough for one: another platform may come before both.
    """
    for event, _ in found.nearest:
        for times in _BEYOND:
            gap = event.gap(case.weights) + times * event.rounding + _GRID
            move = least_move(case.weights, event.slopes, gap)
            if move is not None:
                yield event, _on_grid(move.weights, case.weights)
    if not found.nearest:
        return
    whole = sum(case.weights, Fraction(0))
    for leaf in range(len(case.weights)):
        alone = [whole if at == leaf else Fraction(0) for at in range(len(case.weights))]
        for part in (Fraction(1, 2), Fraction(1)):
            between = [now + part * (then - now) for now, then in zip(case.weights, alone, strict=True)]
            yield found.nearest[0][0], _on_grid(between, case.weights)


def _on_grid(weights: Sequence[Fraction], old: Sequence[Fraction]) -> list[Fraction]:
    """The weights as multiples of the grid with the same sum; those that did not move stay as they are."""
    rounded = [
        new if new == was else max(Fraction(0), round(new / _GRID) * _GRID)
        for new, was in zip(weights, old, strict=True)
    ]
    moved = [at for at, (new, was) in enumerate(zip(weights, old, strict=True)) if new != was]
    rest = sum(old) - sum(rounded)
    if moved and rest:
        # What the grid left over goes to the heaviest of those that moved.
        heaviest = max(moved, key=lambda at: rounded[at])
        rounded[heaviest] += rest
    return rounded


def _confirmed(replayer: Replayer, case: Additive, event: Event, weights: Sequence[Fraction]) -> Witness | None:
    named = dict(zip(case.leaves, weights, strict=True))
    try:
        result = replayer.replay([weighed_anew(replayer.scenario.documents.rules, named)]).result
    except Refused:
        return None
    differ = rounds.changes(replayer.parent, result)
    won, lost = (tuple(row[PLATFORM] for row in rows) for rows in (differ.won, differ.lost))
    opened = tuple(differ.rows.filter(award_state="open")[PLATFORM])
    if not (won or lost or opened):
        return None
    changes = [abs(new - old) for new, old in zip(weights, case.weights, strict=True)]
    return Witness(event, named, sum(changes, Fraction(0)), max(changes), won, lost, opened, result)
