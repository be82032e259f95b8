"""The verdict: everything the oracle says about a scenario, in plain tuples and texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

    from tests.oracle.money import Lines, Paid


class Refused(Exception):  # noqa: N818 - the word of the specification
    """The rules or the evidence do not allow a result; the text says why."""


class Measure(NamedTuple):
    """What one indicator says about one platform."""

    #: measured, missing or not_submitted
    state: str
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    #: The stage of the verified row that stands, None without one.
    stage: str | None = None


class Node(NamedTuple):
    """One node of the index as it is printed beside the marks."""

    #: None for the root, whose id is "index", and for "adjustments".
    parent: str | None
    #: group, leaf or cap
    kind: str
    #: None for a cap, and where an adjustment has none.
    full_mark: Fraction | None


class Registered(NamedTuple):
    """What the tables of the result repeat from the register."""

    name: str
    city: str
    town: str
    entity_code: str


class LedgerLine(NamedTuple):
    """One line of the fund's ledger."""

    fund: str
    #: opening, outlay, award, payment or reserve
    kind: str
    #: The line of table ledger, the platform, the sheet and the platform of a payment, the sheet of a reserve, or "".
    reference: str
    amount: int
    balance: int


class CoverageRow(NamedTuple):
    """One specialised town."""

    city: str
    #: "" in a city without counties
    county: str
    town: str
    registered: int
    platforms: int
    passing: int
    #: None before the first year of the targets, and so is met.
    target: int | None
    met: bool | None


@dataclass
class Verdict:
    """The oracle's answer, to be held against the files of a result."""

    measures: dict[tuple[str, str], Measure] = field(default_factory=dict)
    #: Leaves and groups by (platform, node); the root is "index" and unrounded.
    marks: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    composites: dict[str, Fraction] = field(default_factory=dict)
    gates: dict[tuple[str, str], str] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    #: "" where the platform has no grade.
    grade: dict[str, str] = field(default_factory=dict)
    #: (rank, of) by (platform, scope); a scope is "province", "city:NAME", "type:NAME" or "class:ID".
    ranks: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    #: The ranked platforms in rank order, equal ranks by platform id.
    ranking: list[str] = field(default_factory=list)
    #: The groups of ranked and undecided platforms that the chain leaves tied, before any tie decision.
    ties: list[list[str]] = field(default_factory=list)
    #: given, open or none
    awards: dict[str, str] = field(default_factory=dict)
    #: Platforms with a given or open award: the ranked ones in ranking order, then the undecided ones in that order.
    award_order: list[str] = field(default_factory=list)
    ledger: list[LedgerLine] = field(default_factory=list)
    coverage: list[CoverageRow] = field(default_factory=list)
    #: The scope whose rank stands in the ranking: the province, or the local one of a city's ranking.
    rank_scope: str = "province"
    #: What the result's tables show besides.
    nodes: dict[str, Node] = field(default_factory=dict)
    #: The frozen numbers of curves by leaf and place within it.
    cohort_numbers: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    #: The facts of the register that leaves mark: their cells by (platform, source).
    facts: dict[tuple[str, str], object] = field(default_factory=dict)
    register: dict[str, Registered] = field(default_factory=dict)
    total_digits: int = 0
    #: The lines of the awards and of the money sheets.
    payments: Lines = field(default_factory=dict)
    #: All that was received by the end of the year.
    received: list[Paid] = field(default_factory=list)

    def award_yuan(self, platform: str) -> int:
        """What a platform is awarded, 0 while that is open."""
        line = self.payments.get(("awards", "amount", platform))
        return line.amount if line and line.state == "given" else 0
