"""What is written as JSON keeps every digit, and equal values are spelled alike."""

from __future__ import annotations

from decimal import Decimal

import pytest

from appraisal.schema.json_spelling import canonical, dumps


def test_numbers_are_printed_plainly_with_their_digits():
    assert dumps({"b": Decimal("1E+2"), "a": [Decimal("1.50"), 2], "c": []}) == (
        '{\n  "b": 100,\n  "a": [1.50, 2],\n  "c": []\n}\n'
    )


@pytest.mark.parametrize("value", [0.5, Decimal("NaN"), Decimal("Infinity"), {1: 2}, {"a": object()}, {1, 2}])
def test_what_has_no_exact_json_form_is_not_written(value):
    with pytest.raises((TypeError, ValueError)):
        dumps(value)
    with pytest.raises((TypeError, ValueError)):
        canonical(value)


def test_equal_values_have_one_canonical_spelling():
    one = {"b": Decimal("1.0"), "a": [Decimal("-0.0"), Decimal("2.50"), Decimal("1E+2")], "中": "文"}
    other = {"中": "文", "a": [0, Decimal("2.5"), 100], "b": 1}
    assert canonical(one) == canonical(other) == '{"a":[0,2.5,100],"b":1,"中":"文"}'.encode()
