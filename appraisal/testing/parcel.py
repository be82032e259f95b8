"""Made evidence on its way into another process and its values on the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.testing.evidence import Evidence
from appraisal.testing.subject import subjects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.testing.subject import Subject
    from appraisal.testing.values import Value

_BEFORE = "before"


def packed(evidence: Sequence[Evidence], folder: Path) -> list[dict[str, Any]]:
    """Write each table of each evidence into the folder; what has to be said of it besides."""
    stated = []
    for number, one in enumerate(evidence):
        for name, frame in {**one.frames, _BEFORE: one.before}.items():
            frame.write_ipc(folder / f"{number}.{name}.arrow")
        stated.append({"tables": sorted(one.frames), "params": one.params})
    return stated


def measured(job: Mapping[str, Any], folder: Path) -> dict[str, list[dict[str, str]]]:
    """The values of each indicator on each packed evidence."""
    made = subjects(Path(job["folder"]), [Path(each) for each in job["plugins_dirs"]])
    return {
        one.indicator.id: [
            plain(one.values(_unpacked(one, stated, number, folder)))
            for number, stated in enumerate(job["evidence"])
            if stated["of"] == one.indicator.id
        ]
        for one in made
    }


def plain(values: Mapping[str, Value]) -> dict[str, str]:
    """Values as they are compared across processes."""
    return {
        name: f"{value.state} {value.low} {value.high} {value.denominator}" for name, value in sorted(values.items())
    }


def _unpacked(one: Subject, stated: Mapping[str, Any], number: int, folder: Path) -> Evidence:
    def frame(name: str) -> pl.DataFrame:
        return pl.read_ipc((folder / f"{number}.{name}.arrow").read_bytes())

    frames = {name: frame(name) for name in stated["tables"]}
    return Evidence(one.schemas, frames, frame(_BEFORE), params=stated["params"])
