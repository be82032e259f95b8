"""JSON is read strictly: what is doubtful is refused with its place, what is written can be read again."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import paths
from appraisal.errors import Refused
from appraisal.schema import strict_json
from appraisal.schema.json_spelling import canonical, dumps
from appraisal.schema.quick_json import SuspiciousError, quick_loads

DOCUMENTS = sorted(
    path for folder in (paths.schemas(), paths.scenarios(), paths.plugins()) for path in folder.rglob("*.json")
)


def refusals(data: bytes) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(Refused) as caught:
        strict_json.loads(data, "f.json")
    return [(finding.code, finding.place.pointer, finding.place.row) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("data", "code", "pointer", "row"),
    [
        (b'{"a": 1,\n "a": 2}', "duplicate_key", "$.a", 2),
        (b'{"a": {"b": 1, "b": 1}}', "duplicate_key", "$.a.b", 1),
        (b'{"a": 1, "\\u0061": 2}', "duplicate_key", "$.a", 1),
        (b"[1, NaN]", "not_a_number", "$[1]", 1),
        (b"[Infinity]", "not_a_number", "$[0]", 1),
        (b"[-Infinity]", "not_a_number", "$[0]", 1),
        (b'{"a": 1e400}', "number_too_long", "$.a", 1),
        (b'{"a": -1e-400}', "number_too_long", "$.a", 1),
        (b'{"a": 1e999999999999999999}', "number_too_long", "$.a", 1),
        (b"12345678901234567890123456789012345678901", "number_too_long", "$", 1),
        (b'["\\ud800"]', "surrogate", "$[0]", 1),
        (b'{"\\udc00": 1}', "surrogate", "$", 1),
        (b"[" * 65 + b"]" * 65, "depth", "$[0][0][0]", 1),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "depth", "$.a.a.a", 1),
        (b"[" * 500 + b"]" * 500, "depth", "$[0][0][0]", 1),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "depth", "$.a.a.a", 1),
        (b"[" * 100_000, "depth", "$[0][0][0]", 1),
        (b"{} x", "text_after_end", "$", 1),
        (b"01", "text_after_end", "$", 1),
        (b"[1,]", "syntax", "$[1]", 1),
        (b'{"a": 1,}', "syntax", "$", 1),
        (b'{"a" 1}', "syntax", "$.a", 1),
        (b"{'a': 1}", "syntax", "$", 1),
        (b"[.5]", "syntax", "$[0]", 1),
        (b"[+1]", "syntax", "$[0]", 1),
        (b"[True]", "syntax", "$[0]", 1),
        (b'{"a": [1,\n2', "syntax", "$.a", 2),
        (b"", "syntax", "$", 1),
        (b'"a\tb"', "syntax", "$", 1),
        (b'"a\\x41"', "syntax", "$", 1),
        (b"// no\n{}", "syntax", "$", 1),
        (b'"\xff"', "encoding", None, 1),
        (b"\xef\xbb\xbf\n\n\xc0\xaf", "encoding", None, 3),
        (b"\xff\xfe{\x00}\x00", "encoding", None, 1),
    ],
)
def test_what_is_doubtful_is_refused_with_its_place(data, code, pointer, row):
    assert refusals(data) == [(f"json|{code}", pointer, row)]


def test_a_reader_learns_every_fault_that_leaves_the_structure_readable_at_once():
    assert refusals(b'{"a": 1, "a": 2,\n "b": [NaN, 1e400]}') == [
        ("json|duplicate_key", "$.a", 1),
        ("json|not_a_number", "$.b[0]", 2),
        ("json|number_too_long", "$.b[1]", 2),
    ]


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"1.0", Decimal("1.0")),
        (b"1.50", Decimal("1.50")),
        (b"1e2", Decimal("1E+2")),
        (b"-0", 0),
        (b"0.1", Decimal("0.1")),
        (b"9007199254740993", 9007199254740993),
        (b"1e39", Decimal("1E+39")),
        (b"1234567890123456789012345678901234567890", 1234567890123456789012345678901234567890),
        (b"\xef\xbb\xbf[true, false, null]", [True, False, None]),
        (b'"\\ud83d\\ude00\\u5e73"', "😀平"),
        (b'{"b": 1, "a": {}}', {"b": 1, "a": {}}),
        (b"[" * 64 + b"]" * 64, None),
    ],
)
def test_what_is_sound_is_kept_to_the_last_digit(data, value):
    found = strict_json.loads(data, "f.json")
    assert value is None or (found == value and repr(found) == repr(value))


def test_a_missing_file_and_a_large_one_are_refused_by_name(tmp_path):
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (strict_json.MAX_BYTES + 1))
    for path, code in ((tmp_path / "none.json", "unreadable"), (tmp_path, "unreadable"), (large, "too_large")):
        with pytest.raises(Refused) as caught:
            strict_json.read(path, "named.json")
        assert [(finding.code, finding.place.file) for finding in caught.value.findings] == [
            (f"json|{code}", "named.json")
        ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shipped_file_is_read_and_written_without_loss(path):
    value = strict_json.read(path, path.name)
    assert strict_json.loads(dumps(value).encode(), path.name) == value


def test_the_shipped_rules_are_written_as_they_stand():
    path = paths.scenarios() / "2014" / "rules.json"
    assert dumps(strict_json.read(path, "rules.json")).encode() == path.read_bytes()


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.decimals(-(10**9), 10**9, places=6)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_is_read_as_the_same_value(value):
    assert strict_json.loads(dumps(value).encode(), "f.json") == value
    assert strict_json.loads(canonical(value), "f.json") == value


@given(VALUES)
def test_the_standard_library_reads_the_same(value):
    text = json.dumps(value, default=float)
    assert strict_json.loads(text.encode(), "f.json") == json.loads(text, parse_float=Decimal)


@given(st.text('{}[]",:\\u0d8ea \n.-+1234567890truefalsnN\ufeff', max_size=14) | VALUES.map(dumps))
def test_the_quick_reader_says_nothing_that_the_careful_one_does_not_say(source):
    try:
        quick = quick_loads(source)
    except SuspiciousError:
        return
    careful = strict_json._Reader(source, "f.json").document()
    assert repr(quick) == repr(careful)
