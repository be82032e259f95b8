"""Pins: what a scenario states of a plugin, held against what was found, file by file where the files are stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.registry.door import fault
from appraisal.registry.files import digest_of
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.errors import Finding
    from appraisal.registry.find import Found


def file_faults(found: Found, hashed: Mapping[str, str], pin: Mapping[str, Any]) -> list[Finding]:
    """Every stated file that is changed or missing, and every file that is not stated; else the digest that differs.

    This is asked before anything of the plugin runs.
    """
    named = [_changed(found, message) for message in _differences(hashed, pin.get("files"))]
    return named or list(stated_faults(found, {"sha256": digest_of(hashed)}, pin))


def stated_faults(found: Found, have: Mapping[str, str], pin: Mapping[str, Any]) -> Iterator[Finding]:
    """A stated value that differs from the one that was found."""
    for key, value in have.items():
        if value != pin.get(key, value):
            yield _changed(
                found,
                text(
                    "The plugin {name} is not the one the scenario names: {key} is {have}, stated is {stated}.",
                    name=found.id,
                    key=key,
                    have=value,
                    stated=pin[key],
                ),
            )


def _differences(hashed: Mapping[str, str], stated: Mapping[str, str] | None) -> Iterator[Text]:
    if stated is None:
        return
    for path in sorted({*hashed, *stated}):
        if path not in hashed:
            yield text("The file {path} of the locked plugin is missing.", path=path)
        elif path not in stated:
            yield text("The file {path} was added to the locked plugin.", path=path)
        elif hashed[path] != stated[path]:
            yield text("The file {path} of the locked plugin was changed.", path=path)


def _changed(found: Found, message: Text) -> Finding:
    fix = text(
        "Bring back the plugin that was stated, or lock again after checking it. "
        "Other line ends make another file: git may have written them (core.autocrlf)."
    )
    return fault(found, "plugin|changed", message, fix)
