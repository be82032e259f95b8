"""Write anew what the scenarios record: sha256 of evidence and plugins, digest of the year before, expected result.

Run ``python -m tests.goldens`` after a change that is meant to change results, and read the diff before committing it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import appraisal
from appraisal import paths
from appraisal.registry.find import digest
from appraisal.scenario import shipped_scenarios

#: A year after the one whose balance it carries, a variant after its parent.
ORDER = ["2012", "2013", "2013-before-meeting", "2014", "foshan-2014", "2015", "2015-open-tie"]
ORDER += [name for name in shipped_scenarios() if "/" in name]


def refresh(folder: Path) -> None:
    """The pins of one scenario and its expected result."""
    path = folder / "scenario.json"
    stated = json.loads(path.read_text(encoding="utf-8"))
    for entry in stated.get("evidence", {}).values():
        entry["sha256"] = hashlib.sha256((folder / entry["path"]).read_bytes()).hexdigest()
    for name, pin in stated.get("plugins", {}).items():
        places = [root / name for root in (folder / "plugins", paths.plugins()) if (root / name).is_dir()]
        pin["sha256"] = digest(places[0])
    if "previous" in stated:
        before = folder.parent / stated["previous"]["path"] / "expected" / "manifest.json"
        stated["previous"]["content_digest"] = json.loads(before.read_text(encoding="utf-8"))["content_digest"]
    path.write_text(json.dumps(stated, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    shutil.rmtree(folder / "expected", ignore_errors=True)
    appraisal.write_result(appraisal.appraise(appraisal.load_scenario(str(folder))), folder / "expected")
    (folder / ".expected.lock").unlink(missing_ok=True)


if __name__ == "__main__":
    for name in sys.argv[1:] or ORDER:
        refresh(paths.scenarios() / name)
        print(name)  # noqa: T201 - a script that says where it is
