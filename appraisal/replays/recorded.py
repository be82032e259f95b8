"""The result that was recorded of an appraisal, and whether the replay gives it again to the digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.result import MANIFEST, read_result
from appraisal.scenario import find_scenario
from appraisal.verification import table_findings

if TYPE_CHECKING:
    from pathlib import Path

    from appraisal.errors import Finding
    from appraisal.result import Result

#: Where a scenario keeps the result that it must give.
_EXPECTED = "expected"


@dataclass(frozen=True)
class Recorded:
    """What was recorded, and every table in which the replay differs from it, by its first cell."""

    folder: Path
    content_digest: str
    findings: tuple[Finding, ...]


def recorded_result(name: str, results: Path) -> Path | None:
    """The folder of a scenario's recorded result: with the scenario, or among the results; None where none is kept."""
    scenario = find_scenario(name)
    for folder in (scenario / _EXPECTED, results / scenario.resolve().name):
        if (folder / MANIFEST).is_file():
            return folder
    return None


def compare_with_recorded(folder: Path, again: Result) -> Recorded:
    """The recorded result against the one that was computed again; raises Refused where it is not as a run wrote it."""
    recorded = read_result(folder)
    same = recorded.content_digest == again.content_digest
    findings = () if same else tuple(table_findings(folder, recorded, again))
    return Recorded(folder, recorded.content_digest, findings)
