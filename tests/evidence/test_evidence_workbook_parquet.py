"""A Parquet file of a stranger is decoded apart, and says the same as one that is trusted."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import polars as pl

from appraisal.evidence.parquet_table import read_parquet
from appraisal.evidence.workbook import read_parquet_apart, watch

ROWS = pl.DataFrame(
    {
        "platform_id": ["A1", "A2"],
        "town": pl.Series(["甲", None], dtype=pl.Categorical),
        "staff": pl.Series([1, 2], dtype=pl.Int16),
        "money": pl.Series([Decimal("1.50"), None], dtype=pl.Decimal(18, 2)),
        "legal": [True, None],
        "day": [date(2013, 12, 31), None],
    }
)


def written(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def test_it_says_the_same_as_a_trusted_file(things) -> None:
    for frame in (ROWS, ROWS.with_columns(staff=pl.lit("x")), ROWS.drop("platform_id")):
        data = written(frame)
        near, far = read_parquet(data, "f.parquet", things), read_parquet_apart(data, "f.parquet", things)
        assert near[1] == far[1]
        if near[0] and far[0]:
            assert near[0].frame.equals(far[0].frame)
        else:
            assert near[0] is far[0] is None


def test_a_damaged_file_is_refused_with_one_line(things) -> None:
    data = bytearray(written(ROWS))
    for broken in (b"PAR1", bytes(data[:-20]), bytes(data[:100]) + bytes(50) + bytes(data[150:])):
        table, (finding,) = read_parquet_apart(broken, "f.parquet", things)
        assert table is None
        assert finding.code == "parquet|damaged"


def test_a_file_that_takes_too_much_is_refused(things, monkeypatch) -> None:
    monkeypatch.setattr(watch, "CHILD_MEMORY", 1)
    table, (finding,) = read_parquet_apart(written(ROWS), "f.parquet", things)
    assert table is None
    assert finding.code == "file|too_large"


def test_too_many_columns_are_refused(things) -> None:
    wide = pl.DataFrame({f"c{n}": [1] for n in range(501)})
    _, (finding,) = read_parquet_apart(written(wide), "f.parquet", things)
    assert finding.code == "file|too_large"
