"""The conditions that a checked rules document states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.model.condition import AtLeast, Condition, InClass, Not, Require, Source
from appraisal.numbers import Interval
from appraisal.schema import is_number
from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The keys of a condition, beside which a gate has its title and clause.
_LISTS = {"all", "any", "among"}


class Conditions:
    """The reader of the conditions of one rules document, which knows its classes."""

    def __init__(self, classes: Mapping[str, Any]) -> None:
        """Classes by id, as the document states them."""
        self._classes = classes

    def read(self, document: Mapping[str, Any], pointer: str, within: tuple[str, ...] = ()) -> Condition:
        """The condition at a place; ``within`` are the classes that are being read."""
        if "of" in document:
            return _require(document, pointer)
        if "not" in document:
            return Not(self.read(document["not"], f"{pointer}.not", within))
        if "class" in document:
            return self._in_class(document["class"], within)
        (key,) = _LISTS & document.keys()
        parts = tuple(self.read(one, f"{pointer}.{key}[{at}]", within) for at, one in enumerate(document[key]))
        count = {"all": len(parts), "any": 1, "among": document.get("at_least", 0)}[key]
        return AtLeast(count, parts)

    def _in_class(self, name: str, within: tuple[str, ...]) -> Condition:
        if name not in self._classes or name in within:
            # Said by the inconsistencies; nobody is in a class that does not exist.
            return InClass(name, Bilingual(name, name), AtLeast(1, ()))
        stated = self._classes[name]
        title = Bilingual(stated["title"], stated.get("x-en", stated["title"]))
        when = self.read(stated["when"], f"$.classes.{name}.when", (*within, name))
        return InClass(name, title, when)


def _require(document: Mapping[str, Any], pointer: str) -> Require:
    source = Source.parse(document["of"])
    # A bound that is no number is said by the inconsistencies.
    bounds = {key: one for key, one in document["require"].items() if is_number(one)}
    allowed = None if source.is_fact else Interval.from_bounds(bounds)
    missing = document.get("missing", "undecided")
    return Require(source, document["require"], allowed, missing, pointer)
