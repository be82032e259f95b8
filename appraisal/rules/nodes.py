"""The nodes that a checked rules document states."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal import curves
from appraisal.errors import Finding, Place
from appraisal.model.node import UNCHANGED, Factor, Group, Leaf, Missing, Node
from appraisal.model.treatment import Log, Rank, Treatment, Winsorise
from appraisal.numbers.digits import rounded
from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.rules.conditions import Conditions

_ZERO, _ONE = Decimal(0), Fraction(1)


class Nodes:
    """The reader of the nodes of one rules document; what is wrong with their curves is collected."""

    def __init__(self, conditions: Conditions, leaf_decimals: int, file: str) -> None:
        """``leaf_decimals`` is the rounding of every node that states none."""
        self._conditions, self._decimals, self._file = conditions, leaf_decimals, file
        self.findings: list[Finding] = []

    def group(
        self, key: str, document: Mapping[str, Any], pointer: str, missing: Missing, above: Fraction | None = _ONE
    ) -> Group:
        """A group and everything below it; ``missing`` holds where nothing nearer to the leaf says it.

        ``above`` is the scale of the sum that this group is in; None in a mean, which takes shares.
        """
        missing, scale = _missing(document, missing), _scale(document, above)
        combine, weights = document.get("combine", "sum"), document.get("weights")
        within = scale if combine == "sum" else None
        equal = {"weight": 1} if weights == "equal" else {}
        nodes = tuple(
            self._node(name, {**one, **equal}, f"{pointer}.nodes.{name}", missing, within)
            for name, one in document["nodes"].items()
        )
        full_mark = Decimal(document["full_mark"]) if "full_mark" in document else _reach(combine, nodes)
        common = self._common(key, document, pointer, full_mark, above)
        # A plain sum adds up what is rounded already; only where it divides or multiplies must it round.
        common["decimals"] = document.get("decimals")
        power = document.get("power")
        return Group(
            **common,
            nodes=nodes,
            precision=document.get("decimals", self._decimals),
            combine=combine,
            power=None if power is None else Decimal(power),
            floor=self._scaled(document.get("floor"), document, scale),
            weights_from=weights["from_data"] if isinstance(weights, dict) else None,
        )

    def _node(
        self, key: str, document: Mapping[str, Any], pointer: str, missing: Missing, above: Fraction | None
    ) -> Node:
        if "nodes" in document:
            return self.group(key, document, pointer, missing, above)
        place = Place(file=self._file, pointer=f"{pointer}.curve")
        shape, faults = curves.curve(document["curve"], place, self._conditions.read)
        self.findings += faults
        full_mark = Decimal(document["full_mark"]) if "full_mark" in document else max(shape.marks)
        common = self._common(key, document, pointer, full_mark, above)
        return Leaf(
            **common,
            source=document["from"][0],
            curve=shape,
            treat=tuple(_treatment(one) for one in document.get("treat", ())),
            missing=_missing(document, missing),
        )

    def _common(
        self, key: str, document: Mapping[str, Any], pointer: str, full_mark: Decimal, above: Fraction | None
    ) -> dict[str, Any]:
        applies, scale = document.get("applies"), _scale(document, above)
        # In a mean the ratio is one of the weight: a mark there counts by its share, whatever its full mark is.
        ratio = Fraction(document.get("scaled_by", 1)) if above is None else _ONE
        return {
            "id": key,
            "title": _title(document, key),
            "full_mark": self._scaled(full_mark, document, scale),
            "stated": full_mark,
            "scale": scale,
            "clause": document.get("clause"),
            "weight": Fraction(document.get("weight", full_mark)) * ratio,
            "factor": self._factor(document.get("factor"), f"{pointer}.factor"),
            "applies": applies and self._conditions.read(applies, f"{pointer}.applies"),
            "not_applicable": document.get("not_applicable", "absent"),
            "decimals": document.get("decimals", self._decimals),
            "cap": self._scaled(document.get("cap"), document, scale),
            "note": Bilingual(document["note"], document.get("x-note-en", document["note"]))
            if "note" in document
            else None,
        }

    def _scaled(self, number: Any, document: Mapping[str, Any], scale: Fraction) -> Any:
        """A full mark or a bound times the scale, rounded as a mark of its node is; None stays None."""
        if number is None or scale == 1:
            return None if number is None else Decimal(number)
        return rounded(Fraction(number) * scale, document.get("decimals", self._decimals))

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


def _scale(document: Mapping[str, Any], above: Fraction | None) -> Fraction:
    return _ONE if above is None else above * Fraction(document.get("scaled_by", 1))


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
