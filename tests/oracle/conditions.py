"""The conditions: true, false or undecided (None) for one platform, by Kleene's logic."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from tests.oracle.logic import Truth, conjunction, disjunction, negation
from tests.oracle.requirements import Ends, is_valid, of_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.evidence import Cells, Value
    from tests.oracle.scenario import Json

FACT = "platforms."
MARK = "marks."
#: What ``missing`` says of a missing measure or cell.
OF_MISSING: dict[str, Truth] = {"fail": False, "undecided": None}


@dataclass
class Subject:
    """One platform as conditions and curves see it."""

    #: Its line of the register.
    row: Cells
    #: Its measures as the evidence has them, before any gate narrows them; None where missing.
    measured: Mapping[str, Ends | None] = field(default_factory=dict)
    #: The same narrowed, as curves see them.
    narrowed: Mapping[str, Ends | None] = field(default_factory=dict)
    #: The classes of the rules, by id.
    classes: Mapping[str, Json] = field(default_factory=dict)
    #: After marking: the marks by node, the published composite as ``composite``.
    marks: Mapping[str, Fraction] = field(default_factory=dict)
    #: After marking: of each interval that a leaf marks the end that scored.
    valued: Mapping[str, Fraction] = field(default_factory=dict)

    def fact(self, source: str) -> Value:
        """The cell of a source ``platforms.COLUMN``."""
        return self.row[source.removeprefix(FACT)]

    def ends(self, source: str) -> Ends | None:
        """A measure or a mark as the interval that it is known to lie in."""
        if not source.startswith(MARK):
            return self.measured[source]
        mark = self.marks.get(source.removeprefix(MARK))
        return None if mark is None else (mark, mark)

    def scored(self, source: str) -> Ends | str | None:
        """What a curve reads: the ends of a number, or a text."""
        if not source.startswith(FACT):
            return self.narrowed[source]
        cell = self.fact(source)
        return cell if cell is None or isinstance(cell, str) else (Fraction(cell), Fraction(cell))


def truth(condition: Json, subject: Subject) -> Truth:
    """Whether a condition holds of a platform; None is undecided."""
    if "class" in condition:
        return truth(subject.classes[condition["class"]]["when"], subject)
    if "not" in condition:
        return negation(truth(condition["not"], subject))
    if "all" in condition:
        return reduce(conjunction, _truths(condition["all"], subject), True)  # noqa: FBT003 - a value to start with
    if "any" in condition:
        return reduce(disjunction, _truths(condition["any"], subject), False)  # noqa: FBT003 - a value to start with
    if "at_least" in condition:
        return _at_least(condition["at_least"], _truths(condition["among"], subject))
    return _of_source(condition, subject)


def holds(condition: Json, subject: Subject) -> bool:
    """Outside of a gate undecided counts as false."""
    return truth(condition, subject) is True


def _truths(conditions: list[Json], subject: Subject) -> list[Truth]:
    return [truth(one, subject) for one in conditions]


def _at_least(number: int, truths: list[Truth]) -> Truth:
    counts = Counter(truths)
    if counts[True] >= number:
        return True
    return None if counts[True] + counts[None] >= number else False


def _of_source(condition: Json, subject: Subject) -> Truth:
    if condition["of"].startswith(FACT):
        cell = subject.fact(condition["of"])
        return _if_missing(condition) if cell is None else is_valid(cell, condition["require"])
    ends = subject.ends(condition["of"])
    return _if_missing(condition) if ends is None else of_interval(condition["require"], ends)


def _if_missing(condition: Json) -> Truth:
    return OF_MISSING[condition.get("missing", "undecided")]
