"""XML read piece by piece, without document types, entities or anything from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from .refusal import damaged, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: The two name spaces of a spreadsheet: as Excel writes it, and the strict form of the standard.
MAIN = {
    "",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
}


class Walk:
    """A parser that is fed pieces. Names are ``uri name``, or ``name`` alone for those of the spreadsheet itself."""

    def __init__(
        self,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        data: Callable[[str], None] | None = None,
    ) -> None:
        """The functions that are told what stands there."""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _doctype
        self.parser.StartElementHandler = start
        if end:
            self.parser.EndElementHandler = end
        if data:
            self.parser.CharacterDataHandler = data

    def feed(self, piece: bytes) -> None:
        """The next piece."""
        try:
            self.parser.Parse(piece, False)  # noqa: FBT003 - the parser takes it by place
        except expat.ExpatError as error:
            damaged(error)

    def close(self) -> None:
        """There are no more pieces."""
        try:
            self.parser.Parse(b"", True)  # noqa: FBT003 - the parser takes it by place
        except expat.ExpatError as error:
            damaged(error)

    def run(self, pieces: Iterable[bytes]) -> None:
        """All pieces."""
        for piece in pieces:
            self.feed(piece)
        self.close()


def local(name: str) -> str:
    """The name of an element of the spreadsheet; an empty text for elements of other kinds."""
    space, _, word = name.rpartition(" ")
    return word if space in MAIN else ""


def is_true(value: str | None) -> bool:
    """A yes or no as XML Schema writes it."""
    return value in {"1", "true"}


def _doctype(*_: object) -> None:
    refuse("doctype")
