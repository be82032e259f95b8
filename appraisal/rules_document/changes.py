"""What two rules files say differently, in words: what it is about, and what each says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from appraisal.rules import build
from appraisal.rules_document.statements import statements
from appraisal.rules_words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.model.indicator import Indicator
    from appraisal.rules_document.statements import Key
    from appraisal.schema import TableSchema


class Change(NamedTuple):
    """One thing that one of two rules files says, or both say differently; None where a side does not say it."""

    #: The thing, such as Good service › SMEs served.
    of: object
    what: object
    left: object | None
    right: object | None


def changes(
    left: Mapping[str, Any],
    right: Mapping[str, Any],
    indicators: Mapping[str, Indicator],
    tables: Mapping[str, TableSchema],
) -> list[Change]:
    """Every difference between rules that satisfy their schema; a key that stands for its usual case counts as said."""
    # The year of the data changes no statement of the rules.
    one, other = (
        statements(document, Words(build(document, "rules.json")[0], indicators, tables, data_year=0))
        for document in (left, right)
    )
    found: dict[Key, list[Change]] = {}
    for key in dict.fromkeys([*other, *one]):
        before, after = one.get(key), other.get(key)
        if before and after and before.said == after.said:
            continue
        said = after or before
        assert said
        change = Change(said.of, said.what, before and before.words, after and after.words)
        found.setdefault(key[:-1], []).append(change)
    return [change for of_one in found.values() for change in of_one]
