"""A scenario in memory, and the folder it is written to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.random_scenarios.tables import Rows, write_table

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"

Json = dict[str, Any]


@dataclass
class Plan:
    """Everything that the folder of a scenario holds."""

    id: str
    year: int
    rules: Json
    plugins: list[str]
    #: Rows by table; a table without rows is written as an empty one.
    tables: dict[str, Rows]
    decisions: list[Json] = field(default_factory=list)
    #: A merge patch on the rules; with one, the folder extends a sibling that holds all the rest.
    patch: Json | None = None
    #: A scenario of the year before, whose result this one can name where its rules carry measures over.
    before: Plan | None = None

    def write(self, parent: Path) -> Path:
        """The folder ``parent/<id>``, with a patch also the one that it extends."""
        if self.patch is None:
            return self._write_whole(parent, self.id)
        base = self._write_whole(parent, f"{self.id}-base")
        folder = parent / self.id
        folder.mkdir()
        header = {"format": 1, "id": self.id, "title": f"随机方案 {self.id}", "year": self.year}
        _write_json(folder / "scenario.json", {**header, "extends": base.name, "patch": self.patch})
        return folder

    def _write_whole(self, parent: Path, name: str) -> Path:
        folder = parent / name
        (folder / "evidence").mkdir(parents=True)
        rng = Random(f"{self.id}|files")
        evidence = {name: self._write_table(folder, name, rng) for name in self.tables}
        header: Json = {
            "format": 1,
            "id": name,
            "title": f"随机方案 {name}",
            "year": self.year,
            "rules": "rules.json",
            "evidence": evidence,
            "plugins": {name: {} for name in self.plugins},
        }
        if self.decisions:
            header["decisions"] = "decisions.json"
            _write_json(folder / "decisions.json", {"format": 1, "decisions": self.decisions})
        _write_json(folder / "rules.json", self.rules)
        _write_json(folder / "scenario.json", header)
        return folder

    def _write_table(self, folder: Path, name: str, rng: Random) -> Json:
        schema = json.loads((SCHEMAS / "evidence" / f"{name}.schema.json").read_text(encoding="utf-8"))
        suffix = rng.choice(["csv", "parquet"])
        path = folder / "evidence" / f"{name}.{suffix}"
        write_table(path, self.tables[name], schema, rng)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return {"path": f"evidence/{path.name}", "sha256": digest}


def _write_json(path: Path, document: Json) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
