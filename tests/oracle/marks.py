"""The marks of one platform: every node rounded at most once, groups combined from below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle import curves
from tests.oracle.combine import INEXACT, Share, combined
from tests.oracle.conditions import Subject, holds
from tests.oracle.rounding import rounded
from tests.oracle.scales import full_mark, printed_full_mark, scaled_bounds
from tests.oracle.scenario import Json
from tests.oracle.stand_ins import StandIns
from tests.oracle.verdict import Refused

ROOT = "index"
ADJUSTMENTS = "adjustments"
TOTAL_CAP = "total.cap"
#: How a node without a mark is out: of no account, or its full mark spread over the others.
OUT = ("absent", "rescale")

#: A mark, or how the node is out.
Found = Fraction | str


@dataclass
class Marking:
    """One platform's way through the tree."""

    #: With every cohort number frozen.
    rules: Json
    subject: Subject
    stand_ins: StandIns
    #: What a result has for nodes whose exact value has no end, by node: believed within a unit of the last decimal.
    said: Mapping[str, Fraction] = field(default_factory=dict)
    marks: dict[str, Fraction] = field(default_factory=dict)
    #: By source: the value that the first leaf marked.
    scored: dict[str, Fraction] = field(default_factory=dict)

    def run(self) -> Fraction:
        """Mark all nodes; the exact sum of index and adjustments within the bounds of the total."""
        rules = self.rules
        index = self._group(ROOT, rules["index"], rules["index"].get("missing", "zero"))
        raw = Fraction(0) if isinstance(index, str) else index  # without any mark nothing is added to
        if rules.get("adjustments"):
            found = [self._node(name, node, "zero") for name, node in rules["adjustments"].items()]
            marks = [one for one in found if isinstance(one, Fraction)]
            if marks:
                self.marks[ADJUSTMENTS] = sum(marks, Fraction(0))
                raw += self.marks[ADJUSTMENTS]
        if "total" not in rules:
            return raw
        within = bounded(rules["total"], raw)
        self.marks[TOTAL_CAP] = within - raw
        return within

    def _node(self, name: str, node: Json, missing: str | Json) -> Found:
        if "applies" in node and not holds(node["applies"], self.subject):
            return self._not_applicable(name, node)
        missing = node.get("missing", missing)
        return self._group(name, node, missing) if "nodes" in node else self._leaf(name, node, missing)

    def _not_applicable(self, name: str, node: Json) -> Found:
        how = node.get("not_applicable", "absent")
        if how in OUT:
            return how
        full = printed_full_mark(node, self.rules["rounding"]["leaf"]) if how == "full" else Fraction(0)
        return self._settle(name, node, full)

    def _settle(self, name: str, node: Json, mark: Fraction) -> Fraction:
        """A mark that is given, not computed: no bound changes it."""
        return self._write(name, node, mark, mark)

    def _keep(self, name: str, node: Json, mark: Fraction) -> Fraction:
        """A computed mark, within the bounds of its node."""
        return self._write(name, node, mark, bounded(scaled_bounds(node, self.rules["rounding"]["leaf"]), mark))

    def _write(self, name: str, node: Json, before: Fraction, mark: Fraction) -> Fraction:
        self.marks[name] = mark
        if "nodes" in node and has_bounds(node):
            self.marks[f"{name}.cap"] = mark - before
        return mark

    def _leaf(self, name: str, node: Json, missing: str | Json) -> Found:
        curve = curves.chosen(node["curve"], self.subject)
        if curve is None:
            return self._not_applicable(name, node)
        (source,) = node["from"]
        mark = self._curve_mark(curve, source, node.get("treated"))
        if mark is None and missing == "rescale":
            return "rescale"
        if mark is None and missing == "refuse":
            message = f"{source} is missing, which the rules refuse"
            raise Refused(message)
        if mark is None and missing != "zero":
            instead = self.stand_ins.ends(missing, source, self.subject)
            mark = None if instead is None else curves.mark(curve, curves.scored_value(instead, curve))
        if mark is None:
            return self._settle(name, node, Fraction(0))
        return self._keep(name, node, rounded(mark * self._factor(node) * node.get("scale", 1), self._digits(node)))

    def _curve_mark(self, curve: Json, source: str, treated: Callable[[Fraction], Fraction] | None) -> Fraction | None:
        value = self.subject.scored(source)
        if not isinstance(value, tuple):
            return None if value is None else curves.mark(curve, value)
        low, high = value if treated is None else (treated(value[0]), treated(value[1]))
        scored = curves.scored_value((low, high), curve)
        mark = curves.mark(curve, scored)
        if mark is not None:
            self.scored.setdefault(source, value[0] if scored == low else value[1])
        return mark

    def _group(self, name: str, node: Json, missing: str | Json) -> Found:
        found = {inner: self._node(inner, one, missing) for inner, one in node["nodes"].items()}
        marks = {inner: mark for inner, mark in found.items() if isinstance(mark, Fraction)}
        if not marks:
            # Its nodes have nothing to spread their weight over: the group hands it on.
            return "rescale" if "rescale" in found.values() else self._not_applicable(name, node)
        kind = node.get("combine", "sum")
        if kind == "sum":
            mark, is_plain = self._sum(name, node, found)
        elif self._is_adjustment(name):
            mark, is_plain = {"minimum": min, "maximum": max}[kind](marks.values()), True
        else:
            mark, is_plain = self._of_shares(node, kind, marks), False
        if not is_plain or "decimals" in node or "factor" in node:
            mark = rounded(mark * self._factor(node), self._digits(node))
        return self._keep(name, node, self._believed(name, node, mark))

    def _is_adjustment(self, name: str) -> bool:
        return name in below(self.rules.get("adjustments", {}))

    def _sum(self, name: str, node: Json, found: Mapping[str, Found]) -> tuple[Fraction, bool]:
        """The sum, spread over the nodes that are out by rescale; and whether it is the sum as it stands."""
        total = sum((mark for mark in found.values() if isinstance(mark, Fraction)), Fraction(0))
        if not self._is_adjustment(name):
            self._check_full_marks(name, node, [one for one, mark in found.items() if mark != "absent"])
        if "rescale" not in found.values():
            return total, True
        present = _full_marks(node, [one for one, mark in found.items() if isinstance(mark, Fraction)])
        if present == 0:
            return total, False  # marks that say nothing cannot be spread
        return total * _full_marks(node, [one for one, mark in found.items() if mark != "absent"]) / present, False

    def _check_full_marks(self, name: str, node: Json, present: list[str]) -> None:
        total, full = _full_marks(node, present), full_mark(node)
        if total != full and not (total > full and "cap" in node):
            platform = self.subject.row["platform_id"]
            message = f"{platform}: the full marks of {present} do not add up to those of {name}"
            raise Refused(message)

    def _of_shares(self, node: Json, kind: str, marks: Mapping[str, Fraction]) -> Fraction:
        if kind == "copeland":
            return full_mark(node) * node["duels"][self.subject.row["platform_id"]]
        shares = []
        for inner, mark in marks.items():
            full = full_mark(node["nodes"][inner])
            one = node["nodes"][inner]
            is_equal = node.get("weights", "given") == "equal"
            weight = Fraction(one.get("ratio", 1) if is_equal else one.get("weight", one["full_mark"]))
            shares.append(Share(mark / full, weight))
        power = Fraction(node["power"]) if "power" in node else None
        return full_mark(node) * combined(kind, shares, power)

    def _believed(self, name: str, node: Json, mark: Fraction) -> Fraction:
        """The rounded mark; of an inexact node the one that a result says, where it is within a unit of this one."""
        said = self.said.get(name)
        if node.get("combine") not in INEXACT or said is None:
            return mark
        return said if abs(said - mark) <= Fraction(1, 10 ** self._digits(node)) else mark

    def _digits(self, node: Json) -> int:
        return node.get("decimals", self.rules["rounding"]["leaf"])

    def _factor(self, node: Json) -> Fraction:
        factor = node.get("factor", 1)
        if not isinstance(factor, dict):
            return Fraction(factor)
        found = [case["factor"] for case in factor["cases"] if holds(case["when"], self.subject)]
        return Fraction(found[0] if found else factor["otherwise"])


def has_bounds(node: Json) -> bool:
    """Whether a node has a line that says what its bounds changed."""
    return "cap" in node or "floor" in node


def bounded(node: Json, mark: Fraction) -> Fraction:
    """Not below the floor, then not above the cap."""
    raised = max(mark, Fraction(node["floor"])) if "floor" in node else mark
    return min(raised, Fraction(node["cap"])) if "cap" in node else raised


def below(nodes: Mapping[str, Json]) -> dict[str, Json]:
    """Every node, in the order of the rules."""
    found: dict[str, Json] = {}
    for name, node in nodes.items():
        found |= {name: node, **below(node.get("nodes", {}))}
    return found


def _full_marks(node: Json, names: list[str]) -> Fraction:
    return sum((full_mark(node["nodes"][name]) for name in names), Fraction(0))
