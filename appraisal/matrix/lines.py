"""The lines of a CSV file with one heading each, as text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from pathlib import Path

#: How R and people write that there is nothing.
_NOTHING = frozenset({"", "NA", "NaN", "N/A"})


def lines_of(path: Path) -> list[dict[str, str]]:
    """Every line by its headings; an empty text where nothing stands. Raises Refused where it is no such file."""
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = text("The file cannot be read: {reason}.", reason=error)
        raise Refused(
            [Finding("matrix|unreadable", message, text("Save it as CSV in UTF-8."), place=_at(path))]
        ) from None
    rows = list(csv.reader(io.StringIO(source)))
    if len(rows) <= 1:
        raise Refused([Finding("matrix|empty", text("The file has no line below its headings."), place=_at(path))])
    heads = [head.strip() for head in rows[0]]
    twice = tuple(head for head, times in Counter(heads).items() if times > 1 or not head)
    if twice:
        message = text("Headings are empty or stand twice: {names}.", names=Joined(twice, ", "))
        raise Refused(
            [Finding("matrix|headings", message, text("Give each column a heading of its own."), place=_at(path))]
        )
    found = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(heads):
            if not any(row):
                continue
            message = text("The line has {have} cells, the headings are {heads}.", have=len(row), heads=len(heads))
            raise Refused([Finding("matrix|cells", message, place=Place(path.name, row=number))])
        cells = (cell.strip() for cell in row)
        found.append({head: "" if cell in _NOTHING else cell for head, cell in zip(heads, cells, strict=True)})
    return found


def _at(path: Path) -> Place:
    return Place(path.name)
