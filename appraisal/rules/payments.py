"""The money sheets that a checked rules document states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal import curves
from appraisal.errors import Finding, Place
from appraisal.model.payment import AMOUNT, Part, Payment
from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.rules.conditions import Conditions


def payments(
    document: Mapping[str, Any], conditions: Conditions, file: str
) -> tuple[tuple[Payment, ...], list[Finding]]:
    """The sheets in their order, and what is wrong with their curves."""
    findings: list[Finding] = []
    return tuple(_sheet(key, one, conditions, file, findings) for key, one in document.items()), findings


def _sheet(
    key: str, document: Mapping[str, Any], conditions: Conditions, file: str, findings: list[Finding]
) -> Payment:
    pointer = f"$.payments.{key}"
    parts = []
    for name, part, place in _parts(document, pointer):
        shape, faults = curves.curve(part["curve"], Place(file=file, pointer=place), conditions.read)
        findings += faults
        parts.append(Part(name, _title(part, name), shape))
    applies = document.get("applies")
    return Payment(
        id=key,
        title=_title(document, key),
        source=document["from"][0],
        parts=tuple(parts),
        fund=document.get("fund"),
        applies=applies and conditions.read(applies, f"{pointer}.applies"),
        among=document.get("among", "eligible"),
        once=document.get("once", False),
        cap_yuan=document.get("cap_yuan"),
        assumed=document.get("assumed", False),
        clause=document.get("clause"),
    )


def _parts(document: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    if "curve" in document:
        yield AMOUNT, document, f"{pointer}.curve"
    for name, part in document.get("parts", {}).items():
        yield name, part, f"{pointer}.parts.{name}.curve"


def _title(document: Mapping[str, Any], otherwise: str) -> Bilingual:
    chinese = document.get("title", otherwise)
    return Bilingual(chinese, document.get("x-en", chinese))
