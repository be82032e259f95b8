"""What differs between the rules of two scenarios, as dotted paths with both values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from appraisal.schema import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Difference(NamedTuple):
    """One place of the rules; None where a side does not say it."""

    path: str
    #: Both values as JSON.
    left: str | None
    right: str | None


def differences(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[Difference]:
    """Every place where two documents differ, in the order of the first; objects are compared key by key."""
    return list(_walk(left, right, ""))


def _walk(left: Mapping[str, Any], right: Mapping[str, Any], above: str) -> Iterator[Difference]:
    for key in dict.fromkeys([*left, *right]):
        path = f"{above}.{key}" if above else key
        one, other = left.get(key), right.get(key)
        both = [value for value in (one, other) if value is not None]
        if both and all(isinstance(value, dict) for value in both):
            yield from _walk(one or {}, other or {}, path)
        else:
            shown = [canonical(side[key]).decode() if key in side else None for side in (left, right)]
            if shown[0] != shown[1]:
                yield Difference(path, shown[0], shown[1])
