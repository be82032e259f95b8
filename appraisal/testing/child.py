"""The work of that process: load the plugin again and again, under another clock each time, and say what it did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from appraisal import declarative, paths, registry
from appraisal.errors import Refused
from appraisal.program.work import asked
from appraisal.schema import canonical
from appraisal.testing import traces
from appraisal.testing.apart import ANSWER, JOB

#: By so much the clock is moved at each load, in seconds: into other minutes, days and years.
_MOVED = (0, 61, 3600 * 9 + 7, 86400 * 31 + 5, 86400 * 400 + 3661, 86400 * 4000, 17, -86400 * 370)


def work(folder: str) -> None:
    """Do the job in a folder and leave the answer there."""
    job = json.loads((Path(folder) / JOB).read_text(encoding="utf-8"))
    found: dict[str, Any] = {"records": [], "left": [], "did": []}
    for seconds in _MOVED:
        one = _load(job, seconds)
        found["records"].append(one.pop("record"))
        for key, things in one.items():
            found[key] = list(dict.fromkeys([*found[key], *things]))
        if isinstance(found["records"][-1], str):
            break
    if "evidence" in job and isinstance(found["records"][-1], dict):
        from appraisal.testing.parcel import measured  # noqa: PLC0415 - not in the rehearsal of a program

        found["values"] = measured(job, Path(folder))
    (Path(folder) / ANSWER).write_text(json.dumps(found), encoding="utf-8")


def _load(job: dict[str, Any], seconds: int) -> dict[str, Any]:
    """The records of the plugin, or in words why there are none, and what else it did."""
    plugin = Path(job["folder"])
    folders = [Path(each) for each in dict.fromkeys([str(plugin.parent), *job["plugins_dirs"]])]
    before = traces.taken()
    with traces.watched(plugin) as did, traces.clock_moved(seconds):
        try:
            made = registry.load({plugin.name: {}}, [*folders, paths.plugins()], None, asked).indicators
            record: Any = {name: canonical(declarative.document(one)).decode() for name, one in made.items()}
        except Refused as refused:
            record = "\n".join(finding.code for finding in refused.findings)
    return {"record": record, "left": traces.differences(before, traces.taken()), "did": did}
