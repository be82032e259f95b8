"""Local rankings against the independent oracle: random provinces, and beside each a city with its own indicator."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import appraisal
from appraisal import paths
from tests.amounts import sample
from tests.oracle import judge
from tests.oracle.compare import difference
from tests.random_scenarios import KINDS, build
from tests.test_local_rankings import run, write

#: An indicator that only a city asks for, with a table of its own.
OWN: dict[str, Any] = {
    "id": "own",
    "version": "1.0.0",
    "title": "加分",
    "table": "points",
    "numerator": "SUM(points)",
    "empty": "zero",
    "format": 1,
}
TABLE: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "x-format": 1,
    "x-table": "points",
    "title": "加分表",
    "type": "object",
    "x-key": ["platform_id"],
    "x-references": [{"columns": ["platform_id"], "table": "platforms", "key": ["platform_id"]}],
    "properties": {
        "platform_id": {"type": "string", "title": "平台编号", "maxLength": 40},
        "points": {"type": "integer", "title": "分", "minimum": 0, "maximum": 100},
    },
    "required": ["platform_id", "points"],
    "additionalProperties": False,
}
LEAF = {"title": "加分", "from": ["own"], "full_mark": 10, "curve": {"kind": "linear", "at": [[0, 0], [10, 10]]}}


def small(tmp_path: Path, seed: int = 3, kind: str = "any", scope: str = "city") -> tuple[Path, Path]:
    """A random province, and beside it a city's ranking with an indicator of its own, other digits and no chain."""
    province = build(seed, tmp_path, kind)
    scenario = json.loads((province / "scenario.json").read_text(encoding="utf-8"))
    loaded = appraisal.load_scenario(str(province))
    register = loaded.tables["platforms"].frame
    index = loaded.documents.rules["index"]
    folder = tmp_path / "local"
    write(folder / "plugins" / "own" / "indicator.json", OWN)
    write(folder / "plugins" / "own" / "tables" / "points.schema.json", TABLE)
    rows = [f"{one},{place % 4}\n" for place, one in enumerate(register["platform_id"]) if place % 3]
    (folder / "evidence").mkdir()
    (folder / "evidence" / "points.csv").write_text("platform_id,points\n" + "".join(rows), encoding="utf-8")
    write(
        folder / "scenario.json",
        {
            "format": 1,
            "id": "local",
            "title": "地方排名",
            "year": scenario["year"],
            "extends": province.name,
            "scope": {scope: register[scope][0]},
            "evidence": {"points": {"path": "evidence/points.csv"}},
            "plugins": {"own": {}},
            "patch": {
                "index": {
                    **{key: index[key] + 10 for key in ("full_mark", "cap") if key in index},
                    "nodes": {"own_points": LEAF},
                },
                "rounding": {"total": 1},
                "ranking": {"ties": []},
            },
        },
    )
    return province, folder


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", sample(range(6), 2))
def test_the_oracle_finds_the_same_local_ranks(seed: int, kind: str, tmp_path: Path) -> None:
    try:
        _, folder = small(tmp_path, seed, kind, "city" if seed % 2 else "type")
        result = run(folder)
    except appraisal.Refused as refused:
        # The province itself is refused: there is nothing to stand beside.
        others = {one.code for one in refused.findings} - {"ledger|below_zero", "decision|unknown", "decision|twice"}
        if others:
            raise
        return
    appraisal.write_result(result, tmp_path / "out")
    assert difference(judge(folder, [folder / "plugins", paths.plugins()]), tmp_path / "out") == []
