"""Laws that no formula can break, held against an engine that breaks them: each is found, with little evidence."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl
import pytest

from appraisal import paths
from appraisal.testing import search as searching
from appraisal.testing.search import search
from appraisal.testing.subject import OTHER, Subject, subjects
from appraisal.testing.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraisal.errors import Finding
    from appraisal.testing.evidence import Evidence

_CALLS = itertools.count()


def _plus(value: Value, number: int) -> Value:
    return replace(value, low=value.low + number, high=value.high + number) if value.low is not None else value


def _by_others(_: Evidence, values: dict[str, Value]) -> dict[str, Value]:
    return {name: _plus(value, len(values)) for name, value in values.items()}


def _by_first_row(evidence: Evidence, values: dict[str, Value]) -> dict[str, Value]:
    rows = evidence.frames["services"]
    return {name: _plus(value, rows["date"][0].day if rows.height else 0) for name, value in values.items()}


def _by_call(_: Evidence, values: dict[str, Value]) -> dict[str, Value]:
    return {name: _plus(value, next(_CALLS)) for name, value in values.items()}


def _seven_for_nothing(_: Evidence, values: dict[str, Value]) -> dict[str, Value]:
    zero = Fraction(0)
    return {name: _plus(value, 7) if value.low == zero else value for name, value in values.items()}


def _nothing_handed_in_is_zero(_: Evidence, values: dict[str, Value]) -> dict[str, Value]:
    zero = Value("measured", Fraction(0), Fraction(0), Fraction(1), 1)
    return {name: zero if value.state == "not_submitted" else value for name, value in values.items()}


@pytest.fixture
def unshrunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """That a law breaks is found; the smallest evidence that breaks it is not sought."""
    monkeypatch.setattr(searching, "_SHRINK", searching._SEEK)


def _search(law: str, twist: Callable[[Evidence, dict[str, Value]], dict[str, Value]]) -> list[Finding]:
    (sound,) = subjects(paths.plugins() / "service_count", [])

    class Crooked(Subject):
        def values(self, evidence: Evidence) -> dict[str, Value]:
            return twist(evidence, super().values(evidence))

    crooked = Crooked(sound.indicator, sound.compiled, sound.schemas, sound.promise, sound.file)
    return search(crooked, [law], 40, 0)


def test_an_engine_that_breaks_none_of_them_is_sound() -> None:
    (sound,) = subjects(paths.plugins() / "service_count", [])
    assert (
        search(sound, ["other_platforms", "shards", "row_order", "repeats", "empty", "one_value", "exact"], 20, 0) == []
    )


TWISTS = pytest.mark.parametrize(
    ("law", "twist"),
    [
        ("other_platforms", _by_others),
        ("shards", _by_others),
        ("row_order", _by_first_row),
        ("repeats", _by_call),
        ("empty", _seven_for_nothing),
        ("empty", _nothing_handed_in_is_zero),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__[1:],
)


@TWISTS
@pytest.mark.usefixtures("unshrunk")
def test_an_engine_that_breaks_the_law_is_found(law: str, twist: Callable) -> None:
    assert [finding.code for finding in _search(law, twist)] == [f"law|{law}"]


@pytest.mark.full
@TWISTS
def test_an_engine_that_breaks_the_law_is_found_with_little_evidence(law: str, twist: Callable) -> None:
    (finding,) = _search(law, twist)
    assert finding.code == f"law|{law}"
    assert len(finding.line("en").splitlines()) <= 16


@pytest.mark.parametrize("law", ["one_value", "exact"])
def test_two_rows_for_a_platform_and_a_float_are_found(law: str) -> None:
    (sound,) = subjects(paths.plugins() / "service_count", [])

    class Crooked(Subject):
        def measures(self, evidence: Evidence):
            made = super().measures(evidence)
            twice = pl.concat([made.frame, made.frame.head(1)])
            return replace(
                made,
                frame=twice if law == "one_value" else made.frame.with_columns(pl.selectors.integer().cast(pl.Float64)),
            )

    crooked = Crooked(sound.indicator, sound.compiled, sound.schemas, sound.promise, sound.file)
    assert [finding.code for finding in search(crooked, [law], 20, 0)] == [f"law|{law}"]


def test_an_engine_that_fails_is_no_traceback() -> None:
    def fail(*_: object) -> dict[str, Value]:
        message = "no such column"
        raise KeyError(message)

    (sound,) = subjects(paths.plugins() / "service_count", [])

    class Crooked(Subject):
        measures = fail  # type: ignore[assignment] - an engine that fails

    crooked = Crooked(sound.indicator, sound.compiled, sound.schemas, sound.promise, sound.file)
    (finding,) = search(crooked, ["exact"], 10, 0)
    assert finding.code == "law|fails"
    assert "no such column" in finding.line("en")


def test_a_platform_that_handed_in_something_else_is_told_from_one_that_handed_in_nothing() -> None:
    (sound,) = subjects(paths.plugins() / "service_count", [])
    assert OTHER in sound.schemas
    assert OTHER not in sound.reads
