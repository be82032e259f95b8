"""The nodes that a checked rules document states."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from appraisal import curves
from appraisal.errors import Finding, Place
from appraisal.model.node import UNCHANGED, Factor, Group, Leaf, Missing, Node
from appraisal.model.treatment import Log, Rank, Treatment, Winsorise
from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.rules.conditions import Conditions

_ZERO = Decimal(0)


class Nodes:
    """The reader of the nodes of one rules document; what is wrong with their curves is collected."""

    def __init__(self, conditions: Conditions, leaf_decimals: int, file: str) -> None:
        """``leaf_decimals`` is the rounding of every node that states none."""
        self._conditions, self._decimals, self._file = conditions, leaf_decimals, file
        self.findings: list[Finding] = []

    def group(self, key: str, document: Mapping[str, Any], pointer: str, missing: Missing) -> Group:
        """A group and everything below it; ``missing`` holds where nothing nearer to the leaf says it."""
        missing = _missing(document, missing)
        nodes = tuple(
            self._node(name, one, f"{pointer}.nodes.{name}", missing) for name, one in document["nodes"].items()
        )
        combine = document.get("combine", "sum")
        full_mark = Decimal(document["full_mark"]) if "full_mark" in document else _reach(combine, nodes)
        common = self._common(key, document, pointer, full_mark)
        # A plain sum adds up what is rounded already; only where it divides or multiplies must it round.
        common["decimals"] = document.get("decimals")
        weights = document.get("weights")
        if weights == "equal":
            nodes = tuple(_weighing_one(node) for node in nodes)
        power, floor = document.get("power"), document.get("floor")
        return Group(
            **common,
            nodes=nodes,
            precision=document.get("decimals", self._decimals),
            combine=combine,
            power=None if power is None else Decimal(power),
            floor=None if floor is None else Decimal(floor),
            weights_from=weights["from_data"] if isinstance(weights, dict) else None,
        )

    def _node(self, key: str, document: Mapping[str, Any], pointer: str, missing: Missing) -> Node:
        if "nodes" in document:
            return self.group(key, document, pointer, missing)
        place = Place(file=self._file, pointer=f"{pointer}.curve")
        shape, faults = curves.curve(document["curve"], place, self._conditions.read)
        self.findings += faults
        full_mark = Decimal(document["full_mark"]) if "full_mark" in document else max(shape.marks)
        common = self._common(key, document, pointer, full_mark)
        return Leaf(
            **common,
            source=document["from"][0],
            curve=shape,
            treat=tuple(_treatment(one) for one in document.get("treat", ())),
            missing=_missing(document, missing),
        )

    def _common(self, key: str, document: Mapping[str, Any], pointer: str, full_mark: Decimal) -> dict[str, Any]:
        applies, cap = document.get("applies"), document.get("cap")
        return {
            "id": key,
            "title": _title(document, key),
            "full_mark": full_mark,
            "clause": document.get("clause"),
            "weight": Decimal(document.get("weight", full_mark)),
            "factor": self._factor(document.get("factor"), f"{pointer}.factor"),
            "applies": applies and self._conditions.read(applies, f"{pointer}.applies"),
            "not_applicable": document.get("not_applicable", "absent"),
            "decimals": document.get("decimals", self._decimals),
            "cap": None if cap is None else Decimal(cap),
            "note": Bilingual(document["note"], document.get("x-note-en", document["note"]))
            if "note" in document
            else None,
        }

    def _factor(self, document: Any, pointer: str) -> Factor:
        if document is None:
            return UNCHANGED
        if not isinstance(document, dict):
            return Factor((), Decimal(document))
        cases = tuple(
            (self._conditions.read(case["when"], f"{pointer}.cases[{at}].when"), Decimal(case["factor"]))
            for at, case in enumerate(document["cases"])
        )
        return Factor(cases, Decimal(document["otherwise"]))


def _title(document: Mapping[str, Any], otherwise: str) -> Bilingual:
    chinese = document.get("title", otherwise)
    return Bilingual(chinese, document.get("x-en", chinese))


def _missing(document: Mapping[str, Any], otherwise: Missing) -> Missing:
    stated = document.get("missing")
    if stated is None:
        return otherwise
    if isinstance(stated, dict):
        return Missing("median", stated["median_by"].partition(".")[2])
    return Missing(stated)


def _treatment(document: Mapping[str, Any]) -> Treatment:
    ((kind, stated),) = document.items()
    if kind == "winsorise":
        return Winsorise(Decimal(stated["skewness"]), Decimal(stated["kurtosis"]), stated["at_most"])
    if kind == "log":
        return Log(None if isinstance(stated["shift"], str) else Decimal(stated["shift"]))
    return Rank(stated == "share")


def _reach(combine: str, nodes: tuple[Node, ...]) -> Decimal:
    """The full mark of adjustments that state none: the best they can come to."""
    marks = [node.full_mark for node in nodes]
    return sum(marks, _ZERO) if combine == "sum" else min(marks) if combine == "minimum" else max(marks)


def _weighing_one(node: Node) -> Node:
    return replace(node, weight=Decimal(1))
