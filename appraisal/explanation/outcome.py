"""The outcome of one platform: status, grade, ranks, award and why, what was decided about it, what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.explanation.award import award_rule, award_words
from appraisal.explanation.grades import grade_step
from appraisal.explanation.words import STATUSES, Section, Step, rows_of
from appraisal.model.condition import FACTS
from appraisal.model.scope import LOCAL, scope_of
from appraisal.plausibility import VERIFIED_DIFFERS
from appraisal.shortlist import lot
from appraisal.texts import Bilingual, Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
        steps.append(Step(f"rank:{scope}", _rank_title(result, rules, scope, words), rank))
    if rules.awards:
        steps.append(
            Step(
                "award",
                text("Award"),
                _AWARDS[row["award_state"]],
                award_rule(result, rules, row),
                award_words(result, rules, row),
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


def _rank_title(result: Result, rules: Rules, scope: str, words: Words) -> Text:
    """What a rank is called; under a local ranking it is said by whose rules each one is."""
    own = scope_of(result.documents["scenario"].get("scope"))
    if scope == LOCAL and own:
        return text("Local rank in {scope}, by its own rules", scope=own.name)
    if scope == "province":
        return text("Rank in the province, by the province's rules") if own else text("Rank in the province")
    if scope.startswith("class:"):
        titles = {f"class:{one.id}": one.title for one in rules.classes}
        return text("Rank in the class {title}", title=titles[scope])
    source, _, name = scope.partition(":")
    if source.startswith(f"{FACTS}."):
        return text("Rank among those with {column} {name}", column=words.source(source), name=name)
    return text("Rank in {scope}, by the province's rules", scope=name) if own else text("Rank in {scope}", scope=name)


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
