"""A rules document that satisfies its schema becomes a :class:`Rules` value."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from appraisal import curves
from appraisal.errors import Finding, Place, Severity
from appraisal.model.rules import ROOT, AwardRule, Coverage, Fund, Gate, Grade, Group, Leaf, Rules
from appraisal.numbers import Interval
from appraisal.texts import Bilingual, Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.model.rules import Node

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


def build(document: Mapping[str, Any], file: str) -> tuple[Rules, list[Finding]]:
    """The rules, and what is wrong with their curves."""
    findings: list[Finding] = []
    index = document["index"]
    root = Group(
        ROOT,
        _title(document, ROOT),
        Decimal(index["full_mark"]),
        _nodes(index["nodes"], "$.index", file, findings),
        None,
        _cap(index),
    )
    grades = _grades(document["grades"])
    valid, coverage = document["valid"], document.get("coverage")
    rules = Rules(
        id=document["id"],
        title=_title(document, document["id"]),
        is_example=document["authority"]["status"] == "example",
        valid=range(valid["from"], valid["to"] + 1),
        data_year=document.get("data_year", "same"),
        params=document.get("params", {}),
        gates=tuple(_gate(gate_id, gate) for gate_id, gate in document.get("gates", {}).items()),
        index=root,
        missing=index.get("missing", "zero"),
        leaf_decimals=document["rounding"]["leaf"],
        total_decimals=document["rounding"]["total"],
        grades=grades,
        ties=tuple(document["ranking"]["ties"]),
        awards=_awards(document["awards"], grades) if "awards" in document else None,
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
    return rules, findings


def notice(rules: Rules, year: int, *, local: bool = False) -> Text | None:
    """What every output of these rules must say of itself: an example, a local ranking, a simulation, or nothing."""
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


def _nodes(documents: Mapping[str, Any], pointer: str, file: str, findings: list[Finding]) -> tuple[Node, ...]:
    return tuple(_node(key, node, f"{pointer}.nodes.{key}", file, findings) for key, node in documents.items())


def _node(key: str, document: Mapping[str, Any], pointer: str, file: str, findings: list[Finding]) -> Node:
    title, full_mark, clause = _title(document, key), Decimal(document["full_mark"]), document.get("clause")
    if "nodes" in document:
        return Group(key, title, full_mark, _nodes(document["nodes"], pointer, file, findings), clause, _cap(document))
    curve, faults = curves.curve(document["curve"], Place(file=file, pointer=f"{pointer}.curve"))
    findings += faults
    return Leaf(key, title, document["from"][0], full_mark, curve, clause)


def _cap(document: Mapping[str, Any]) -> Decimal | None:
    return Decimal(document["cap"]) if "cap" in document else None


def _gate(key: str, document: Mapping[str, Any]) -> Gate:
    table, _, column = document["of"].partition(".")
    return Gate(
        id=key,
        title=_title(document, key),
        indicator=None if column else table,
        fact=column or None,
        require=document["require"],
        allowed=None if column else Interval.from_bounds(document["require"]),
        missing=document.get("missing", "undecided"),
        clause=document.get("clause"),
    )


def _grades(documents: Mapping[str, Any]) -> tuple[Grade, ...]:
    grades = [
        Grade(key, _title(grade, key), Decimal(grade["minimum"]) if "minimum" in grade else None)
        for key, grade in documents.items()
    ]
    return tuple(sorted(grades, key=lambda grade: (grade.minimum is None, -(grade.minimum or 0))))


def _awards(document: Mapping[str, Any], grades: tuple[Grade, ...]) -> AwardRule:
    ids = [grade.id for grade in grades]
    reached = ids[: ids.index(document["grade"]) + 1] if document["grade"] in ids else []
    return AwardRule(
        grades=frozenset(reached),
        places=document["places"],
        amount_yuan=document["amount_yuan"],
        per=document["per"],
        freed_place=document["freed_place"],
        fund=document["fund"],
        clause=document.get("clause"),
    )


def _severity(word: str) -> Severity | None:
    return None if word == "off" else Severity(word)
