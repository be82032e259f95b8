"""Bytes to text: UTF-8, GB18030 as Chinese Excel writes it, or UTF-16 with its mark."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from appraisal.errors import Finding, Place, Severity
from appraisal.texts import Text, text

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
#: Han characters, their punctuation and full-width forms, and the quotation marks and dashes of Chinese text.
_CHINESE = re.compile(
    "[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u2014-\u2026\U00020000-\U0003ffff]"
)
#: What parts the cells and lines of a table.
_CELLS = re.compile(r"[,;\t].*\n", re.DOTALL)
#: A text with so many characters beyond ASCII that decodes at all is what it seems.
_SAMPLE = 20_000
#: Bytes that are tried first.
_HEAD = 65_536


def decode(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """The text of a file, without byte order mark; None with the finding that says why not."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16", file)
    if data.startswith(codecs.BOM_UTF8):
        return _decoded(data.removeprefix(codecs.BOM_UTF8), "utf-8", file)
    if name := _unmarked(data[:_HEAD]):
        message = text("The file is text in {encoding}, but without the mark that says so.", encoding=name.upper())
        return None, [Finding("file|encoding", message, text("Save the file as CSV UTF-8."), place=Place(file))]
    utf8 = _attempt(data, "utf-8")
    if utf8 is not None and _is_chinese(utf8):
        return utf8, []
    # Short words in GB18030 are often well-formed UTF-8 too: the two characters of "platform" read as "ƽ̨".
    chinese = _attempt(data, "gb18030")
    if chinese is not None and _is_chinese(chinese):
        return chinese, [_notice(file, ambiguous=utf8 is not None)]
    return (utf8, []) if utf8 is not None else _decoded(data, "utf-8", file)


def _unmarked(head: bytes) -> str | None:
    """The form of UTF-16 that a text without its mark is in: it has lines and cells, and no NUL left."""
    if b"\0" not in head:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        # A pair of bytes, or of pairs, may be cut off at the end.
        source = head[: len(head) // 2 * 2].decode(name, "replace")
        if "\0" not in source and _CELLS.search(source) and "\ufffd" not in source[:-1] and _is_chinese(source):
            return name
    return None


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        # An error keeps a copy of all that it was given, and a wrong guess mostly shows in the first bytes.
        codecs.getincrementaldecoder(encoding)().decode(data[:_HEAD])
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes, encoding: str, file: str) -> tuple[str | None, list[Finding]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = text("The bytes of this row are not text in {encoding}.", encoding=encoding.upper())
        fix = text("Save the file as CSV UTF-8.")
        return None, [Finding("file|encoding", message, fix, place=Place(file, row=row))]


def _is_chinese(source: str) -> bool:
    """Whether most characters beyond ASCII are Chinese, or there are none."""
    beyond = "".join(found.group() for found in islice(_BEYOND_ASCII.finditer(source), _SAMPLE))[:_SAMPLE]
    return 2 * len(_CHINESE.findall(beyond)) >= len(beyond)


def _notice(file: str, *, ambiguous: bool) -> Finding:
    fix = text("Save it as CSV UTF-8 to be sure.") if ambiguous else Text("")
    severity = Severity.WARNING if ambiguous else Severity.NOTICE
    return Finding("file|encoding", text("The file was read as GB18030."), fix, severity, Place(file))
