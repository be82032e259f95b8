"""The recorded decisions: what people settled, asked by subject. Of two on one subject the later in the file stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle.scenario import Json


@dataclass
class Decisions:
    """The decisions of a scenario."""

    lines: Sequence[Json]

    def on_gate(self, outcome: str, platform_id: str, gate: str) -> str:
        """A gate's outcome after its decisions: a waiver passes anything, a gate decision settles what is undecided."""
        if self._choice("waiver", platform_id, gate) is not None:
            return "pass"
        settled = self._choice("gate", platform_id, gate)
        return settled if outcome == "undecided" and settled is not None else outcome

    def is_waived(self, platform_id: str, gate: str) -> bool:
        """Whether the gate is waived for the platform, which proves nothing about its value."""
        return self._choice("waiver", platform_id, gate) is not None

    def on_veto(self, platform_id: str) -> str | None:
        """``veto``, ``lift`` or None."""
        return self._choice("veto", platform_id, None)

    def puts_before(self, first: str, second: str) -> bool:
        """Whether a tie decision names both platforms, this one first."""
        answer = False
        for line in self.lines:
            order = line["choice"]
            if line["subject"]["kind"] == "tie" and first in order and second in order:
                answer = order.index(first) < order.index(second)
        return answer

    def _choice(self, kind: str, platform_id: str, gate: str | None) -> str | None:
        found = None
        for line in self.lines:
            subject = line["subject"]
            named = (subject["kind"], subject.get("platform_id"), subject.get("gate"))
            if named == (kind, platform_id, gate):
                found = line["choice"]
        return found
