"""The rules of a year: gates, index, grades, ranking, awards and funds, each number with its clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from appraisal.model.condition import Require, requirements
from appraisal.model.curve import Choice, CohortNumber, Relative, ends
from appraisal.model.node import INEXACT, Group, Leaf
from appraisal.model.treatment import Log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from appraisal.errors import Severity
    from appraisal.model.award import AwardRule, Fund, Nominations, Places, Quota, Sample, Shortlist
    from appraisal.model.condition import Condition
    from appraisal.model.curve import Shape
    from appraisal.model.node import Node
    from appraisal.model.panel import Panel
    from appraisal.model.payment import Payment
    from appraisal.texts import Bilingual

#: The id of the root of every index tree.
ROOT = "index"
#: The id of the group that holds the adjustments.
ADJUSTMENTS = "adjustments"
#: The id of the line that carries what the bounds of the total change.
TOTAL_CAP = "total.cap"
#: The id of the line that carries the rounding of the composite.
ROUNDING = "rounding"


@dataclass(frozen=True)
class Gate:
    """A condition of eligibility."""

    id: str
    title: Bilingual
    condition: Condition
    clause: str | None

    @property
    def single(self) -> Require | None:
        """Its one requirement; None where several are combined."""
        return self.condition if isinstance(self.condition, Require) else None

    @property
    def measured(self) -> Require | None:
        """Its one requirement, where that is on a measure."""
        return self.single if self.single and self.single.allowed is not None else None

    @property
    def factual(self) -> Require | None:
        """Its one requirement, where that is on a fact of the register."""
        return self.single if self.single and self.single.of.is_fact else None


@dataclass(frozen=True)
class Class:
    """Platforms that are ranked among themselves, and that conditions may name."""

    id: str
    title: Bilingual
    when: Condition
    clause: str | None


@dataclass(frozen=True)
class Grade:
    """A grade and what earns it: all of minimum, condition and quota that it states, or the direct condition alone."""

    id: str
    title: Bilingual
    #: The lowest composite.
    minimum: Decimal | None
    when: Condition | None = None
    direct: Condition | None = None
    quota: Quota | None = None

    @property
    def is_last(self) -> bool:
        """Everybody earns it who earns no other."""
        return self.minimum is None and self.when is None and self.quota is None and self.direct is None


@dataclass(frozen=True)
class Coverage:
    """How many platforms a specialised town must have from the end of a year on."""

    minimum_from: Mapping[int, int]
    clause: str | None

    def target(self, year: int) -> int | None:
        """The target in force in a year: that of the latest year stated."""
        stated = [start for start in self.minimum_from if start <= year]
        return self.minimum_from[max(stated)] if stated else None


@dataclass(frozen=True)
class Rules:
    """The rules of one year."""

    id: str
    title: Bilingual
    #: Every output of an example says that it is not official.
    is_example: bool
    valid: range
    data_year: Literal["same", "previous"]
    params: Mapping[str, Mapping[str, int | Decimal | str]]
    gates: tuple[Gate, ...]
    #: The panels of experts by id.
    panels: Mapping[str, Panel]
    classes: tuple[Class, ...]
    #: Of whom the cohort numbers are taken; None where none is used.
    cohort: Literal["eligible", "submitted"] | None
    index: Group
    #: What is added to the index; None where the rules know none.
    adjustments: Group | None
    #: The bounds of index and adjustments together.
    total_cap: Decimal | None
    total_floor: Decimal | None
    leaf_decimals: int
    total_decimals: int
    #: From the highest minimum to the grade without one.
    grades: tuple[Grade, ...]
    ties: tuple[str, ...]
    awards: AwardRule | None
    shortlist: Shortlist | None
    sample: Sample | None
    nominations: Nominations | None
    payments: tuple[Payment, ...]
    funds: Mapping[str, Fund]
    coverage: Coverage | None
    has_vetoes: bool
    #: How much each doubt weighs; None where it is not looked for.
    checks: Mapping[str, Severity | None]
    #: How many times last year's measure is a jump.
    jump_factor: Decimal
    #: The tables whose faulty rows are set aside instead of refusing the run.
    quarantine: tuple[str, ...]

    @property
    def trees(self) -> tuple[Group, ...]:
        """The index, and the adjustments where there are any."""
        return (self.index, self.adjustments) if self.adjustments else (self.index,)

    def walk(self) -> Iterator[tuple[Node, str | None]]:
        """Every node of both trees with the id of its parent, parents first."""
        for tree in self.trees:
            yield from tree.walk()

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """All leaves in the order of the trees."""
        return tuple(node for node, _ in self.walk() if isinstance(node, Leaf))

    @property
    def conditions(self) -> Iterator[Condition]:
        """Every condition of the rules, in their order."""
        yield from (gate.condition for gate in self.gates)
        yield from (one.when for one in self.classes)
        for node, _ in self.walk():
            if node.applies:
                yield node.applies
            yield from (when for when, _ in node.factor.cases)
            if isinstance(node, Leaf):
                yield from conditions_of(node.curve)
        if self.nominations:
            yield self.nominations.when
        for sheet in self.payments:
            yield from (sheet.applies,) if sheet.applies else ()
            for part in sheet.parts:
                yield from conditions_of(part.curve)
        for grade in self.grades:
            yield from (one for one in (grade.when, grade.direct) if one)

    @property
    def places(self) -> Iterator[tuple[Places, str]]:
        """Whatever shares out places, each with where it stands."""
        if self.awards:
            yield self.awards.places, "$.awards.places"
            yield from ((self.awards.at_most, "$.awards.at_most"),) if self.awards.at_most else ()
        # Without places of its own a shortlist has those of the awards.
        if self.shortlist and not (self.awards and self.awards.places == self.shortlist.places):
            yield self.shortlist.places, "$.shortlist.places"
        if self.sample:
            yield self.sample.places, "$.sample.places"
        if self.nominations:
            yield self.nominations.at_most, "$.nominations.at_most"

    @property
    def requirements(self) -> tuple[Require, ...]:
        """Every requirement of every condition, each once."""
        found = (one for condition in self.conditions for one in requirements(condition))
        return tuple({one.pointer: one for one in found}.values())

    @property
    def sources(self) -> tuple[str, ...]:
        """The name of every measure that a leaf or a condition reads, each once."""
        read = [*(leaf.source for leaf in self.leaves), *(sheet.source for sheet in self.payments)]
        read += [name for panel in self.panels.values() for name in sorted(panel.needs)]
        read += [str(one.of) for one in self.requirements if one.allowed is not None and not one.of.is_mark]
        return tuple(dict.fromkeys(read))

    @property
    def indicators(self) -> tuple[str, ...]:
        """Those of the sources that are indicators."""
        return tuple(source for source in self.sources if "." not in source)

    @property
    def is_exact(self) -> bool:
        """Nothing leaves the rational numbers."""
        combined = any(
            isinstance(node, Group) and (node.combine in INEXACT or node.weights_from) for node, _ in self.walk()
        )
        if combined or any(isinstance(one, Log) for leaf in self.leaves for one in leaf.treat):
            return False
        return not any(one.deviations for leaf in self.leaves for one in cohort_numbers(leaf.curve))


def conditions_of(shape: Shape) -> Iterator[Condition]:
    """Every condition in a curve, in its order."""
    if isinstance(shape, Choice):
        for when, one in shape.cases:
            yield when
            yield from conditions_of(one)
        if shape.otherwise:
            yield from conditions_of(shape.otherwise)
    elif isinstance(shape, Relative):
        yield from (number.among for number in shape.numbers if number.among)


def cohort_numbers(shape: Shape) -> tuple[CohortNumber, ...]:
    """Every cohort number of a curve, in its order."""
    return tuple(number for one in ends(shape) if isinstance(one, Relative) for number in one.numbers)
