"""What becomes of a cell that the plain grammar does not know: mended by a declared rule, or sent back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from appraisal.texts import Text


@dataclass(frozen=True)
class Mended:
    """A cell after a declared repair."""

    #: The cell of a frame: numbers as integers times ``10**scale``.
    value: int | bool | date | str
    #: The rule, the part after ``repair|`` in the code of the notice.
    rule: str


@dataclass(frozen=True)
class Refusal:
    """A cell that only its author can mend."""

    #: The part after ``cell|`` in the code of the error.
    code: str
    message: Text
    fix: Text
