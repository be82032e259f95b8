"""An explanation as a value: sections of steps, each with its rule in words, its arithmetic and its clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.texts import render, text

if TYPE_CHECKING:
    from appraisal.result import Result
    from appraisal.texts import Language

#: What each status is called.
STATUSES = {
    "ranked": text("ranked"),
    "undecided": text("undecided"),
    "ineligible": text("ineligible"),
    "vetoed": text("vetoed"),
    "not_submitted": text("handed in nothing"),
}
#: Who verified a value that scores.
STAGES = {"city": text("by the city"), "site": text("on site")}


@dataclass(frozen=True)
class Step:
    """One number and why it is so."""

    id: str
    title: object
    #: What the number is, as it is printed: 123 家, pass, 17.9200.
    value: object
    #: How it is defined, in words.
    rule: object = ""
    #: How it came out, in figures.
    arithmetic: object = ""
    clause: str | None = None
    #: The other values of the same number that were declared, counted or verified.
    others: object = ""


@dataclass(frozen=True)
class Section:
    """Steps of one stage of the road: gates, measures, marks, rank, award."""

    id: str
    title: object
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Explanation:
    """Everything about one platform."""

    platform_id: str
    name: str
    place: str
    notice: object
    sections: tuple[Section, ...]

    def rendered(self, language: Language) -> dict[str, Any]:
        """The explanation for programs, in one language."""
        return {
            "platform_id": self.platform_id,
            "name": self.name,
            "place": self.place,
            "notice": render(self.notice, language),
            "sections": [
                {
                    "id": section.id,
                    "title": render(section.title, language),
                    "steps": [_step(step, language) for step in section.steps],
                }
                for section in self.sections
            ],
        }


def rows_of(result: Result, table: str, platform_id: str, key: str) -> dict[str, dict[str, Any]]:
    """The rows of one platform in a table of the result, by one of its columns."""
    frame = result.tables[table].filter(pl.col("platform_id") == platform_id)
    return {row[key]: row for row in frame.iter_rows(named=True)}


def _step(step: Step, language: Language) -> dict[str, Any]:
    texts = {key: render(getattr(step, key), language) for key in ("title", "value", "rule", "arithmetic", "others")}
    return {"id": step.id, **texts, "clause": step.clause}
