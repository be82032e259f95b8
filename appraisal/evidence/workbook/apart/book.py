"""The workbook inside an .xlsx file: its sheets in order, its calendar, and how its numbers are shown."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from .markup import Walk, is_true, local
from .number_format import NUMBER, form_of
from .refusal import damaged, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .job import Limits
    from .package import Package

_SHEET = "/worksheet"
_HIDDEN = {"hidden", "veryHidden"}


class SheetPart(NamedTuple):
    """A sheet and the member that holds it."""

    name: str
    path: str
    is_hidden: bool


class Book(NamedTuple):
    """What a workbook says about all its sheets."""

    sheets: tuple[SheetPart, ...]
    from_1904: bool
    #: Its formulas are to be computed anew before anyone looks: a program wrote it, and no Excel saved it since.
    is_stale: bool
    #: The member with the shared texts.
    texts: str | None
    #: What the format of each style makes of a number.
    forms: tuple[str, ...]


def read_book(package: Package, limits: Limits) -> Book:
    """The workbook; Refusal where the zip holds something else."""
    home = next((path for kind, path in _links(package, "").values() if kind.endswith("/officeDocument")), "")
    if not home.lower().startswith("xl/") or not home.lower().endswith(".xml"):
        refuse(_other_kind(package, home))
    links = _links(package, home)
    found: list[dict[str, str]] = []
    from_1904 = is_stale = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904, is_stale
        match local(name):
            case "sheet":
                found.append(attributes)
            case "workbookPr":
                from_1904 = is_true(attributes.get("date1904"))
            case "calcPr":
                is_stale = is_true(attributes.get("fullCalcOnLoad"))

    Walk(start).run(package.pieces(home))
    if len(found) > limits.sheets:
        refuse("sheets", limit=limits.sheets)
    sheets = tuple(_sheets(found, links))
    if not sheets:
        refuse("no_sheets")
    texts, styles = (
        next((path for kind, path in links.values() if kind.endswith(end) and path in package), None)
        for end in ("/sharedStrings", "/styles")
    )
    return Book(sheets, from_1904, is_stale, texts, _forms(package, styles) if styles else (NUMBER,))


def _sheets(found: list[dict[str, str]], links: dict[str, tuple[str, str]]) -> Iterator[SheetPart]:
    for attributes in found:
        link = next((value for name, value in attributes.items() if name.endswith("relationships id")), "")
        kind, path = links.get(link, ("", ""))
        if not kind:
            damaged("a sheet is missing")
        # A sheet that is one chart, and a sheet of old macros, hold no evidence.
        if kind.endswith(_SHEET):
            yield SheetPart(attributes.get("name", ""), path, attributes.get("state") in _HIDDEN)


def _links(package: Package, home: str) -> dict[str, tuple[str, str]]:
    """The relationships of a member, or of the whole package: kind and member by their id."""
    folder, name = posixpath.split(home)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        # NOTE: what lies outside of the package (another workbook, an address in a network) is never looked at.
        if name.rpartition(" ")[2] == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            place = posixpath.normpath(posixpath.join("/", folder, target)).removeprefix("/")
            found[attributes.get("Id", "")] = attributes.get("Type", ""), place

    if path in package:
        Walk(start).run(package.pieces(path))
    return found


def _other_kind(package: Package, home: str) -> str:
    if "content.xml" in package:
        return "ods"
    return "xlsb" if home.lower().endswith(".bin") else "no_workbook"


def _forms(package: Package, path: str) -> tuple[str, ...]:
    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        match local(name):
            case "numFmt" if inside != "dxfs":
                codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            case "cellXfs" | "cellStyleXfs" | "dxfs" as list_name:
                inside = list_name
            case "xf" if inside == "cellXfs":
                numbers.append(_number(attributes.get("numFmtId", "0")))

    Walk(start).run(package.pieces(path))
    forms = {number: form_of(number, codes.get(number)) for number in {*numbers}}
    return tuple(forms[number] for number in numbers) or (NUMBER,)


def _number(text: str | None) -> int:
    try:
        return int(text or "")
    except ValueError:
        damaged("a style has no number")
