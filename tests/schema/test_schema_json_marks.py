"""What somebody mistypes in Notepad is said where it stands, and with what to write instead."""

from __future__ import annotations

import pytest

from appraisal.errors import Refused
from appraisal.schema import loads

MISTYPED = {
    "a full-width comma": ('{"a": 1，"b": 2}', 1, "， is full-width; write it half-width: ,"),
    "a full-width comma in a list": ("[1， 2]", 1, "， is full-width; write it half-width: ,"),
    "a full-width colon": ('{"a"：1}', 1, "： is full-width; write it half-width: :"),
    "Chinese quotation marks around a key": ("{“a”: 1}", 1, '“ is full-width; write it half-width: "'),
    "Chinese quotation marks around a text": ('{"a": “x”}', 1, '“ is full-width; write it half-width: "'),
    "a Chinese quotation mark at the end": ('{"a”: 1}', 1, '” is full-width; write it half-width: "'),
    "a full-width brace": ('｛"a": 1}', 1, "｛ is full-width; write it half-width: {"),
    "a full-width digit": ('{"a": １}', 1, "１ is full-width; write it half-width: 1"),
    "a full-width space": ('{"a":\u30001}', 1, "A full-width space stands there; delete it."),
    "a comma before the brace": (
        '{\n"a": 1,\n}',
        2,
        "A comma stands before }, with nothing after it. Delete the comma.",
    ),
    "a comma before the bracket": (
        "[1,\n2,\n\n]",
        2,
        "A comma stands before ], with nothing after it. Delete the comma.",
    ),
    "no comma at the end of a line": ('{\n"a": 1\n"b": 2}', 2, 'After "a": 1 a comma is missing. Write a comma there.'),
    "no comma after an object": ('{"a": {\n}\n"b": 2}', 2, "After } a comma is missing."),
    "no comma in a list": ("[1\n2]", 1, "After [1 a comma is missing."),
    "a comment": ('{"a": 1 // one\n}', 1, "JSON has no comments; delete it."),
    "a path of Windows": ('{"path": "evidence\\designs.csv"}', 1, "Write / in paths, not a backslash."),
    "a path of Windows with an escape in it": ('{"path": "a\\new\\x.csv"}', 1, "Write / in paths, not a backslash."),
    "single quotation marks": ("{'a': 1}", 1, 'Write " instead.'),
}


@pytest.mark.parametrize("slip", MISTYPED)
def test_a_slip_is_said_on_its_line_with_its_mend(slip: str) -> None:
    source, row, said = MISTYPED[slip]
    with pytest.raises(Refused) as refused:
        loads(source.encode(), "x.json")
    (finding,) = refused.value.findings
    assert finding.place.row == row
    assert said in finding.sentence("en")
