"""Peers that validate the same rows by the same rules; one that is not installed is passed over."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.schema.fixed_codes import organisation_code
from appraisal.schema.formats import calendar_day
from benchmarks import rows

if TYPE_CHECKING:
    from types import ModuleType

Row = dict[str, Any]
#: Counts the errors in some rows.
Validator = Callable[[list[Row]], int]
_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LENGTH = 9
_MODULUS = 11


def installed(name: str) -> ModuleType | None:
    """A peer, or None with a line that says so."""
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"{name} is not installed and is passed over: pip install appraisal[bench]")
        return None


def row_schema(*, codes: bool = True) -> dict[str, Any]:
    """The schema as validators of JSON know it; the two decimals of money are in the type of the column already."""
    properties = {}
    for name, schema in rows.SCHEMA["properties"].items():
        step = schema.get("multipleOf")
        kept = {keyword: value for keyword, value in schema.items() if keyword != "multipleOf"}
        if step is not None and name == "satisfaction":
            kept["multipleOf"] = float(step)
        if not codes and kept.get("format") == "organisation-code":
            del kept["format"]
        properties[name] = kept
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **{keyword: rows.SCHEMA[keyword] for keyword in ("type", "additionalProperties", "required", "if", "then")},
        "properties": properties,
    }


def row_dicts(frame: pl.DataFrame) -> list[Row]:
    """The rows as JSON has them: decimals as floats, an empty cell is no member."""
    plain = frame.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    return [{name: cell for name, cell in row.items() if cell is not None} for row in plain.iter_rows(named=True)]


def is_organisation_code(code: object) -> bool:
    """The check of GB 11714 for a validator that calls Python."""
    if not isinstance(code, str) or len(code) != _LENGTH or not all(each in _VALUES for each in code):
        return False
    total = sum(_VALUES.index(each) * weight for each, weight in zip(code, _WEIGHTS, strict=False))
    return code[-1] == "0123456789X0"[(_MODULUS - total % _MODULUS)] if total % _MODULUS else code[-1] == "0"


def jsonschema_rs(*, codes: bool = True) -> Validator | None:
    """The validator written in Rust, which calls Python for the organisation code."""
    library = installed("jsonschema_rs")
    if library is None:
        return None
    formats = {"organisation-code": is_organisation_code} if codes else None
    validator = library.Draft202012Validator(row_schema(codes=codes), formats=formats, validate_formats=True)
    return lambda instances: sum(1 for row in instances for _ in validator.iter_errors(row))


def python_jsonschema() -> Validator:
    """The reference validator, on which this project depends anyway."""
    import jsonschema  # noqa: PLC0415 - beside its peers

    checker = jsonschema.FormatChecker(["date"])
    checker.checks("organisation-code")(is_organisation_code)
    validator = jsonschema.Draft202012Validator(row_schema(), format_checker=checker)
    return lambda instances: sum(1 for row in instances for _ in validator.iter_errors(row))


def dataframely() -> tuple[Callable[[pl.DataFrame], int], Callable[[pl.DataFrame], int]] | None:
    """Rows that pass and rows that fail as it gives them, and failures only: each counts the broken rules."""
    library = installed("dataframely")
    if library is None:
        return None
    schema = _dataframely_schema(library)

    def both(frame: pl.DataFrame) -> int:
        return sum(schema.filter(frame).failure.counts().values())

    def failures(frame: pl.DataFrame) -> int:
        return sum(schema.filter(frame.lazy()).failure.counts().values())

    return both, failures


def _dataframely_schema(dy: ModuleType) -> Any:
    """The same rules on the same integers; for codes and dates it is given our own expressions."""
    body: dict[str, Any] = {}
    for name, schema in rows.SCHEMA["properties"].items():
        body[name] = _dataframely_column(dy, schema, nullable=name not in rows.SCHEMA["required"])

    def micro_discount(_: Any) -> pl.Expr:
        return (pl.col("size") != "微型") | (pl.col("discount") >= 1000)  # noqa: PLR2004 - ten per cent, scaled

    body["micro_discount"] = dy.rule()(micro_discount)
    return type("BenchmarkSchema", (dy.Schema,), body)


def _dataframely_column(dy: ModuleType, schema: dict[str, Any], *, nullable: bool) -> Any:
    scale = {"0.01": 100, "0.5": 10}.get(str(schema.get("multipleOf")), 1)
    match schema["type"]:
        case "boolean":
            return dy.Bool(nullable=nullable)
        case "string":
            check = None
            if "enum" in schema:
                check = lambda cell: cell.is_in(schema["enum"])  # noqa: E731 - as its documentation writes it
            elif "allOf" in schema:
                check = calendar_day
            elif "format" in schema:
                check = organisation_code
            return dy.String(
                nullable=nullable,
                min_length=schema.get("minLength"),
                max_length=schema.get("maxLength"),
                regex=schema.get("pattern"),
                check=check,
            )
        case _:
            half = str(schema.get("multipleOf")) == "0.5"
            return dy.Int64(
                nullable=nullable,
                min=int(schema["minimum"] * scale),
                max=int(schema["maximum"] * scale),
                check=(lambda cell: cell % 5 == 0) if half else None,
            )
