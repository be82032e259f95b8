"""Two measurings of one evidence that have to agree, platform by platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.testing.broken import Broken
from appraisal.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.testing.evidence import Evidence
    from appraisal.testing.values import Value


def agree(
    before: Mapping[str, Value], after: Mapping[str, Value], evidence: Evidence, code: str, said: Text, fix: Text
) -> None:
    """Raise Broken for the first platform with another value after; ``said`` names {platform}, {one} and {other}."""
    for platform, one in before.items():
        other = after[platform]
        if other != one:
            facts = {"platform": platform, "one": one.shown, "other": other.shown}
            raise Broken(Text(said.msgid, facts), fix, evidence, code)
