"""What a matrix says of its columns: iMeta of COINr, a line per indicator, aggregate, denominator and group."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused, refuse_on_error
from appraisal.matrix.lines import lines_of
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_TYPES = ("Indicator", "Aggregate", "Denominator", "Group", "Other")
#: Ids of nodes that the rules keep for themselves.
_RESERVED = frozenset({"index", "adjustments", "rounding", "composite", "platform_id"})
_LONGEST = 60


@dataclass(frozen=True)
class Item:
    """One line of the meta."""

    code: str
    #: The same as the rules can write it.
    id: str
    name: str
    type: str
    parent: str | None
    weight: Decimal
    higher_is_better: bool
    denominator: str | None
    unit: str


@dataclass(frozen=True)
class Meta:
    """The columns of a matrix by their codes, and the tree that they hang in."""

    items: Mapping[str, Item]
    file: str

    def of_type(self, *types: str) -> list[Item]:
        """The items of these types, in the order of the file."""
        return [one for one in self.items.values() if one.type in types]

    def below(self, code: str | None) -> list[Item]:
        """What hangs below an aggregate; below nothing where None."""
        return [one for one in self.of_type("Indicator", "Aggregate") if one.parent == code]


def read_meta(path: Path) -> Meta:
    """The meta of a matrix; raises Refused with everything that is wrong in it."""
    rows = lines_of(path)
    if missing := [name for name in ("iCode", "Type") if name not in rows[0]]:
        message = text("There is no column {names}.", names=Joined(tuple(missing), ", "))
        fix = text(
            "Columns that are read: {names}.", names="iCode, iName, Type, Parent, Weight, Direction, Denominator, Unit"
        )
        raise Refused([Finding("matrix|meta", message, fix, place=Place(path.name))])
    ids = _ids([row["iCode"] for row in rows])
    findings: list[Finding] = []
    items: dict[str, Item] = {}
    for number, row in enumerate(rows, start=2):
        place = Place(path.name, row=number)
        if row["iCode"] in items or not row["iCode"]:
            findings.append(_wrong(place, "iCode", row["iCode"]))
            continue
        items[row["iCode"]] = _item(row, ids[row["iCode"]], place, findings)
    meta = Meta(items, path.name)
    refuse_on_error(findings or list(_unhung(meta)))
    return meta


def _item(row: Mapping[str, str], name: str, place: Place, findings: list[Finding]) -> Item:
    kind = row["Type"]
    if kind not in _TYPES:
        findings.append(_wrong(place, "Type", kind))
    direction = row.get("Direction") or "1"
    if direction not in ("1", "-1"):
        findings.append(_wrong(place, "Direction", direction))
    try:
        weight = Decimal(row.get("Weight") or "1")
    except InvalidOperation:
        weight = Decimal(0)
    if not weight > 0 and kind in ("Indicator", "Aggregate"):
        findings.append(_wrong(place, "Weight", row.get("Weight", "")))
    return Item(
        row["iCode"],
        name,
        row.get("iName") or row["iCode"],
        kind,
        row.get("Parent") or None,
        weight,
        direction == "1",
        row.get("Denominator") or None,
        row.get("Unit") or row.get("iUnit") or "",
    )


def _wrong(place: Place, column: str, value: str) -> Finding:
    known = {"Type": ", ".join(_TYPES), "Direction": "1, -1", "Weight": "> 0", "iCode": "1 : 1"}[column]
    message = text("{column} cannot be {value} here.", column=column, value=value or "—")
    at = Place(place.file, row=place.row, column=column)
    return Finding("matrix|meta", message, text("Known here: {names}.", names=known), place=at, value=value)


def _unhung(meta: Meta) -> Iterator[Finding]:
    """Parents that are no aggregate, aggregates with nothing below, what hangs in a circle, denominators not there."""
    aggregates = {one.code for one in meta.of_type("Aggregate")}
    for one in meta.of_type("Indicator", "Aggregate"):
        place = Place(meta.file, column="Parent")
        if one.parent is not None and one.parent not in aggregates:
            yield Finding(
                "matrix|parent",
                text("{code} hangs below {parent}, which is no aggregate.", code=one.code, parent=one.parent),
                place=place,
            )
        elif one.type == "Aggregate" and not meta.below(one.code):
            yield Finding("matrix|parent", text("Nothing hangs below {code}.", code=one.code), place=place)
        elif _is_in_circle(meta, one):
            yield Finding("matrix|parent", text("{code} hangs below itself.", code=one.code), place=place)
        if one.denominator is not None and one.denominator not in meta.items:
            message = text(
                "{code} is to be divided by {other}, which is not in the meta.", code=one.code, other=one.denominator
            )
            yield Finding("matrix|denominator", message, place=Place(meta.file, column="Denominator"))
    if not meta.of_type("Indicator"):
        yield Finding("matrix|parent", text("The meta names no indicator."), place=Place(meta.file))


def _is_in_circle(meta: Meta, one: Item) -> bool:
    passed, here = set[str](), one
    while here.parent in meta.items and here.code not in passed:
        passed.add(here.code)
        here = meta.items[here.parent or ""]
    return here.code in passed


def _ids(codes: list[str]) -> dict[str, str]:
    """Codes as the rules write ids: small letters, digits and underscores, each once."""
    found: dict[str, str] = {}
    counted = Counter[str](_RESERVED)
    for code in dict.fromkeys(codes):
        plain = re.sub("[^a-z0-9_]", "_", code.lower())
        plain = (plain if plain[:1].isalpha() else f"x{plain}")[: _LONGEST - 4]
        counted[plain] += 1
        found[code] = plain if counted[plain] == 1 else f"{plain}_{counted[plain]}"
    return found
