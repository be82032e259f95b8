"""Places and names inside a JSON file, as an assessor reads them."""

from __future__ import annotations

import difflib
import json
import re
from typing import TYPE_CHECKING

from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable

Path = tuple[str | int, ...]

_PLAIN = re.compile(r"[\w$-]+")
_LISTED = 12


def pointer(path: Iterable[str | int]) -> str:
    """A place such as ``$.gates.smes_50.require`` or ``$.index.nodes.effect.curve.at[0][1]``."""
    return "$" + "".join(_step(step) for step in path)


def resolve(document: object, reference: str) -> tuple[Path, object] | None:
    """What a local reference such as ``#/$defs/mark`` points at, with its path; None where there is nothing."""
    path: list[str | int] = []
    for word in reference.removeprefix("#").split("/")[1:]:
        step = _unescaped(word)
        if isinstance(document, dict) and step in document:
            document = document[step]
            path.append(step)
        elif isinstance(document, list) and step.isascii() and step.isdecimal() and int(step) < len(document):
            document = document[int(step)]
            path.append(int(step))
        else:
            return None
    return tuple(path), document


def suggestion(word: str, known: Iterable[str]) -> Text:
    """What the writer may have meant: near names, else the names there are, else nothing."""
    names = sorted(set(known))
    near = difflib.get_close_matches(word, names, 3, 0.6)
    if near:
        return text("Did you mean {names}?", names=listed(near))
    if names:
        return text("Known here: {names}.", names=listed(names))
    return text("Delete it.")


def listed(words: Iterable[object], most: int = _LISTED) -> Joined:
    """Words in a row, cut after the first ``most``."""
    shown = list(words)
    return Joined((*shown[:most], *(["…"] if len(shown) > most else [])), text(", "))


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN.fullmatch(step) else f"[{json.dumps(step, ensure_ascii=False)}]"


def _unescaped(word: str) -> str:
    decoded = re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda run: _percent(run.group()), word)
    return decoded.replace("~1", "/").replace("~0", "~")


def _percent(run: str) -> str:
    return bytes.fromhex(run.replace("%", "")).decode("utf-8", "replace")
