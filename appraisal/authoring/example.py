"""The example of a plugin: a little evidence, and the exact result that it has to give."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from appraisal import declarative
from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.registry import Found, load_one
from appraisal.scenario import Documents, EvidenceFile
from appraisal.schema import loads, shipped_tables
from appraisal.texts import text
from appraisal.trial import measured_alone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from appraisal.registry import Plugin

#: Where the example and its result stand in a plugin folder.
FOLDER, EXPECTED = "example", "expected.json"

#: What a platform is expected to have: its numbers (a denominator of 1 is not written), or its state.
Outcome = dict[str, Decimal | str]


@dataclass(frozen=True)
class Example:
    """The evidence of an example and the result that its author states."""

    year: int
    #: CSV files by table.
    evidence: Mapping[str, bytes]
    expected: Mapping[str, Outcome]


def read_example(folder: Path) -> Example | None:
    """The example of a plugin folder; None where there is none. Raises Refused where it cannot be read."""
    path = folder / FOLDER / EXPECTED
    if not path.is_file():
        return None
    file = f"plugins/{folder.name}/{FOLDER}/{EXPECTED}"
    document: Any = loads(path.read_bytes(), file)
    if not _is_sound(document):
        message = text("The expected result of the example cannot be understood.")
        fix = text('Write {{"format": 1, "year": 2013, "measures": {{"P1": {{"numerator": 1, "denominator": 3}}}}}}.')
        raise Refused([Finding("example|malformed", message, fix, place=Place(file=file))])
    evidence = {one.stem: one.read_bytes() for one in sorted((folder / FOLDER).glob("*.csv"))}
    return Example(document["year"], evidence, document["measures"])


def example_faults(folder: Path) -> list[Finding]:
    """Where the example of a plugin does not give what its author states."""
    try:
        example = read_example(folder)
        if example is None:
            message = text("The plugin has no example with an expected result.")
            fix = text("Add example/<table>.csv and example/expected.json, worked out by hand.")
            return [Finding("example|none", message, fix, Severity.NOTICE, Place(file=f"plugins/{folder.name}"))]
        have = outcomes(measure_example(load_one(Found(folder.name, folder)), example.year, example.evidence))
    except Refused as refused:
        return list(refused.findings)
    place = Place(file=f"plugins/{folder.name}/{FOLDER}/{EXPECTED}")
    return [
        Finding(
            "example|differs",
            text(
                "{platform} gives {have}, expected is {stated}.", platform=name, have=_said(got), stated=_said(stated)
            ),
            text("Correct the formula, or the expected result."),
            place=place,
            platform_id=name,
        )
        for name in sorted({*have, *example.expected})
        if (got := have.get(name, {})) != (stated := example.expected.get(name, {}))
    ]


def measure_example(plugin: Plugin, year: int, evidence: Mapping[str, bytes]) -> pl.DataFrame:
    """The measures that a plugin gives on CSV files by table, by the road of an appraisal; raises Refused."""
    shown = f"plugins/{plugin.id}/{FOLDER}"
    files = {table: EvidenceFile(f"{shown}/{table}.csv", data) for table, data in evidence.items()}
    made = {one.id: one for one in plugin.indicators}
    schemas = {**shipped_tables(), **plugin.tables}
    scenario = {
        "format": 1,
        "id": FOLDER,
        "title": FOLDER,
        "year": year,
        "evidence": {table: {"path": file.name, "sha256": file.sha256} for table, file in files.items()},
        "plugins": {plugin.id: {"version": plugin.version, "sha256": plugin.sha256}},
    }
    stated = {
        "format": 1,
        "indicators": {name: declarative.document(one) for name, one in made.items()},
        "tables": {name: dict(schema.raw) for name, schema in sorted(schemas.items())},
    }
    return measured_alone(Documents(scenario, {}, stated, files, made, schemas, FOLDER), plugin.id).frame


def outcomes(measures: pl.DataFrame) -> dict[str, Outcome]:
    """Each platform's numbers, or its state where there is none."""
    return {row["platform_id"]: _outcome(row) for row in measures.to_dicts()}


def expected_document(year: int, measures: pl.DataFrame) -> dict[str, Any]:
    """The expected.json of measures as they are."""
    return {"format": 1, "year": year, "measures": outcomes(measures)}


def _outcome(row: Mapping[str, Any]) -> Outcome:
    if row["state"] != "measured":
        return {"state": row["state"]}
    keys = ("low", "high") if row["numerator"] is None else ("numerator",)
    below = {} if row["denominator"] == 1 else {"denominator": _short(row["denominator"])}
    return {**{key: _short(row[key]) for key in keys}, **below}


def _short(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def _said(outcome: Outcome) -> str:
    if not outcome:
        return "–"
    return ", ".join(f"{key} {value}" for key, value in outcome.items())


def _is_sound(document: Any) -> bool:
    return (
        isinstance(document, dict)
        and document.keys() == {"format", "year", "measures"}
        and isinstance(document["year"], int)
        and isinstance(document["measures"], dict)
        and all(isinstance(one, dict) for one in document["measures"].values())
    )
