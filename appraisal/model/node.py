"""The nodes of an index: leaves that mark one source, groups that combine the marks of their nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from appraisal.model.curve import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.condition import Condition
    from appraisal.model.curve import Shape
    from appraisal.model.treatment import Treatment
    from appraisal.texts import Bilingual

Combine = Literal["sum", "mean", "geometric", "harmonic", "power", "minimum", "maximum", "copeland"]
#: Those that leave the rational numbers, and are computed in Float64 and rounded at their node.
INEXACT = frozenset({"geometric", "harmonic", "power"})
NotApplicable = Literal["absent", "rescale", "full", "zero"]


@dataclass(frozen=True)
class Missing:
    """What a leaf gives where its measure is missing."""

    kind: Literal["zero", "refuse", "rescale", "median", "carry"]
    #: The column of the register whose groups have a median each.
    by: str | None = None


@dataclass(frozen=True)
class Factor:
    """What a mark is multiplied by: the number of the first condition that holds."""

    cases: tuple[tuple[Condition, Decimal], ...]
    otherwise: Decimal

    @property
    def highest(self) -> Decimal:
        """The largest number it can be."""
        return max(self.otherwise, *(factor for _, factor in self.cases)) if self.cases else self.otherwise


#: A mark as it is.
UNCHANGED = Factor((), Decimal(1))


@dataclass(frozen=True, kw_only=True)
class _Common:
    id: str
    title: Bilingual
    #: As it is shown: where a scale leaves the decimals, rounded as a mark is.
    full_mark: Decimal
    clause: str | None
    #: In a mean of the group above.
    weight: Fraction
    factor: Factor = UNCHANGED
    #: Only for these platforms; None for all.
    applies: Condition | None = None
    not_applicable: NotApplicable = "absent"
    #: The decimals that the mark is rounded to; None where a group adds up what is rounded already.
    decimals: int | None
    #: What the mark never passes.
    cap: Decimal | None = None
    #: For people, such as how a point that the document leaves open is taken.
    note: Bilingual | None = None
    #: What curve, full mark and bounds are multiplied by: its own ratio and those of the sums above it.
    scale: Fraction = Fraction(1)
    #: The full mark before the scale.
    stated: Decimal

    @property
    def exact_full_mark(self) -> Fraction:
        """The full mark that is computed with."""
        return Fraction(self.stated) * self.scale

    @property
    def cap_line(self) -> str:
        """The id of the line of the scores that holds what cap and floor change. No node has it: ids hold no dot."""
        return f"{self.id}.cap"


@dataclass(frozen=True, kw_only=True)
class Leaf(_Common):
    """A node that marks one source."""

    #: The name of the measure: an indicator, or ``platforms.area``, ``panels.main``.
    source: str
    curve: Shape
    #: What happens to the value before the curve, in this order.
    treat: tuple[Treatment, ...] = ()
    missing: Missing = field(default_factory=lambda: Missing("zero"))

    @property
    def may_be_absent(self) -> bool:
        """Some platform may have no mark of it."""
        chosen = isinstance(self.curve, Choice) and self.curve.may_find_none
        handled = self.not_applicable in ("full", "zero")
        return self.missing.kind == "rescale" or (not handled and (self.applies is not None or chosen))


@dataclass(frozen=True, kw_only=True)
class Group(_Common):
    """A node that combines the marks of its nodes."""

    nodes: tuple[Node, ...]
    #: The decimals of its mark where something was divided or multiplied.
    precision: int
    combine: Combine = "sum"
    #: Of a power mean.
    power: Decimal | None = None
    #: What its mark never falls below.
    floor: Decimal | None = None
    #: How the weights of its nodes are found from their marks; None where the rules say them.
    weights_from: Literal["entropy", "critic"] | None = None

    @property
    def spreads(self) -> bool:
        """A node of it may spread its weight over the others."""
        return any(node.not_applicable == "rescale" or _may_spread(node) for node in self.nodes)

    @property
    def compares(self) -> bool:
        """Its mark or its weights depend on the other platforms."""
        return self.combine == "copeland" or self.weights_from is not None

    def weight_place(self, node: Node) -> str:
        """Where a result keeps the weight of one of its nodes that was found from the marks."""
        return f"{self.id}.weights.{node.id}"

    @property
    def is_bounded(self) -> bool:
        """A cap or a floor may change its mark."""
        return self.cap is not None or self.floor is not None

    @property
    def may_be_absent(self) -> bool:
        """Some platform may have no mark of it."""
        empty = all(node.may_be_absent for node in self.nodes)
        if self.not_applicable in ("full", "zero"):
            # NOTE: what its nodes spread it hands on, whatever it would be given otherwise.
            return empty and self.spreads
        return empty or self.applies is not None

    def walk(self, parent: str | None = None) -> Iterator[tuple[Node, str | None]]:
        """Every node from here down, each with the id of its parent, parents first."""
        yield self, parent
        for node in self.nodes:
            if isinstance(node, Group):
                yield from node.walk(self.id)
            else:
                yield node, self.id


Node = Group | Leaf


def _may_spread(node: Node) -> bool:
    if isinstance(node, Leaf):
        return node.missing.kind == "rescale"
    return node.may_be_absent and node.spreads


def is_plain_sum(group: Group) -> bool:
    """Its mark is the sum of those of its nodes as they are, but for cap and floor."""
    lifted = group.applies is not None and group.not_applicable == "full"
    plain = group.combine == "sum" and group.factor == UNCHANGED and group.decimals is None
    return plain and not lifted and not group.spreads
