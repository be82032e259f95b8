"""Forty plugins with one planted fault each: which layer catches it, and by which finding."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from appraisal.program import ask
from appraisal.testing import check_folder, search

FAULTS = Path(__file__).parent / "faults"


class Caught(NamedTuple):
    """Where a fault is caught, and as what."""

    layer: str
    code: str
    words: str = ""


LANGUAGE = "the formula language has no word for it"
RECORD = "the schema of the indicator"
DOOR = "the door of the registry"
BINDING = "the formulas bound to tables and params"
REHEARSAL = "the plugin imported in a process of its own"
SEARCH = "the laws on made evidence"
CAUGHT = {
    "best_for_nothing": Caught(SEARCH, "law|empty_share", "best value"),
    "blank_as_zero": Caught(SEARCH, "law|blank_as_zero", "mark"),
    "clock": Caught(REHEARSAL, "law|changes"),
    "column_unknown": Caught(BINDING, "formula|unknown_column", "service_revenue_yuan"),
    "counted_calls": Caught(REHEARSAL, "law|changes"),
    "decimal_context": Caught(REHEARSAL, "law|left", "decimal.getcontext()"),
    "dies_on_import": Caught(DOOR, "plugin|broken", "exit status"),
    "empty_unknown": Caught(RECORD, "document|not_one_of", "missing, zero"),
    "endless_import": Caught(DOOR, "plugin|broken", "did not end"),
    "exits_on_import": Caught(DOOR, "plugin|broken", "SystemExit"),
    "first_row": Caught(LANGUAGE, "formula|unknown_function", "FIRST"),
    "float_measure": Caught(LANGUAGE, "formula|ratio"),
    "float_param": Caught(RECORD, "plugin|broken", "float"),
    "hash_order": Caught(REHEARSAL, "law|changes"),
    "hook_unknown": Caught(DOOR, "plugin|hook"),
    "import_hook": Caught(REHEARSAL, "law|left", "sys.meta_path"),
    "language": Caught(REHEARSAL, "law|changes"),
    "leaving_out_pays": Caught(SEARCH, "law|more_is_not_less", "leave rows out"),
    "mean_expression": Caught(DOOR, "plugin|expression"),
    "mean_of_all": Caught(DOOR, "plugin|expression"),
    "nonsense": Caught(DOOR, "plugin|result"),
    "not_monotone": Caught(SEARCH, "law|direction", "solved"),
    "out_of_bounds": Caught(SEARCH, "law|bounds", "promised is 0 to 100"),
    "overflow": Caught(BINDING, "formula|range", "128 bits"),
    "param_too_wide": Caught(BINDING, "law|param", "weight"),
    "patched_engine": Caught(REHEARSAL, "law|left", "appraisal.measure.read"),
    "python_callback": Caught(DOOR, "plugin|expression"),
    "random_weight": Caught(REHEARSAL, "law|left", "random"),
    "rank_among_all": Caught(LANGUAGE, "formula|window"),
    "reads_a_file": Caught(REHEARSAL, "law|did", "promises.json"),
    "revenue": Caught(DOOR, "plugin|twice"),
    "running_total": Caught(DOOR, "plugin|expression"),
    "same_id_twice": Caught(DOOR, "plugin|clash"),
    "share_of_all": Caught(LANGUAGE, "formula|subquery"),
    "table_unknown": Caught(BINDING, "indicator|table", "fairs"),
    "todays_services": Caught(LANGUAGE, "formula|unknown_column", "CURRENT_DATE"),
    "wrapper": Caught(DOOR, "plugin|wrapper"),
    "wrong_direction": Caught(SEARCH, "law|direction", "complaints"),
    "wrong_scale": Caught(SEARCH, "law|unit_scale", '"scale": 100'),
    "wrong_unit": Caught(SEARCH, "law|unit_factor", "10000 times"),
}


#: Another plugin that breaks the same law, or the same one in another test, is tried in every run.
AGAIN = {
    "counted_calls",
    "import_hook",
    "leaving_out_pays",
    "mean_of_all",
    "not_monotone",
    "out_of_bounds",
    "python_callback",
    "random_weight",
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.full if name in AGAIN else ()) for name in sorted(CAUGHT)]
)
def test_the_planted_fault_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The smallest evidence is sought in a test of its own.
    monkeypatch.setattr(search, "_SHRINK", search._SEEK)
    if name == "endless_import":
        monkeypatch.setattr(ask, "SECONDS", 1)
    caught = CAUGHT[name]
    # What needs no evidence to be caught is caught without.
    found = check_folder(FAULTS / name, examples=20 if caught.layer == SEARCH else 1)
    assert caught.code in [finding.code for finding in found]
    finding = next(finding for finding in found if finding.code == caught.code)
    assert caught.words in finding.line("en")
    assert name in finding.line("zh")
    assert str(FAULTS) not in finding.sentence("zh") or caught.code in ("plugin|twice", "plugin|broken", "law|did")


def test_every_fault_in_the_folder_is_expected_somewhere() -> None:
    assert {folder.name for folder in FAULTS.iterdir()} == CAUGHT.keys()


def test_the_smallest_evidence_stands_below_the_finding_in_the_words_of_the_reader() -> None:
    found = check_folder(FAULTS / "out_of_bounds", examples=20)[0]
    assert found.line("zh").splitlines()[-3:] == [
        "  走访记录（visits）",
        "    平台编号  走访编号  完成数  计划数",
        "    P1        V1        2       1",
    ]
    assert "Done  Planned" in found.line("en")
