"""A rules document that satisfies its schema becomes a :class:`Rules` value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Severity
from appraisal.model.award import AwardRule, Fund, Nominations, Places, Quota, Sample, Shortlist
from appraisal.model.node import Missing
from appraisal.model.rules import ADJUSTMENTS, ROOT, Class, Coverage, Gate, Grade, Rules
from appraisal.rules.conditions import Conditions
from appraisal.rules.nodes import Nodes
from appraisal.rules.panels import panels_of
from appraisal.rules.payments import payments
from appraisal.texts import Bilingual, Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The weight of each doubt where the rules do not say it.
_CHECKS = {
    "town_unknown": "error",
    # NOTE: an error, since two codes of one entity could win it two awards.
    "entity_code_contained": "error",
    "id_look_alike": "warning",
    "date_outside_year": "warning",
    "enterprise_twice": "warning",
    "person_twice": "warning",
    "unit_outlier": "warning",
    "measure_jump": "warning",
    "reported_differs": "warning",
}
_JUMP_FACTOR = Decimal(5)
#: What people call all adjustments together.
_ADDED = {"title": "加减分", "x-en": "Adjustments"}


def build(document: Mapping[str, Any], file: str) -> tuple[Rules, list[Finding]]:
    """The rules, and what is wrong with their curves."""
    conditions = Conditions(document.get("classes", {}))
    nodes = Nodes(conditions, document["rounding"]["leaf"], file)
    root = nodes.group(ROOT, document["index"], "$.index", Missing("zero"))
    root = replace(root, title=_title(document, ROOT))
    added, total = document.get("adjustments"), document.get("total", {})
    adjustments = (
        nodes.group(ADJUSTMENTS, {**_ADDED, "nodes": added}, "$.adjustments", Missing("zero")) if added else None
    )
    grades = _in_order([_grade(key, grade, conditions) for key, grade in document["grades"].items()])
    valid, coverage = document["valid"], document.get("coverage")
    sheets, faults = payments(document.get("payments", {}), conditions, file)
    rules = Rules(
        id=document["id"],
        title=_title(document, document["id"]),
        is_example=document["authority"]["status"] == "example",
        valid=range(valid["from"], valid["to"] + 1),
        data_year=document.get("data_year", "same"),
        params=document.get("params", {}),
        gates=tuple(
            Gate(key, _title(gate, key), conditions.read(gate, f"$.gates.{key}"), gate.get("clause"))
            for key, gate in document.get("gates", {}).items()
        ),
        panels=panels_of(document),
        classes=tuple(
            Class(
                key, _title(one, key), conditions.read(one["when"], f"$.classes.{key}.when", (key,)), one.get("clause")
            )
            for key, one in document.get("classes", {}).items()
        ),
        cohort=document.get("cohort"),
        index=root,
        adjustments=adjustments,
        total_cap=_decimal(total.get("cap")),
        total_floor=_decimal(total.get("floor")),
        leaf_decimals=document["rounding"]["leaf"],
        total_decimals=document["rounding"]["total"],
        grades=grades,
        ties=tuple(document["ranking"]["ties"]),
        awards=_awards(document["awards"], grades) if "awards" in document else None,
        shortlist=_shortlist(document),
        sample=_sample(document["sample"]) if "sample" in document else None,
        nominations=_nominations(document["nominations"], conditions) if "nominations" in document else None,
        payments=sheets,
        funds={
            key: Fund(key, _title(fund, key), fund["total_yuan"], fund.get("clause"))
            for key, fund in document.get("funds", {}).items()
        },
        coverage=coverage
        and Coverage(
            {int(year): target["minimum"] for year, target in coverage["require"].items()}, coverage.get("clause")
        ),
        has_vetoes="vetoes" in document,
        checks={name: _severity(document.get("checks", {}).get(name, default)) for name, default in _CHECKS.items()},
        jump_factor=Decimal(document.get("limits", {}).get("measure_jump", _JUMP_FACTOR)),
        quarantine=tuple(sorted(document.get("quarantine", ()))),
    )
    return rules, [*nodes.findings, *faults]


def notice(rules: Rules, stated: Mapping[str, Any]) -> Text | None:
    """What every output must say of itself: an example, a local ranking, a simulation, a replay, or nothing.

    ``stated`` is the document of the scenario.
    """
    said = _notice(rules, stated["year"], local="scope" in stated)
    if "replay" not in stated:
        return said
    replayed = text("Simulation: a replay with changes")
    return replayed if said is None else text("{replayed}; {notice}", replayed=replayed, notice=said)


def _notice(rules: Rules, year: int, *, local: bool) -> Text | None:
    if local:
        said = text("Local ranking, no awards")
        return text("Example rules, not official; local ranking, no awards") if rules.is_example else said
    if rules.is_example and year not in rules.valid:
        return text("Example rules, not official; simulation, no awards")
    if rules.is_example:
        return text("Example rules, not official")
    return None if year in rules.valid else text("Simulation, no awards")


def _title(document: Mapping[str, Any], otherwise: str) -> Bilingual:
    chinese = document.get("title", otherwise)
    return Bilingual(chinese, document.get("x-en", chinese))


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(number)


def _in_order(grades: list[Grade]) -> tuple[Grade, ...]:
    """The best first: by their minimum where every grade but the last has one, else as they are written."""
    lowest = Decimal("-Infinity")
    if all(grade.minimum is not None or grade.is_last for grade in grades):
        grades = sorted(grades, key=lambda grade: lowest if grade.minimum is None else grade.minimum, reverse=True)
    return tuple(grades)


def _grade(key: str, document: Mapping[str, Any], conditions: Conditions) -> Grade:
    when, direct = (
        conditions.read(document[name], f"$.grades.{key}.{name}") if name in document else None
        for name in ("when", "direct")
    )
    quota = None
    if "tied" in document:
        share = _decimal(document.get("share"))
        quota = Quota(document.get("first"), share, document.get("round"), ties_are_in=document["tied"] == "in")
    return Grade(key, _title(document, key), _decimal(document.get("minimum")), when, direct, quota)


def _awards(document: Mapping[str, Any], grades: tuple[Grade, ...]) -> AwardRule:
    ids = [grade.id for grade in grades]
    reached = ids[: ids.index(document["grade"]) + 1] if document["grade"] in ids else []
    return AwardRule(
        grades=frozenset(reached),
        places=_places(document["places"]),
        at_most=_places(document["at_most"]) if "at_most" in document else None,
        amounts={grade: _amount(document["amount_yuan"], grade) for grade in reached},
        upgrade=document.get("upgrade"),
        valid_years=document.get("valid_years"),
        per=document["per"],
        freed_place=document["freed_place"],
        fund=document["fund"],
        clause=document.get("clause"),
    )


def _amount(document: Any, grade: str) -> int:
    # NOTE: what is not stated is said by the inconsistencies.
    return document.get(grade, 0) if isinstance(document, dict) else document


def _places(document: Any) -> Places:
    if not isinstance(document, dict) or "share" in document:
        return Places(None, {}, _room(document))
    named = {group: _room(one) for group, one in document.get("of", {}).items()}
    by = document["by"].removeprefix("platforms.")
    return Places(by, named, _room(document["otherwise"]) if "otherwise" in document else None)


def _shortlist(document: Mapping[str, Any]) -> Shortlist | None:
    stated = document.get("shortlist")
    if stated is None:
        return None
    # Without places of its own it is a share of those of the awards.
    places = stated.get("places", document.get("awards", {}).get("places", 0))
    return Shortlist(_places(places), Decimal(stated["share"]), stated.get("clause"))


def _sample(document: Mapping[str, Any]) -> Sample:
    return Sample(document["of"], _places(document["places"]), document["seed"], document.get("clause"))


def _nominations(document: Mapping[str, Any], conditions: Conditions) -> Nominations:
    when = conditions.read(document["when"], "$.nominations.when")
    return Nominations(when, _places(document["at_most"]), document.get("clause"))


def _room(document: Any) -> Quota:
    if isinstance(document, dict):
        return Quota(None, Decimal(document["share"]), document["round"], ties_are_in=False)
    return Quota(document, None, None, ties_are_in=False)


def _severity(word: str) -> Severity | None:
    return None if word == "off" else Severity(word)
