"""The texts that the cells of an .xlsx file share, each without its fonts and its reading aids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cell import xml_text_cell
from .markup import Walk, local

if TYPE_CHECKING:
    from collections.abc import Iterable


def read_texts(pieces: Iterable[bytes], limit: int) -> list[str | None]:
    """The texts in their order; an empty one is None."""
    texts: list[str | None] = []
    parts: list[str] = []
    inside = ""

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside
        word = local(name)
        if word == "si":
            parts.clear()
        # NOTE: rPh is how a text is to be pronounced; it is no part of it.
        if word in {"t", "rPh"} and inside != "rPh":
            inside = word

    def end(name: str) -> None:
        nonlocal inside
        word = local(name)
        if word == "si":
            texts.append(xml_text_cell("".join(parts), limit)[1])
        if word == inside:
            inside = ""

    def data(text: str) -> None:
        if inside == "t":
            parts.append(text)

    Walk(start, end, data).run(pieces)
    return texts
