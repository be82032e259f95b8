"""Problems of one formula: collected with the character each one points at, then refused together."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

from appraisal.errors import Finding, Place, Refused
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOTHING = Text("")
#: More would bury the first ones, and hostile text could make thousands.
_MOST = 20
_LONGEST_QUOTE = 60


class Problems:
    """The findings about one formula that stands at ``place``."""

    def __init__(self, place: Place) -> None:
        """No problem yet."""
        self._place = place
        self._findings: list[Finding] = []

    def add(self, code: str, at: int, message: Text, fix: Text = NOTHING, value: str | None = None) -> None:
        """Keep a problem that lets the reading go on."""
        place = replace(self._place, character=at)
        self._findings.append(Finding(code=f"formula|{code}", message=message, fix=fix, place=place, value=value))
        if len(self._findings) >= _MOST:
            self.settle()

    def refuse(self, code: str, at: int, message: Text, fix: Text = NOTHING, value: str | None = None) -> NoReturn:
        """Add a problem that ends the reading."""
        self.add(code, at, message, fix, value)
        raise Refused(self._findings)

    def settle(self) -> None:
        """Raise what was collected, if anything was."""
        if self._findings:
            raise Refused(self._findings)


def near(name: str, candidates: Iterable[str]) -> Sequence[str]:
    """Up to three candidates that the writer may have meant, the likeliest first."""
    known = {candidate.lower(): candidate for candidate in candidates}
    return [known[match] for match in get_close_matches(name.lower()[:_LONGEST_QUOTE], known, n=3, cutoff=0.5)]


def suggestion(name: str, candidates: Iterable[str]) -> Text:
    """``Near: a, b.``, or all there is where nothing is near."""
    candidates = tuple(candidates)
    if close := near(name, candidates):
        return text("Near: {names}.", names=", ".join(close))
    return text("There are: {names}.", names=", ".join(candidates)) if candidates else NOTHING


def shown(written: str) -> str:
    """A piece of the formula for a message: cut where it is long, code points where it cannot be seen."""
    visible = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in written[: _LONGEST_QUOTE + 1])
    return visible if len(visible) <= _LONGEST_QUOTE else visible[:_LONGEST_QUOTE] + "…"
