"""The outcome of one platform: status, grade, ranks, award and why, what was decided about it, what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.awards import SAME_ENTITY
from appraisal.explanation.grades import grade_step
from appraisal.explanation.money import difference
from appraisal.explanation.words import STATUSES, Section, Step, rows_of
from appraisal.model.payment import AWARDS
from appraisal.model.scope import LOCAL, scope_of
from appraisal.plausibility import VERIFIED_DIFFERS
from appraisal.shortlist import lot
from appraisal.texts import Bilingual, Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.model.rules import Rules
    from appraisal.result import Result
    from appraisal.rules_words import Words
    from appraisal.texts import Text

_AWARDS = {"given": text("award given"), "open": text("award open, waits for a decision"), "none": text("no award")}
_KINDS = {
    "tie": text("order of tied platforms"),
    "gate": text("undecided gate"),
    "waiver": text("waiver of a gate"),
    "veto": text("veto"),
}


def outcome_section(result: Result, rules: Rules, row: Mapping[str, Any], words: Words) -> Section:
    """Status, grade, ranks and award."""
    steps = [Step("status", text("Status"), STATUSES[row["status"]]), grade_step(result, rules, row, words)]
    for scope, line in rows_of(result, "ranks", row["platform_id"], "scope").items():
        rank = text("{rank} of {of}", rank=line["rank"], of=line["of"])
        steps.append(Step(f"rank:{scope}", _rank_title(result, rules, scope), rank))
    if rules.awards:
        steps.append(
            Step(
                "award",
                text("Award"),
                _AWARDS[row["award_state"]],
                _award_rule(result, rules, row),
                _award_words(result, rules, row),
                rules.awards.clause,
            )
        )
    for line in result.tables["shortlist"].filter(pl.col("platform_id") == row["platform_id"]).iter_rows(named=True):
        steps += _verified(result, rules, line)
    return Section("outcome", text("Outcome"), tuple(steps))


def _verified(result: Result, rules: Rules, line: Mapping[str, Any]) -> Iterator[Step]:
    """Whether the platform is verified and visited, and how that came about."""
    if rules.shortlist:
        rooms = result.tables["quotas"].filter(quota="shortlist")
        rooms = rooms.filter(pl.col("group").eq_missing(pl.lit(line["group"], dtype=pl.String)))
        most = rooms["places"].to_list()[0] if rooms.height else 0
        groups = {one.id: one.title for one in rules.classes} if rules.shortlist.places.by == "class" else {}
        rule = (
            text("the best {places}, those tied at the line included", places=most)
            if line["group"] is None
            else text(
                "the best {places} of {group}, those tied at the line included",
                places=most,
                group=groups.get(line["group"], line["group"]),
            )
        )
        value = text("on the shortlist") if line["listed"] else text("not on the shortlist")
        place = text("place {place} of all", place=line["place"])
        yield Step("shortlist", text("Verification"), value, rule, place, rules.shortlist.clause)
    if rules.sample and line["drawn"] is not None:
        lots = text(
            "lot {lot}…, number {number}", lot=lot(rules.sample.seed, line["platform_id"])[:12], number=line["drawn"]
        )
        value = text("drawn for a visit") if line["sampled"] else text("not drawn")
        rule = text("in the order of SHA-256 of the seed {seed} and the id", seed=rules.sample.seed)
        yield Step("sample", text("Sample"), value, rule, lots, rules.sample.clause)


def _rank_title(result: Result, rules: Rules, scope: str) -> Text:
    """What a rank is called; under a local ranking it is said by whose rules each one is."""
    own = scope_of(result.documents["scenario"].get("scope"))
    if scope == LOCAL and own:
        return text("Local rank in {scope}, by its own rules", scope=own.name)
    if scope == "province":
        return text("Rank in the province, by the province's rules") if own else text("Rank in the province")
    if scope.startswith("class:"):
        titles = {f"class:{one.id}": one.title for one in rules.classes}
        return text("Rank in the class {title}", title=titles[scope])
    name = scope.partition(":")[2]
    return text("Rank in {scope}, by the province's rules", scope=name) if own else text("Rank in {scope}", scope=name)


def _tie_words(rules: Rules) -> object:
    titles = {node.id: node.title for node, _ in rules.index.walk()}
    return (
        text(
            "equal composites are ordered by {chain}",
            chain=Joined(tuple(titles.get(tie, tie) for tie in rules.ties), text(", then ")),
        )
        if rules.ties
        else ""
    )


def _award_rule(result: Result, rules: Rules, row: Mapping[str, Any]) -> object:
    """How many places there are for it, and how equal composites are ordered."""
    ties, group = _tie_words(rules), _group_of(result, rules, row)
    if group is None:
        return ties
    places = text("{places} places for {group}", places=group[1], group=group[0])
    return Joined((places, ties), text("; ")) if ties else places


def _award_words(result: Result, rules: Rules, row: Mapping[str, Any]) -> object:
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


def _behind(result: Result, rules: Rules, row: Mapping[str, Any], winners: pl.DataFrame) -> Text:
    """Why a platform of a winning grade has no award."""
    assert rules.awards is not None
    notes = result.tables["findings"].filter(pl.col("platform_id") == row["platform_id"], pl.col("code") == SAME_ENTITY)
    if notes.height:
        return text("a better platform of the same legal entity has the award")
    if rules.awards.at_most is not None:
        return text("so many of its group have won as may, or the places are taken")
    if rules.awards.places.by is not None:
        return _taken(result, rules, row, winners)
    last: Any = winners["composite"].min()
    return text("{margin} behind the last winner", margin=last - row["composite"])


def _taken(result: Result, rules: Rules, row: Mapping[str, Any], winners: pl.DataFrame) -> Text:
    """By whom the places of its group are taken, where the result knows the group."""
    group = _group_of(result, rules, row)
    if group is None:
        return text("the places of its group are taken")
    name, places, members = group
    if not places:
        return text("{group} has no place", group=name)
    others = winners.filter(pl.col("platform_id").is_in(members))["platform_id"]
    return text(
        "the places of {group} ({places}) are taken by {winners}",
        group=name,
        places=places,
        winners=Joined(tuple(others), text(", ")),
    )


def _group_of(result: Result, rules: Rules, row: Mapping[str, Any]) -> tuple[object, int, Sequence[str]] | None:
    """The group whose places a platform competes for, how many there are, and who else does."""
    assert rules.awards is not None
    by, ranks = rules.awards.places.by, result.tables["ranks"]
    if by == "class":
        titles = {f"class:{one.id}": one.title for one in rules.classes}
        own = set(ranks.filter(platform_id=row["platform_id"])["scope"])
        scope = next((scope for scope in titles if scope in own), None)
        if scope is None:
            return None
        name, group, members = titles[scope], scope.partition(":")[2], ranks.filter(scope=scope)
    elif by in ("city", "town"):
        name = group = row[by]
        members = result.tables["ranking"].filter(pl.col(by) == group)
    else:
        return None
    rooms = result.tables["quotas"].filter(quota="awards", group=group)["places"]
    return name, rooms.item() if rooms.len() else 0, members["platform_id"].to_list()


def decision_section(result: Result, platform_id: str) -> Section:
    """What meetings decided about the platform, with the minutes."""
    steps = []
    for number, decision in enumerate(result.documents["scenario"].get("decisions", [])):
        subject, choice = decision["subject"], decision["choice"]
        if platform_id not in (*subject.get("platforms", ()), subject.get("platform_id")):
            continue
        words = Joined(tuple(choice), text(", ")) if isinstance(choice, list) else choice
        minutes = text(
            "{who}, {when}, minutes {minutes}", who=decision["who"], when=decision["when"], minutes=decision["minutes"]
        )
        title = text("{kind} {gate}", kind=_KINDS[subject["kind"]], gate=subject.get("gate", ""))
        steps.append(Step(f"decision:{number}", title, words, minutes, decision.get("reason", "")))
    return Section("decisions", text("Decisions"), tuple(steps))


def finding_section(result: Result, platform_id: str) -> Section:
    """What was found about the platform's evidence."""
    # What was verified otherwise stands at its measure already.
    found = result.tables["findings"].filter(pl.col("platform_id") == platform_id, pl.col("code") != VERIFIED_DIFFERS)
    steps = [
        Step(f"finding:{number}", row["code"], Bilingual(row["message_zh"], row["message_en"]))
        for number, row in enumerate(found.iter_rows(named=True))
    ]
    return Section("findings", text("Findings"), tuple(steps))
