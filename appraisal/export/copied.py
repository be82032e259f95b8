"""A result as it is, beside the descriptor by which data package tools read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.export.package import PACKAGE, package
from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from appraisal.result import Result

_STATED = ("scenario", "year", "notice", "exact", "awards_state", "content_digest")


def copied(result: Result) -> dict[str, bytes]:
    """Every file of the result byte for byte, and ``datapackage.json``."""
    stated = {key: result.manifest[key] for key in _STATED} | {"anonymised": False}
    used = result.documents["scenario"]
    title = Bilingual(used["title"], used.get("x-en", used["title"]))
    return {**result.files, PACKAGE: package(result.files, result.tables, stated, title=title)}
