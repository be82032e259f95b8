"""The check of one plugin folder: it loads, it loads the same everywhere, and each of its indicators keeps the laws."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appraisal.testing.promises import Promise
    from appraisal.testing.subject import Subject

#: The parts of a check, in order; each is an item of the pytest plugin.
PARTS = (
    "loads",
    "anywhere",
    "units",
    "limits",
    "one_value",
    "exact",
    "other_platforms",
    "shards",
    "row_order",
    "repeats",
    "empty",
    "direction",
    "bounds",
    "blank_cells",
)
#: What some parts try together.
LAWS_OF = {
    "empty": ("empty", "empty_share"),
    "direction": ("direction", "more_is_not_less"),
    "bounds": ("bounds", "above_100"),
    "blank_cells": ("blank_as_zero",),
    "units": ("unit_factor",),
}


def check(folder: Path, plugins_dirs: Sequence[Path], *, examples: int, seed: int) -> list[Finding]:
    """Every finding about the plugin; see :func:`appraisal.testing.check_folder`."""
    folder = folder.resolve()
    if faults := missing_library(folder):
        return faults
    from hypothesis.configuration import set_hypothesis_home_dir  # noqa: PLC0415 - it was not sure before

    # What hypothesis notes down for itself is not left in the folder where someone happens to work.
    with tempfile.TemporaryDirectory(prefix="appraisal-", ignore_cleanup_errors=True) as place:
        set_hypothesis_home_dir(place)
        try:
            return _checked(folder, plugins_dirs, examples, seed)
        finally:
            set_hypothesis_home_dir(None)


def _checked(folder: Path, plugins_dirs: Sequence[Path], examples: int, seed: int) -> list[Finding]:
    made, findings = load(folder, plugins_dirs)
    if made is None:
        return findings
    laws = [law for part in PARTS[4:] for law in LAWS_OF.get(part, (part,))]
    for subject in made:
        findings += standing_faults(subject, "units")
        own = searched(subject, [*laws, "unit_factor"], examples, seed)
        broken = {finding.code for finding in own}
        crowded = [part for part in ("direction", "bounds") if f"law|{part}" not in broken]
        findings += own + [fault for part in crowded for fault in standing_faults(subject, part)]
    if any(finding.severity is Severity.ERROR for finding in findings):
        return findings
    from appraisal.testing import anywhere  # noqa: PLC0415 - the kit needs hypothesis, which was not sure before

    # Another process and a hundred thousand rows are for what is sound so far.
    findings += [fault for subject in made for fault in standing_faults(subject, "limits")]
    return findings + anywhere.differences(folder, plugins_dirs, made)


def missing_library(folder: Path) -> list[Finding]:
    """What has to be installed first."""
    if find_spec("hypothesis") is not None:
        return []
    message = text("The check of a plugin needs hypothesis, which is not installed.")
    fix = text("Install it: python -m pip install hypothesis")
    return [Finding("testing|hypothesis", message, fix, place=Place(folder.name))]


def load(folder: Path, plugins_dirs: Sequence[Path]) -> tuple[list[Subject] | None, list[Finding]]:
    """The indicators of a folder, or why there are none; a program is watched while it is imported again and again."""
    from appraisal.testing import anywhere, subject  # noqa: PLC0415 - as above

    try:
        made = subject.subjects(folder, plugins_dirs)
    except Refused as refused:
        return None, list(refused.findings)
    if subject.is_declared(folder):
        return made, []
    record, faults = anywhere.rehearsal(folder, plugins_dirs)
    return (None, faults) if faults else (made, anywhere.changes(folder, record, made))


def part_findings(subject: Subject, part: str, examples: int, seed: int) -> list[Finding]:
    """What one part says about one indicator."""
    laws = LAWS_OF.get(part, () if part in ("units", "limits") else (part,))
    found = searched(subject, laws, examples, seed) if laws else []
    # What few rows show is easier to read than what a crowd shows.
    return found if f"law|{part}" in [finding.code for finding in found] else found + standing_faults(subject, part)


def standing_faults(subject: Subject, part: str) -> list[Finding]:
    """What needs no search: it is seen at once, or on much evidence."""
    from appraisal.testing import crowd, limits, units  # noqa: PLC0415 - as above

    if part == "units":
        return [fault] if (fault := units.scale_fault(subject)) else []
    if part in ("direction", "bounds"):
        return crowd.broken_promises(subject, part)
    return limits.excess(subject) if part == "limits" else []


def searched(subject: Subject, laws: Sequence[str], examples: int, seed: int) -> list[Finding]:
    """What a search says, without the warnings that the author has accepted."""
    from appraisal.testing.search import search  # noqa: PLC0415 - as above

    return [_weighed(finding, subject.promise) for finding in search(subject, laws, examples, seed)]


def _weighed(finding: Finding, promise: Promise) -> Finding:
    """A warning that the author has weighed is a notice, with the reason."""
    reason = promise.accept.get(finding.code)
    if reason is None or finding.severity is not Severity.WARNING:
        return finding
    fix = text("Accepted by its author: {reason}", reason=reason)
    return replace(finding, severity=Severity.NOTICE, fix=fix)
