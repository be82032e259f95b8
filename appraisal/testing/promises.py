"""promises.json: what the author of a plugin promises beyond indicator.json, so that the kit can hold it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place, Refused
from appraisal.schema import is_number, read
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from decimal import Decimal
    from pathlib import Path

FILE = "promises.json"
#: Stands for one row more, among the columns that make a measure better or worse.
ROWS = "*"


@dataclass(frozen=True)
class Promise:
    """What one indicator promises."""

    #: More of these never makes the measure worse, and of those never better, in the direction of the indicator.
    better_with: tuple[str, ...] = ()
    worse_with: tuple[str, ...] = ()
    #: Bounds of the value, in the unit of the indicator.
    at_least: Decimal | int | None = None
    at_most: Decimal | int | None = None
    #: So many rows are measured within so many seconds and megabytes.
    rows: int = 100_000
    seconds: Decimal | int = 10
    megabytes: int = 1024
    #: Warnings that the author has weighed: the code, and why it is meant so.
    accept: Mapping[str, str] = field(default_factory=dict)


def promises(folder: Path, file: str, indicators: Collection[str]) -> dict[str, Promise]:
    """The promises of each indicator in a folder; raises Refused with everything that is none."""
    path = folder / FILE
    if not path.is_file():
        return {name: Promise() for name in indicators}
    document = read(path, file)
    stated = document.get("promises") if isinstance(document, dict) else None
    if not isinstance(document, dict) or document.keys() != {"format", "promises"} or not isinstance(stated, dict):
        raise Refused([_fault(file, "$", ("format", "promises"))])
    findings = [_fault(file, f"$.promises.{name}", sorted(indicators)) for name in stated if name not in indicators]
    for name, promise in stated.items():
        keys = promise if isinstance(promise, dict) else {"": promise}
        findings += [
            _fault(file, f"$.promises.{name}.{key}", tuple(_KEYS))
            for key, value in keys.items()
            if key not in _KEYS or not _KEYS[key](value)
        ]
    if findings:
        raise Refused(findings)
    return {name: _promise(stated.get(name, {})) for name in indicators}


def _promise(document: Mapping[str, object]) -> Promise:
    stated: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in document.items()
    }
    return Promise(**stated)


def _fault(file: str, pointer: str, known: Collection[str]) -> Finding:
    return Finding(
        "promises|malformed",
        text("This is no promise that an indicator can make."),
        text("Known here: {names}.", names=Joined(tuple(known), ", ")),
        place=Place(file, pointer=pointer),
    )


def _is_limit(value: object) -> bool:
    return is_number(value) and value > 0


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and _is_limit(value)


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_reasons(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(reason, str) and reason.strip() for reason in value.values())


_KEYS: Mapping[str, Callable[[object], bool]] = {
    "better_with": _is_names,
    "worse_with": _is_names,
    "at_least": is_number,
    "at_most": is_number,
    "rows": _is_whole,
    "seconds": _is_limit,
    "megabytes": _is_whole,
    "accept": _is_reasons,
}
