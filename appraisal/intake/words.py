"""The states of a delivery in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.intake.book import Entry, State
    from appraisal.texts import Text

STATES: Mapping[State, Text] = {
    "accepted": text("accepted"),
    "returned": text("sent back"),
    "waiting": text("waiting for another file"),
    "superseded": text("superseded"),
}
_WITHDRAWN = text("withdrawn")


def state_of(entry: Entry) -> Text:
    """The state of a delivery; one whose place nothing took was withdrawn."""
    return _WITHDRAWN if not entry.is_current and entry.superseded_by is None else STATES[entry.state]
