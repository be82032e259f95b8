"""The words that the author of a schema gave in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping


def bilingual(schema: Mapping[str, object], chinese: str, english: str, otherwise: str = "") -> Bilingual:
    """The two texts under these keywords; each stands in for the other where that is missing."""
    zh, en = schema.get(chinese), schema.get(english)
    return Bilingual(str(zh or en or otherwise), str(en or zh or otherwise))
