"""A decision: what a meeting settled and where it is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Decision:
    """One recorded choice about one subject; it never changes a number, only an outcome."""

    kind: Literal["tie", "gate", "waiver", "veto"]
    #: The tied platforms, or the one platform it is about.
    platforms: tuple[str, ...]
    gate: str | None
    #: The order of tied platforms, or one word: pass, fail, veto, lift.
    choice: tuple[str, ...]
    who: str
    when: str
    minutes: str
    reason: str
    #: Where it stands in the decisions file.
    pointer: str
