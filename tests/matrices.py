"""Small matrices of our own: written, made a scenario, changed in their rules, run, and held against the oracle."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import appraisal
from appraisal.matrix import Begun, Marking, begin
from appraisal.schema import dumps, loads
from tests.oracle import judge
from tests.oracle.compare import difference, said_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from appraisal.result import Result


def written(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A CSV file of these rows."""
    with path.open("w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows(rows)
    return path


def begun(
    tmp_path: Path,
    columns: Mapping[str, Sequence[object]],
    meta: Sequence[Mapping[str, object]] = (),
    marking: Marking | None = None,
) -> Begun:
    """A scenario ``small`` of units A, B, C, ... with these columns; without meta each is an indicator of the index."""
    height = max(len(cells) for cells in columns.values())
    rows = [[chr(ord("A") + at), *(cells[at] for cells in columns.values())] for at in range(height)]
    data = written(tmp_path / "data.csv", [["uCode", *columns], *rows])
    lines = meta or [{"iCode": name, "Type": "Indicator"} for name in columns]
    heads = list(dict.fromkeys(key for line in lines for key in line))
    file = written(tmp_path / "meta.csv", [heads, *([line.get(head, "") for head in heads] for line in lines)])
    return begin(data, file, tmp_path / "small", year=2020, marking=marking)


def changed(folder: Path, change: Callable[[Any], None]) -> Path:
    """The scenario with other rules."""
    path = folder / "rules.json"
    rules = loads(path.read_bytes(), "rules.json")
    change(rules)
    path.write_text(dumps(rules), encoding="utf-8")
    return folder


def run(folder: Path) -> Result:
    """The result, which the oracle finds too."""
    result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    out = folder.parent / "out"
    appraisal.write_result(result, out)
    assert difference(judge(folder, [folder / "plugins"], said=said_marks(out)), out) == []
    return result


def marks(result: Result, node: str = "index") -> dict[str, Decimal | None]:
    """The marks of a node by unit."""
    rows = result.tables["scores"].filter(node=node).select("platform_id", "mark").iter_rows()
    return {unit: None if mark is None else mark.normalize() for unit, mark in rows}


def found(result: Result) -> dict[str, str | None]:
    """The numbers of the cohort by their places."""
    return dict(result.tables["cohort"].select("place", "value").iter_rows())
