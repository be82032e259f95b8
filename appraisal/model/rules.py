"""The rules of a year: gates, index, grades, ranking, awards and funds, each number with its clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from appraisal.errors import Severity
    from appraisal.model.curve import Curve
    from appraisal.numbers import Interval
    from appraisal.texts import Bilingual

#: The id of the root of every index tree.
ROOT = "index"
#: The id of the line that carries the rounding of the composite.
ROUNDING = "rounding"


@dataclass(frozen=True)
class Gate:
    """A condition of eligibility on a measure, or on a fact of the register."""

    id: str
    title: Bilingual
    #: The indicator; None where the gate is on a fact.
    indicator: str | None
    #: The column of the register; None where the gate is on a measure.
    fact: str | None
    require: Mapping[str, object]
    #: The allowed values of a measure; None where the gate is on a fact.
    allowed: Interval | None
    missing: Literal["fail", "undecided"]
    clause: str | None


@dataclass(frozen=True)
class Leaf:
    """A node that marks one measure."""

    id: str
    title: Bilingual
    indicator: str
    full_mark: Decimal
    curve: Curve
    clause: str | None


@dataclass(frozen=True)
class Group:
    """A node that adds up its nodes."""

    id: str
    title: Bilingual
    full_mark: Decimal
    nodes: tuple[Node, ...]
    clause: str | None
    #: What its mark never passes, whatever its nodes add up to; then it is the full mark.
    cap: Decimal | None = None

    @property
    def cap_line(self) -> str:
        """The id of the line of the scores that holds what the cap takes away. No node has it: ids hold no dot."""
        return f"{self.id}.cap"

    def walk(self, parent: str | None = None) -> Iterator[tuple[Node, str | None]]:
        """Every node from here down, each with the id of its parent, parents first."""
        yield self, parent
        for node in self.nodes:
            if isinstance(node, Group):
                yield from node.walk(self.id)
            else:
                yield node, self.id


Node = Group | Leaf


@dataclass(frozen=True)
class Grade:
    """A grade and the lowest composite that earns it; None for the last one."""

    id: str
    title: Bilingual
    minimum: Decimal | None


@dataclass(frozen=True)
class AwardRule:
    """Who of the graded wins, how much, and from which fund."""

    #: This grade and every higher one.
    grades: frozenset[str]
    places: int
    amount_yuan: int
    per: Literal["legal_entity", "platform"]
    freed_place: Literal["next", "lapse"]
    fund: str
    clause: str | None


@dataclass(frozen=True)
class Fund:
    """A fund with the amount it was set up with."""

    id: str
    title: Bilingual
    total_yuan: int
    clause: str | None


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
    index: Group
    missing: Literal["zero", "refuse"]
    leaf_decimals: int
    total_decimals: int
    #: From the highest minimum to the grade without one.
    grades: tuple[Grade, ...]
    ties: tuple[str, ...]
    awards: AwardRule | None
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
    def leaves(self) -> tuple[Leaf, ...]:
        """All leaves of the index in the order of the tree."""
        return tuple(node for node, _ in self.index.walk() if isinstance(node, Leaf))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The ids of every indicator that a leaf, a gate or the tie chain reads, each once."""
        read = [leaf.indicator for leaf in self.leaves] + [gate.indicator for gate in self.gates if gate.indicator]
        return tuple(dict.fromkeys(read))
