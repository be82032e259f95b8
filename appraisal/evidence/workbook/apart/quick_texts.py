"""Shared texts as nearly every program writes them, read by one pattern; the rest by the XML parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from .quick_cells import Unusual
from .refusal import refuse
from .texts import read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

_START = "<si>"
_TEXT = (
    r'^<t(?: xml:space="preserve")?>([^<&\x00-\x08\x0b-\x1f]*)</t>'
    r'(?:<phoneticPr(?: [A-Za-z]+="[^"<>&]*")* ?/>)?</si>$'
)
_PLAIN_START, _PLAIN_END = "<t>", "</t></si>"
#: What keeps its tag is not plain.
_NOT_PLAIN = r"[<&\x00-\x08\x0b-\x1f]|_x"
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^<>]*\?>)?\s*<sst(?: [^<>]*)?>", re.DOTALL)
_END = b"</sst>"


def quick_texts(pieces: Iterable[bytes], limit: int) -> pl.Series:
    """The texts in their order; an empty one is null."""
    data = b"".join(pieces)
    head = _HEAD.match(data)
    first, last = data.find(_START.encode()), data.rfind(_END)
    if not (head and first == head.end() and last > 0) or b"<!" in data or not is_utf8(head[0]):
        return _slow(data, limit)
    try:
        items = pl.Series([data[first + len(_START) : last].decode()]).str.split(_START).explode()
    except UnicodeDecodeError:
        return _slow(data, limit)
    texts = items.str.strip_prefix(_PLAIN_START).str.strip_suffix(_PLAIN_END)
    is_rare = texts.str.contains(_NOT_PLAIN)
    if is_rare.any():
        again = items.filter(is_rare).str.extract(_TEXT)
        texts = texts.scatter(is_rare.arg_true(), again)
        is_rare = texts.is_null() | texts.str.contains("_x", literal=True)
    rare = items.filter(is_rare)
    if len(rare):
        again = head[0] + b"".join(f"{_START}{item}".encode() for item in rare) + _END
        answers = _slow(again, limit)
        if len(answers) != len(rare):
            return _slow(data, limit)
        places = is_rare.arg_true()
        texts = texts.scatter(places, answers)
    if (texts.str.len_chars() > limit).any():
        refuse("cell", limit=limit)
    return texts.set(texts == "", None)


def is_utf8(head: bytes) -> bool:
    """Whether the beginning of an XML document says that it is UTF-8, or says nothing."""
    named = re.search(rb"""encoding=["']([^"']*)["']""", head)
    return not named or named[1].lower() in {b"utf-8", b"us-ascii"}


def _slow(data: bytes, limit: int) -> pl.Series:
    return pl.Series(read_texts([data], limit), dtype=pl.String)


__all__ = ["Unusual", "is_utf8", "quick_texts"]
