"""A Parquet file is read with exactly the types of the schema, or refused by column."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from appraisal.evidence import parquet_table
from appraisal.evidence.reading import read_table

ROW = {
    "platform_id": ["P1", None],
    "town": ["小榄", None],
    "staff": [12, None],
    "money": [Decimal("3.45"), None],
    "legal": [True, None],
    "day": [date(2014, 12, 31), None],
}


def parquet(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_parquet(stream)
    return stream.getvalue()


def frame_of(things, **changed):
    types = {name: column.parquet_dtype for name, column in things.columns.items()}
    return pl.DataFrame({**ROW, **changed}, schema=types)


def faults(found):
    return [(finding.code, finding.place.row, finding.place.column) for finding in found]


def test_the_types_of_the_schema_are_read_to_the_last_digit(things):
    table, found = read_table(parquet(frame_of(things)), "f.parquet", things)
    assert found == []
    assert table is not None
    assert table.frame.rows() == [("P1", "小榄", 12, 345, True, date(2014, 12, 31)), (None,) * 6]
    assert list(table.frame.schema.items()) == [(name, each.dtype) for name, each in things.columns.items()]
    assert (table.place(0).row, table.shown(0, "money")) == (1, "3.45")


@pytest.mark.parametrize(
    ("column", "dtype"),
    [
        ("staff", pl.Int8),
        ("staff", pl.Int16),
        ("staff", pl.Int32),
        ("staff", pl.UInt8),
        ("staff", pl.UInt16),
        ("staff", pl.UInt32),
        ("money", pl.Decimal(38, 2)),
        ("money", pl.Decimal(9, 2)),
        ("town", pl.Categorical),
        ("town", pl.Enum(["小榄"])),
    ],
)
def test_a_type_that_widens_without_loss_is_read(things, column, dtype):
    plain, _ = read_table(parquet(frame_of(things)), "f.parquet", things)
    table, found = read_table(parquet(frame_of(things).with_columns(pl.col(column).cast(dtype))), "f.parquet", things)
    assert found == []
    assert plain is not None
    assert table is not None
    assert table.frame.equals(plain.frame)


@pytest.mark.parametrize(
    ("column", "dtype"),
    [
        ("staff", pl.Float64),
        ("staff", pl.String),
        ("staff", pl.UInt64),
        ("staff", pl.Int128),
        ("staff", pl.Decimal(18, 0)),
        ("money", pl.Float64),
        ("money", pl.Int64),
        ("money", pl.Decimal(18, 3)),
        ("money", pl.Decimal(18, 1)),
        ("legal", pl.Int64),
        ("legal", pl.String),
        ("day", pl.Datetime),
        ("day", pl.String),
        ("town", pl.Binary),
    ],
)
def test_any_other_type_is_refused_by_its_column(things, column, dtype):
    changed = frame_of(things).with_columns(pl.Series(column, [None, None], dtype=dtype))
    table, found = read_table(parquet(changed), "f.parquet", things)
    assert (table, faults(found)) == (None, [("parquet|type", None, column)])
    assert str(things.columns[column].parquet_dtype) in found[0].fix.render("en")


def test_a_column_without_any_value_may_have_no_type(things):
    table, _ = read_table(parquet(frame_of(things).with_columns(town=pl.lit(None))), "f.parquet", things)
    assert table is not None
    assert table.frame["town"].to_list() == [None, None]
    assert table.frame["town"].dtype == pl.String


def test_columns_are_found_by_title_and_alias_and_may_be_absent(things):
    file = parquet(pl.DataFrame({"镇街": ["小榄"], "平台编号": ["P1"]}))
    table, _ = read_table(file, "f.parquet", things)
    assert table is not None
    assert table.frame.rows() == [("P1", "小榄", None, None, None, None)]


def test_headers_that_do_not_fit_are_refused(things):
    file = parquet(pl.DataFrame({"stuff": [1], "town": ["a"], "镇街": ["b"]}))
    assert faults(read_table(file, "f.parquet", things)[1]) == [
        ("header|unknown", None, "stuff"),
        ("header|duplicate", None, "town"),
        ("header|missing", None, "platform_id"),
    ]


def test_cells_that_a_table_cannot_hold_are_refused_by_row(things):
    big = frame_of(things).with_columns(
        pl.Series("money", [Decimal("99999999999999999.99"), None], dtype=pl.Decimal(38, 2)),
        pl.Series("town", ["a\x00b", "长" * 10_001]),
        pl.Series("day", [-800_000, 4_000_000], dtype=pl.Int32).cast(pl.Date),
    )
    assert faults(read_table(parquet(big), "f.parquet", things)[1]) == [
        ("cell|too_long", 1, "town"),
        ("cell|too_long", 2, "town"),
        ("cell|range", 1, "money"),
        ("cell|range", 1, "day"),
        ("cell|range", 2, "day"),
    ]


def test_an_endless_text_is_refused_and_one_of_as_many_bytes_is_not(things):
    town = pl.Series("town", ["长" * 10_001, "长" * 10_000])
    assert faults(read_table(parquet(frame_of(things).with_columns(town)), "f.parquet", things)[1]) == [
        ("cell|too_long", 1, "town")
    ]


def test_a_file_of_pyarrow_is_read(things):
    table = pa.table(
        {"platform_id": ["P1"], "money": pa.array([Decimal("1.50")], pa.decimal128(20, 2)), "day": [date(2014, 1, 1)]}
    )
    stream = io.BytesIO()
    pq.write_table(table, stream)
    read, found = read_table(stream.getvalue(), "f.parquet", things)
    assert found == []
    assert read is not None
    assert read.frame.row(0)[3] == 150


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-10],
        lambda data: data[: len(data) // 2],
        lambda data: data[:4] + bytes(len(data) - 8) + data[-4:],
        lambda _: b"PAR1",
        lambda _: b"PAR1PAR1PAR1",
        lambda data: data[:60] + b"\xff" * 20 + data[80:],
    ],
)
def test_a_damaged_file_is_one_finding(things, damage):
    table, found = read_table(damage(parquet(frame_of(things))), "f.parquet", things)
    assert (table, faults(found)) == (None, [("parquet|damaged", None, None)])


def test_a_panic_of_the_engine_is_a_finding_and_no_crash(things, monkeypatch):
    def panic(*_, **__):
        raise pl.exceptions.PanicException("range end index out of range\nsecond line")  # noqa: EM101, TRY003 - as the engine does

    monkeypatch.setattr(parquet_table.pl, "read_parquet", panic)
    _, [finding] = read_table(parquet(frame_of(things)), "f.parquet", things)
    assert finding.code == "parquet|damaged"
    assert "(range end index out of range)" in finding.message.render("en")


def test_too_many_rows_are_refused_before_they_are_read(things, monkeypatch):
    monkeypatch.setattr(parquet_table, "MAX_ROWS", 1)
    assert faults(read_table(parquet(frame_of(things)), "f.parquet", things)[1]) == [("file|too_large", None, None)]


def test_a_time_of_day_is_no_date(things):
    file = parquet(pl.DataFrame({"platform_id": ["P1"], "day": [datetime(2014, 1, 1, 8)]}))  # noqa: DTZ001 - a cell has no zone
    assert faults(read_table(file, "f.parquet", things)[1]) == [("parquet|type", None, "day")]
