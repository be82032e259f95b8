"""What no cell says: as JSON beside the cells, and put back among what the cells say."""

from __future__ import annotations

import re
from typing import Any

from appraisal.schema import canonical

#: Excel takes 32,767 characters a cell.
_CHUNK = 30_000
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def extra_text(extra: Any) -> str:
    """JSON that Excel keeps as it is: letters that it would change stand as their numbers."""
    said = _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", _spelled(extra))
    # NOTE: in compact JSON a space stands only inside a word; at the edge of a cell it would be lost.
    return said.replace(" ", "\\u0020") if len(said) > _CHUNK else said


def _spelled(value: Any) -> str:
    """Compact JSON with the keys in their order: that of grades and payments has a meaning."""
    if isinstance(value, dict):
        return f"{{{','.join(f'{canonical(key).decode()}:{_spelled(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_spelled, value))}]"
    return canonical(value).decode()


def chunks(said: str) -> list[str]:
    """The pieces that fit into cells."""
    return [said[start : start + _CHUNK] for start in range(0, len(said), _CHUNK)]


def leftover(stated: Any, said: Any) -> Any:
    """The part of a document that another, which says no more, leaves out; None where nothing is left."""
    if not (isinstance(stated, dict) and isinstance(said, dict)):
        return None if canonical(stated) == canonical(said) else stated
    left = {key: value for key, value in stated.items() if key not in said}
    for key in (one for one in stated if one in said):
        inner = leftover(stated[key], said[key])
        if inner is not None:
            left[key] = inner
    return left or None


def merged(said: Any, extra: Any, path: str, twice: list[str]) -> Any:
    """Both together. Cells are stronger than nothing; where both say something else the place is noted."""
    if not (isinstance(said, dict) and isinstance(extra, dict)):
        if extra not in (None, [], {}) and canonical(said) != canonical(extra):
            twice.append(path)
        return said
    together = dict(said)
    for key, value in extra.items():
        together[key] = merged(said[key], value, f"{path}.{key}", twice) if key in said else value
    return together
