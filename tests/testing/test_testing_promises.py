"""Promises that few rows cannot break are broken by many, and a promise of nothing is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from appraisal.testing import check_folder
from appraisal.testing.check import standing_faults
from appraisal.testing.crowd import crowd
from appraisal.testing.subject import subjects
from tests.plugins.small import SHARE

TALLY = {
    "x-format": 1,
    "x-table": "tally",
    "title": "台账",
    "type": "object",
    "additionalProperties": False,
    "x-key": ["row number"],
    "x-references": [{"columns": ["platform_id"], "table": "platforms", "key": ["platform_id"]}],
    "properties": {
        "row number": {"type": "string", "title": "编号", "pattern": "^[A-Za-z0-9]{1,12}$"},
        "platform_id": {"type": "string", "title": "平台编号"},
        "q": {"type": "integer", "title": "数", "minimum": 0, "maximum": 10**9},
        "unread": {"type": "integer", "title": "未用", "minimum": 0, "maximum": 9},
    },
    "required": ["row number", "platform_id", "q"],
}


def _plugin(root: Path, formula: str, promise: dict[str, Any]) -> Path:
    folder = root / "share"
    (folder / "tables").mkdir(parents=True)
    stated = {key: value for key, value in SHARE.items() if key not in ("where", "denominator", "scale", "unit")}
    documents = {
        "indicator.json": {**stated, "table": "tally", "numerator": formula},
        "tables/tally.schema.json": TALLY,
        "promises.json": {"format": 1, "promises": {"share": promise}},
    }
    for name, document in documents.items():
        (folder / name).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("formula", "promise", "part"),
    [
        ("COUNT(*)", {"at_most": 8}, "bounds"),
        ("COUNT(*)", {"at_most": 20}, "bounds"),
        ("COUNT(*)", {"at_most": 333}, "bounds"),
        ("CASE WHEN COUNT(*) > 9 THEN 0 ELSE COUNT(*) END", {"better_with": ["*"]}, "direction"),
        ("CASE WHEN COUNT(*) = 250 THEN 0 ELSE COUNT(*) END", {"better_with": ["*"]}, "direction"),
        ("CASE WHEN SUM(q) * 7 > 6000000001 THEN 0 ELSE SUM(q) END", {"better_with": ["q"]}, "direction"),
        ("CASE WHEN SUM(q) * 3 = 37035 THEN 0 ELSE SUM(q) END", {"better_with": ["q"]}, "direction"),
        ("CASE WHEN SUM(q) * 3 = 37035 THEN SUM(q) + 1 ELSE 0 END", {"worse_with": ["q"]}, "direction"),
    ],
)
def test_a_promise_that_few_rows_keep_is_held_on_many(
    formula: str, promise: dict[str, Any], part: str, tmp_path: Path
) -> None:
    (subject,) = subjects(_plugin(tmp_path, formula, promise), [])
    (finding,) = standing_faults(subject, part)
    assert finding.code == f"law|{part}"
    assert len(finding.line("en").splitlines()) <= 20


@pytest.mark.parametrize(
    ("formula", "promise"),
    [
        ("COUNT(*)", {"better_with": ["*"], "at_least": 0}),
        ("SUM(q)", {"better_with": ["q", "*"], "at_least": 0}),
        ("10 - COUNT(*)", {"worse_with": ["*"], "at_most": 10}),
    ],
)
def test_a_promise_that_is_kept_is_no_finding_on_many(formula: str, promise: dict[str, Any], tmp_path: Path) -> None:
    (subject,) = subjects(_plugin(tmp_path, formula, promise), [])
    assert [*standing_faults(subject, "bounds"), *standing_faults(subject, "direction")] == []


def test_platforms_of_a_crowd_have_one_row_and_hundreds(tmp_path: Path) -> None:
    (subject,) = subjects(_plugin(tmp_path, "COUNT(*)", {}), [])
    rows = crowd(subject).frames["tally"].group_by("platform_id").len()["len"].unique().to_list()
    assert {1, 2, 9, 10, 50, 101} <= set(rows)


def test_the_check_of_a_folder_holds_promises_on_many_rows(tmp_path: Path) -> None:
    # A column of that name met the name of a column that the kit once added for itself.
    found = check_folder(_plugin(tmp_path, "COUNT(*)", {"at_most": 20, "better_with": ["*"]}), examples=5)
    assert [finding.code for finding in found] == ["law|bounds"]


@pytest.mark.parametrize("name", ["nothere", "row number", "platform_id", "unread"])
def test_a_promise_about_what_no_formula_reads_is_refused(name: str, tmp_path: Path) -> None:
    (finding,) = check_folder(_plugin(tmp_path, "SUM(q)", {"better_with": [name]}), examples=1)
    assert finding.code == "promises|malformed"
    assert "Known here: *, q." in finding.line("en")
