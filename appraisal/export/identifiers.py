"""Whatever in a result names a platform, a town, an entity or a person, and where it stands in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.result import Result

_COLUMNS = {"platform_id", "name", "town", "county", "entity_code", "expert_id"}
#: A shorter code, such as 1 or A, says nothing by itself, and stands in every text.
_SHORTEST_CODE, _SHORTEST_NAME = 3, 2


class Identifiers:
    """All of them, to be looked for in texts."""

    def __init__(self, words: set[str]) -> None:
        """Of these the ones that are long enough to mean somebody."""
        long = {word for word in words if len(word) >= (_SHORTEST_CODE if word.isascii() else _SHORTEST_NAME)}
        self._words = sorted(long)

    def among(self, texts: pl.Series) -> set[str]:
        """Those of the texts in which one stands: a code as a word of its own, a name anywhere."""
        asked = texts.drop_nulls().unique()
        if not self._words:
            return set()
        # Looking for thousands at once takes one pass; only what it finds is looked at closely.
        near = asked.filter(asked.str.contains_any(self._words)).to_list()
        return {one for one in near if any(_stands(word, one) for word in self._words if word in one)}


def identifiers(result: Result) -> Identifiers:
    """What the tables and the decisions of a result say of platforms, towns, entities and persons."""
    words: set[str] = set()
    for frame in result.tables.values():
        for column in _COLUMNS & set(frame.columns):
            words |= set(frame[column].cast(pl.String).drop_nulls().to_list())
    return Identifiers(words | set(_decided(result.documents["scenario"])))


def _decided(scenario: Any) -> Iterator[str]:
    """Who decided, in which minutes, why, and about whom."""
    for one in scenario.get("decisions", ()):
        yield from (str(one[key]) for key in ("who", "minutes", "reason") if one.get(key))
        subject = one.get("subject", {})
        yield from (str(each) for each in (*subject.get("platforms", ()), subject.get("platform_id")) if each)
    if isinstance(scenario.get("province"), dict):
        yield from _decided(scenario["province"].get("scenario", {}))


def _stands(word: str, text: str) -> bool:
    if not word.isascii():
        return True
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])", text) is not None
