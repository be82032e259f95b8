"""The rules of a matrix: each indicator from its lowest to its highest value, averaged up a tree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from appraisal.matrix.meta import Item, Meta

_FULL_MARK = 100
_TITLE, _TITLE_EN = 80, 120
_DECIMALS = 12


@dataclass(frozen=True)
class Marking:
    """How values become marks, and marks those of the group above."""

    #: The mark of the worst unit; the best has 100.
    lowest: Decimal = Decimal(0)
    combine: str = "mean"


def rules_document(meta: Meta, name: str, year: int, marking: Marking, *, has_gaps: bool) -> dict[str, Any]:
    """The whole ``rules.json``; a unit without a number leaves that indicator out, and its weight with it."""
    tops = meta.below(None)
    # One aggregate at the top is the index itself.
    root = tops[0] if len(tops) == 1 and tops[0].type == "Aggregate" else None
    index = {
        "combine": marking.combine,
        "full_mark": _FULL_MARK,
        "missing": "rescale" if has_gaps else "refuse",
        "nodes": _nodes(meta, root.code if root else None, marking),
    }
    return {
        "format": 1,
        "id": name,
        "title": root.name[:_TITLE] if root else name,
        "x-en": root.name[:_TITLE_EN] if root else name,
        "clauses": name,
        "authority": {"status": "example", "issuers": [], "document_no": None, "issued_on": None},
        "valid": {"from": year, "to": year},
        "data_year": "same",
        "cohort": "submitted",
        "index": index,
        "rounding": {"leaf": _DECIMALS, "total": _DECIMALS, "mode": "half_up"},
        "grades": {"all": {"title": "未分等级", "x-en": "Not graded"}},
        "ranking": {"ties": []},
    }


def _nodes(meta: Meta, parent: str | None, marking: Marking) -> dict[str, Any]:
    return {one.id: _node(meta, one, marking) for one in meta.below(parent)}


def _node(meta: Meta, one: Item, marking: Marking) -> dict[str, Any]:
    node: dict[str, Any] = {"title": one.name[:_TITLE], "x-en": one.name[:_TITLE_EN], "full_mark": _FULL_MARK}
    node["weight"] = _plain(one.weight)
    if one.type == "Aggregate":
        return {**node, "combine": marking.combine, "nodes": _nodes(meta, one.code, marking)}
    worst, best = _plain(marking.lowest), _FULL_MARK
    low, high = (worst, best) if one.higher_is_better else (best, worst)
    points = [[{"cohort": "minimum"}, low], [{"cohort": "maximum"}, high]]
    return {**node, "from": [one.id], "curve": {"kind": "linear", "at": points}}


def _plain(number: Decimal) -> int | Decimal:
    return int(number) if number == int(number) else number.normalize()
