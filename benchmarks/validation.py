"""Every failing cell of a million rows: ours and its peers in turn, in memory and from Parquet."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from appraisal.evidence import check_table, read_table
from appraisal.schema.check import violations
from appraisal.schema.table import table_schema
from benchmarks import peers, rows
from benchmarks.timing import Measured, Method, in_turn, spread, times, verdict

if TYPE_CHECKING:
    from appraisal.evidence import Table
    from appraisal.schema.table import TableSchema

_READ = "`pl.read_parquet`"
_FLOOR = "floor: read, and the largest cell of every column"
_FROM_PARQUET = "**ours, from Parquet: every failing cell**"
_FINDINGS = "ours, from Parquet: every finding in words"
_OURS = "**ours, in memory: every failing cell**"
_OURS_AGAIN = "ours again, in turn with those that follow"
_DATAFRAMELY = "dataframely `filter`"
_FAILURES = "dataframely `filter`, failures only"
_RUST = "jsonschema-rs `iter_errors`"
_RUST_BARE = "jsonschema-rs without the organisation code"
_PYTHON = "jsonschema `iter_errors`"
#: The reference validator is so slow that it gets fewer rows; its rows a second do not depend on them.
_PYTHON_ROWS = 20_000


def measure(rounds: int, count: int) -> list[str]:
    """The table of results and what is claimed of it."""
    schema = table_schema(rows.SCHEMA, "benchmark.schema.json")
    frame = rows.rows(count)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.parquet"
        frame.write_parquet(file)
        table = _table(file, schema)
        # In three groups: after a validator that makes millions of objects no frame is read as quickly.
        measured = in_turn(_from_parquet(file, schema, count), 3 * rounds)
        measured |= in_turn(_of_frames(table, count), 3 * rounds)
        measured |= in_turn(_of_rows(frame, table, count), rounds)
    _same_work(measured, count)
    return [*_lines(measured, count), "", *_claims(measured)]


def failing_cells(table: Table) -> pl.DataFrame:
    """Row, column, rule and value of every failing cell."""
    checks = table.schema.checks
    broken = violations(table.frame, checks)
    if broken.is_empty():
        return pl.DataFrame(schema={"row": pl.UInt32, "column": pl.String, "rule": pl.String, "value": pl.String})
    parts = []
    for (place,), part in broken.partition_by("check", as_dict=True).items():
        cells = table.frame.get_column(checks[place].column or "")
        parts.append(part.hstack([cells.gather(part["row"]).cast(pl.String).alias("value")]))
    whole = pl.concat(parts)
    rules = pl.DataFrame({"column": [each.column for each in checks], "rule": [each.pointer for each in checks]})
    return pl.concat([whole.select("row"), rules[whole["check"]], whole.select("value")], how="horizontal")


def _table(file: Path, schema: TableSchema) -> Table:
    table, found = read_table(file.read_bytes(), file.name, schema)
    if table is None:
        raise AssertionError(found)
    return table


def _from_parquet(file: Path, schema: TableSchema, count: int) -> list[Method]:
    def floor() -> pl.DataFrame:
        return pl.read_parquet(file).select(pl.all().max())

    return [
        Method(_READ, lambda: pl.read_parquet(file), count),
        Method(_FLOOR, floor, count),
        Method(_FROM_PARQUET, lambda: failing_cells(_table(file, schema)).height, count),
        Method(_FINDINGS, lambda: len(check_table(_table(file, schema))), count),
    ]


def _of_frames(table: Table, count: int) -> list[Method]:
    methods = [Method(_OURS, lambda: failing_cells(table).height, count)]
    if functions := peers.dataframely():
        both, failures = functions
        methods += [
            Method(_DATAFRAMELY, lambda: both(table.frame), count),
            Method(_FAILURES, lambda: failures(table.frame), count),
        ]
    return methods


def _of_rows(frame: pl.DataFrame, table: Table, count: int) -> list[Method]:
    methods = [Method(_OURS_AGAIN, lambda: failing_cells(table).height, count)]
    instances = peers.row_dicts(frame)
    few = instances[:_PYTHON_ROWS]
    if rust := peers.jsonschema_rs():
        methods.append(Method(_RUST, lambda: rust(instances), count))
    if bare := peers.jsonschema_rs(codes=False):
        methods.append(Method(_RUST_BARE, lambda: bare(instances), count))
    python = peers.python_jsonschema()
    return [*methods, Method(_PYTHON, lambda: python(few), len(few))]


def _same_work(measured: dict[str, Measured], count: int) -> None:
    """Everybody has to find what was planted, or the times mean nothing."""
    for title, each in measured.items():
        if each.count is None or title == _RUST_BARE:
            continue
        if each.count != rows.planted(each.method.rows):
            message = f"{title} found {each.count} of {rows.planted(each.method.rows)} errors in {count} rows."
            raise AssertionError(message)


def _lines(measured: dict[str, Measured], count: int) -> list[str]:
    base = measured[_READ]
    width = len(rows.SCHEMA["properties"])
    lines = [
        f"{count:,} rows x {width} columns, 24 rules on values and 9 required columns; a bad cell in every 100th row.",
        "",
        f"| method | time | rows a second | errors found | times {_READ} |",
        "|---|---|---|---|---|",
    ]
    for title, each in measured.items():
        fewer = "" if each.method.rows == count else f" ({each.method.rows:,} rows)"
        ratio = f"{times(each, base):.2f}" if title in {_READ, _FLOOR, _FROM_PARQUET, _FINDINGS} else "-"
        found = "-" if each.count is None else f"{each.count:,}"
        lines.append(f"| {title} | {spread(each.seconds)}{fewer} | {each.rate:,.0f} | {found} | {ratio} |")
    return lines


def _claims(measured: dict[str, Measured]) -> list[str]:
    parquet, base = measured[_FROM_PARQUET], measured[_READ]
    claim, floor = verdict(times(parquet, base), at_most=2.5), times(measured[_FLOOR], base)
    lines = [f"- every failing cell from Parquet: {claim} times {_READ}; the floor is {floor:.2f}"]
    claims = ((_DATAFRAMELY, _OURS, 1), (_FAILURES, _OURS, 1), (_RUST, _OURS_AGAIN, 10))
    for title, name, least in (*claims, (_RUST_BARE, _OURS_AGAIN, None), (_PYTHON, _OURS_AGAIN, 300)):
        if title in measured:
            ours, peer = measured[name], measured[title]
            rate = times(peer, ours) * ours.method.rows / peer.method.rows
            lines.append(f"- in memory, rows a second against {title}: {verdict(rate, at_least=least)} times")
    return lines
