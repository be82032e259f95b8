"""Why a platform has an award or has none: its group, the places there are, who has them, what keeps it from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.awards import SAME_ENTITY
from appraisal.explanation.money import difference
from appraisal.model.condition import FACTS
from appraisal.model.payment import AWARDS
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.model.award import Places
    from appraisal.model.rules import Rules
    from appraisal.result import Result
    from appraisal.texts import Text


@dataclass(frozen=True)
class _Group:
    """A group of the platforms that are ranked, as places are shared out among them or limited."""

    id: str
    name: object
    members: frozenset[str]


def award_rule(result: Result, rules: Rules, row: Mapping[str, Any]) -> object:
    """How many places there are for a platform (its row of the ranking), and how equal composites are ordered."""
    return Joined(tuple(_rules(result, rules, row)), text("; "))


def award_words(result: Result, rules: Rules, row: Mapping[str, Any]) -> object:
    """The amount, or why there is none."""
    assert rules.awards is not None
    if row["award_state"] != "none":
        others = result.tables["awards"].filter(pl.col("state") == "open", pl.col("platform_id") != row["platform_id"])
        if row["award_state"] == "open" and others.height:
            return text("open together with {others}", others=Joined(tuple(others["platform_id"]), text(", ")))
        mine = result.tables["payments"].filter(pl.col("platform_id") == row["platform_id"], pl.col("sheet") == AWARDS)
        line = mine.row(0, named=True)
        return difference(line) if line["received_yuan"] else text("{amount} yuan", amount=f"{line['amount_yuan']:,}")
    winners = result.tables["awards"].filter(pl.col("state") == "given")
    if row["status"] != "ranked" or not winners.height:
        return ""
    if row["grade"] not in rules.awards.grades:
        return text("its grade wins no award")
    return _behind(result, rules, row, winners)


def _rules(result: Result, rules: Rules, row: Mapping[str, Any]) -> Iterator[object]:
    assert rules.awards is not None
    group = _group(result, rules, rules.awards.places, row)
    if group is not None:
        yield text("{places} places for {group}", places=_room(result, group), group=group.name)
    part = _group(result, rules, rules.awards.at_most, row)
    if part is not None:
        limit = _limit(rules, part)
        yield text("at most {limit} of {group} win", limit=limit, group=part.name)
    if rules.ties:
        titles = {node.id: node.title for node, _ in rules.index.walk()}
        chain = Joined(tuple(titles.get(tie, tie) for tie in rules.ties), text(", then "))
        yield text("equal composites are ordered by {chain}", chain=chain)


def _behind(result: Result, rules: Rules, row: Mapping[str, Any], winners: pl.DataFrame) -> Text:
    """Why a ranked platform of a winning grade has no award."""
    assert rules.awards is not None
    notes = result.tables["findings"].filter(pl.col("platform_id") == row["platform_id"], pl.col("code") == SAME_ENTITY)
    if notes.height:
        return text("a better platform of the same legal entity has the award")
    part = _group(result, rules, rules.awards.at_most, row)
    if part is not None and len(won := _of(winners, part)) >= (limit := _limit(rules, part)):
        listed = Joined(won, text(", "))
        return text("of {group} {limit} have won, no more may: {winners}", group=part.name, limit=limit, winners=listed)
    if rules.awards.places.by is None:
        last: Any = winners["composite"].min()
        return text("{margin} behind the last winner", margin=last - row["composite"])
    return _taken(result, rules, row, winners)


def _taken(result: Result, rules: Rules, row: Mapping[str, Any], winners: pl.DataFrame) -> Text:
    """By whom the places of its group are taken."""
    assert rules.awards is not None
    group = _group(result, rules, rules.awards.places, row)
    if group is None:
        return text("it is in no group that has places")
    places = _room(result, group)
    if not places:
        return text("{group} has no place", group=group.name)
    return text(
        "the places of {group} ({places}) are taken by {winners}",
        group=group.name,
        places=places,
        winners=Joined(_of(winners, group), text(", ")),
    )


def _of(winners: pl.DataFrame, group: _Group) -> tuple[str, ...]:
    return tuple(winners.filter(pl.col("platform_id").is_in(sorted(group.members)))["platform_id"])


def _room(result: Result, group: _Group) -> int:
    rooms = result.tables["quotas"].filter(quota="awards", group=group.id)["places"]
    return rooms.item() if rooms.len() else 0


def _limit(rules: Rules, part: _Group) -> int:
    assert rules.awards is not None
    assert rules.awards.at_most is not None
    return rules.awards.at_most.room(part.id, len(part.members))


def _group(result: Result, rules: Rules, places: Places | None, row: Mapping[str, Any]) -> _Group | None:
    """The group in which a ranked platform competes; None where it is in none, or where there are no groups."""
    if places is None or places.by is None:
        return None
    ranks = result.tables["ranks"]
    own = set(ranks.filter(platform_id=row["platform_id"])["scope"])
    titles = {f"class:{one.id}": one.title for one in rules.classes} if places.by == "class" else {}
    prefix = "city:" if places.by == "city" else f"{FACTS}.{places.by}:"
    scopes = titles or sorted(one for one in own if one.startswith(prefix))
    scope = next((one for one in scopes if one in own), None)
    if scope is None:
        return None
    name = scope.partition(":")[2]
    members = frozenset(ranks.filter(scope=scope)["platform_id"])
    return _Group(name, titles.get(scope, name), members)
