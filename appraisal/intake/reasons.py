"""Why files take the place of earlier ones: each reason holds for the files it names, and for no other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

#: In place of a path: every changed file.
ALL = "all"
_FILE = re.compile(r"[^=]*(?:/[^=]*|\.[A-Za-z]{2,7})")


def reasons_of(given: Sequence[str], changed: Sequence[str]) -> tuple[dict[str, str], list[Finding]]:
    """The reason of each changed file, by path, from ``REASON``, ``PATH=REASON`` and ``all=REASON``.

    A bare reason is for one changed file. Where several changed it names none of them, and is nobody's.
    """
    reasons: dict[str, str] = {}
    bare: list[str] = []
    every: str | None = None
    faults: list[Finding] = []
    for word in given:
        name, sign, reason = (part.strip() for part in word.partition("="))
        if sign and name in changed:
            reasons[name] = reason
        elif sign and name == ALL:
            every = reason
        elif sign and _FILE.fullmatch(name):
            message = text("{path} is none of the files that changed.", path=name)
            fix = text("Write the path as appraisal status shows it.")
            faults.append(Finding("intake|not_found", message, fix, place=Place(name)))
        else:
            bare.append(word.strip())
    unnamed = [path for path in changed if path not in reasons]
    if every:
        reasons |= dict.fromkeys(unnamed, every)
    elif len(bare) == 1 and len(unnamed) == 1:
        reasons[unnamed[0]] = bare[0]
    elif bare and len(unnamed) > 1:
        faults += [_several(path, len(unnamed)) for path in unnamed]
        reasons |= dict.fromkeys(unnamed, bare[0])
    return {path: reason for path, reason in reasons.items() if reason}, faults


def _several(path: str, count: int) -> Finding:
    message = text("{count} files changed, and a reason was given that names none of them.", count=count)
    fix = text("Name each: --supersede PATH=REASON, as often as needed; or for all of them: --supersede all=REASON.")
    return Finding("intake|needs_reason", message, fix, place=Place(path))
