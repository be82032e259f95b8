"""Conditions: what must hold of a platform, in three values: it holds, it does not, or the evidence leaves it open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.numbers import Interval
    from appraisal.texts import Bilingual

#: What reads marks, which exist only after marking.
MARKS = "marks"
FACTS = "platforms"
#: The mark that stands for the published composite.
COMPOSITE = "composite"


@dataclass(frozen=True)
class Source:
    """What a leaf, a gate or a condition reads: an indicator, or ``kind.name`` such as ``platforms.premises``."""

    #: ``indicator``, ``platforms``, ``panels``, ``history`` or ``marks``.
    kind: str
    name: str

    @classmethod
    def parse(cls, written: str) -> Source:
        """From the text of a rules file."""
        kind, dot, name = written.partition(".")
        return cls(kind, name) if dot else cls("indicator", written)

    def __str__(self) -> str:
        """As the rules write it; also the name of its measure."""
        return self.name if self.kind == "indicator" else f"{self.kind}.{self.name}"

    @property
    def is_fact(self) -> bool:
        """A cell of the register, under a JSON Schema."""
        return self.kind == FACTS

    @property
    def is_mark(self) -> bool:
        """The mark of a node."""
        return self.kind == MARKS


@dataclass(frozen=True)
class Require:
    """One requirement on one source."""

    of: Source
    require: Mapping[str, object]
    #: The allowed numbers; None where the source is a fact.
    allowed: Interval | None
    missing: Literal["fail", "undecided"]
    #: Where it stands in the rules.
    pointer: str

    def __str__(self) -> str:
        """``service_count >= 50``; a fact with its JSON Schema."""
        allowed = (
            self.allowed if self.allowed is not None else json.dumps(self.require, ensure_ascii=False, default=str)
        )
        return f"{self.of} {allowed}"


@dataclass(frozen=True)
class AtLeast:
    """So many of several conditions hold; all of them and any of them are the two ends of it."""

    count: int
    of: tuple[Condition, ...]

    def __str__(self) -> str:
        """``all(…)``, ``any(…)`` or ``at_least 2 of (…)``."""
        word = "all" if self.count == len(self.of) else "any" if self.count == 1 else f"at_least {self.count} of "
        return f"{word}({'; '.join(map(str, self.of))})"


@dataclass(frozen=True)
class Not:
    """The condition does not hold."""

    of: Condition

    def __str__(self) -> str:
        """``not(…)``."""
        return f"not({self.of})"


@dataclass(frozen=True)
class InClass:
    """The platform belongs to a class of the rules, whose condition this is."""

    id: str
    title: Bilingual
    when: Condition

    def __str__(self) -> str:
        """``class a``."""
        return f"class {self.id}"


Condition = Require | AtLeast | Not | InClass


def requirements(condition: Condition) -> Iterator[Require]:
    """Every requirement in a condition, in the order of the rules."""
    if isinstance(condition, Require):
        yield condition
    elif isinstance(condition, AtLeast):
        for one in condition.of:
            yield from requirements(one)
    elif isinstance(condition, Not):
        yield from requirements(condition.of)
    else:
        yield from requirements(condition.when)
