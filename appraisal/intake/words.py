"""The states of a delivery in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.intake.book import State
    from appraisal.texts import Text

STATES: Mapping[State, Text] = {
    "accepted": text("accepted"),
    "returned": text("sent back"),
    "waiting": text("waiting for another file"),
    "superseded": text("superseded"),
}
