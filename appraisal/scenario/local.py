"""What a local ranking may state: it adds to the province's scenario, and takes nothing of it away."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.measure import PLATFORM
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from appraisal.evidence import Table
    from appraisal.model.scope import Scope
    from appraisal.texts import Text

T = TypeVar("T")

#: What a city decides: its index and all that belongs to marking and ordering by it.
_CITYS = (
    *("id", "title", "x-en", "clauses", "authority", "params", "classes", "cohort"),
    *("index", "adjustments", "total", "rounding", "grades", "ranking"),
)
#: Tables that say who takes part and how it stands: the province alone keeps them.
PROVINCES = frozenset({"platforms", "towns", "reported", "verified", "vetoes", "ledger", "experts", "panel_marks"})
#: So many ids say what kind of rows they are.
_MOST = 5
#: What is given or counted once, by the province: no part of the rules of a local ranking.
_NOT_LOCAL = ("awards", "payments", "funds", "coverage")


def additions(own: Mapping[str, T], parents: Mapping[str, T]) -> dict[str, T]:
    """Both, sorted; where both state something, the parent's stands."""
    return dict(sorted({**own, **parents}.items()))


def local_rules(rules: Mapping[str, Any]) -> dict[str, Any]:
    """The rules of a local ranking: without what only the province gives."""
    return {key: value for key, value in rules.items() if key not in _NOT_LOCAL}


def local_decisions(province: Sequence[Any], own: Sequence[Any], file: str) -> list[Any]:
    """The decisions that a local ranking follows: its own on ties, the province's on who takes part.

    Raises Refused where a city decides who takes part. What the province decided on ties concerns its own order.
    """
    foreign = [number for number, one in enumerate(own) if one["subject"]["kind"] != "tie"]
    message = text("A local ranking decides ties only; who takes part is the province's decision.")
    fix = text("Take the decision out, and put it to the province.")
    if foreign:
        raise Refused(
            [
                Finding("scope|decision", message, fix, place=Place(file, pointer=f"$.decisions[{number}]"))
                for number in foreign
            ]
        )
    # The city's first: its places in the file are then those that messages name.
    return [*own, *(one for one in province if one["subject"]["kind"] != "tie")]


def local_faults(
    document: Mapping[str, Any], parent: Mapping[str, Any], evidence: Iterable[str], file: str
) -> list[Finding]:
    """Where the scenario of a local ranking reaches for what is the province's."""
    return [
        Finding(code, message, fix, place=Place(file=file, pointer=pointer))
        for code, pointer, message, fix in _faults(document, parent, set(evidence))
    ]


def _faults(
    document: Mapping[str, Any], parent: Mapping[str, Any], evidence: set[str]
) -> Iterator[tuple[str, str, Text, Text]]:
    if document["year"] != parent["year"]:
        message = text(
            "A local ranking of {year} stands beside a province of {other}.",
            year=document["year"],
            other=parent["year"],
        )
        yield "scope|year", "$.year", message, text("Let both have the same year.")
    for key in ("rules", "official", "previous"):
        if key in document:
            message = text("The scenario of a local ranking cannot state {key}.", key=key)
            fix = text("Change the province's rules with patch; eligibility and evidence are the province's.")
            yield "scope|key", f"$.{key}", message, fix
    if document.get("scope") != parent.get("scope", document.get("scope")):
        message = text("The scenario that this one extends ranks another scope.")
        yield "scope|other", "$.scope", message, text("Extend the province's scenario instead.")
    for key in document.get("patch", {}):
        if key not in _CITYS:
            message = text("A local ranking cannot change {key}: it is the province's.", key=key)
            fix = text("A city may change {keys}.", keys=Joined(_CITYS, ", "))
            yield "scope|patch", f"$.patch.{key}", message, fix
    for table in document.get("evidence", {}):
        if table in evidence or table in PROVINCES:
            message = text(
                "The table {table} is the province's; a local ranking adds tables and replaces none.", table=table
            )
            fix = text("Hand corrections in to the province; give a table of your own another name.")
            yield "scope|evidence", f"$.evidence.{table}", message, fix


def elsewhere(scope: Scope | None, own: Mapping[str, Table], register: Table | None) -> Iterator[Finding]:
    """Rows of the city's own tables about platforms that it does not rank: a wrong id, or another city's platform."""
    if scope is None or register is None:
        return
    inside = register.frame.filter(scope.holds)[PLATFORM].to_list()
    for name, table in own.items():
        if name in PROVINCES or PLATFORM not in table.schema.columns:
            continue
        rows = table.frame.select(pl.arg_where(~pl.col(PLATFORM).is_in(inside))).to_series().to_list()
        if rows:
            about = list(dict.fromkeys(table.shown(row, PLATFORM) for row in rows))
            message = text(
                "{count} rows are about platforms outside {scope}, which are not ranked here: {platforms}.",
                count=len(rows),
                scope=scope.name,
                platforms=Joined((*about[:_MOST], *(["…"] if len(about) > _MOST else [])), ", "),
            )
            fix = text("Correct the id if it is wrong; otherwise leave the row out.")
            yield Finding("scope|elsewhere", message, fix, Severity.WARNING, table.place(rows[0], PLATFORM))


def nobody(scope: Scope | None, tables: Mapping[str, Table], place: Place) -> list[Finding]:
    """A scope that holds no platform of the register, with what there is instead; ``place`` is where it was said."""
    if scope is None or "platforms" not in tables or tables["platforms"].frame.filter(scope.holds).height:
        return []
    known = tables["platforms"].frame[scope.by].drop_nulls().unique().sort().to_list()
    near = get_close_matches(scope.name, known) or known[:25]
    message = text("There is no platform of {name} in the register.", name=scope.name)
    fix = text("Near or known: {names}.", names=Joined(tuple(near), ", "))
    return [Finding("scope|nobody", message, fix, place=place)]
