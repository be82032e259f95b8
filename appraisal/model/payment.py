"""A money sheet: what a platform is paid, or what is stated of an amount of it, beside and apart from all marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from appraisal.model.condition import Condition
    from appraisal.model.curve import Shape
    from appraisal.texts import Bilingual

#: The one amount of a sheet that pays.
AMOUNT = "amount"
#: The sheet of the awards, whose amounts go by the grade.
AWARDS = "awards"


@dataclass(frozen=True)
class Part:
    """One amount of a sheet: its curve leads from the value to yuan, rounded half up to whole yuan."""

    id: str
    title: Bilingual
    curve: Shape


@dataclass(frozen=True)
class Payment:
    """A sheet that pays one amount from a fund, or that states parts of an amount and pays nothing."""

    id: str
    title: Bilingual
    source: str
    parts: tuple[Part, ...]
    #: None where nothing is paid.
    fund: str | None
    applies: Condition | None
    #: Whom it is for: platforms that no gate or veto excludes, or all that handed in evidence.
    among: Literal["eligible", "submitted"]
    #: What was received from this sheet before is taken off.
    once: bool
    cap_yuan: int | None
    #: The policy prints no such amount: these rules assume it.
    assumed: bool
    clause: str | None

    @property
    def pays(self) -> bool:
        """It costs a fund."""
        return self.fund is not None
