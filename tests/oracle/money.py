"""Money: what each award is worth, what the money sheets pay or state, and what was received in the years before."""

from __future__ import annotations

import csv
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tests.oracle import curves
from tests.oracle.conditions import holds
from tests.oracle.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.oracle.conditions import Subject
    from tests.oracle.judgement import Case
    from tests.oracle.scenario import Json


class Line(NamedTuple):
    """One amount of one platform on one sheet."""

    due: int
    received: int
    amount: int
    state: str


class Paid(NamedTuple):
    """What a platform received in a year."""

    platform: str
    entity: str
    sheet: str
    year: int
    amount: int


#: The sheet of what awards are worth.
WORTH = "awards.worth"

#: By sheet, part and platform.
Lines = dict[tuple[str, str, str], Line]


def read_paid(previous: Path | None) -> list[Paid]:
    """All that was received up to the previous result."""
    file = None if previous is None else previous / "received.csv"
    if file is None or not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", newline="") as text:
        return [
            Paid(row["platform_id"], row["entity_code"], row["sheet"], int(row["year"]), int(row["amount_yuan"]))
            for row in csv.DictReader(text)
        ]


def award_lines(case: Case) -> Lines:
    """The amount of the grade of each platform with a given or an open award, less what it received where so said."""
    lines: Lines = {}
    paid = read_paid(case.scenario.previous)
    for one in case.verdict.award_order:
        due = _of_grade(case.scenario.rules["awards"]["amount_yuan"], case.verdict.grade[one])
        had = max((row.amount for row in paid if _counts(case, row, one)), default=0)
        lines["awards", "amount", one] = Line(due, had, max(0, due - had), case.verdict.awards[one])
    return lines


def _of_grade(stated: int | Json, grade: str) -> int:
    return stated[grade] if isinstance(stated, dict) else stated


def _counts(case: Case, row: Paid, platform: str) -> bool:
    awards = case.scenario.rules["awards"]
    if "upgrade" not in awards or row.sheet not in {"awards", WORTH}:
        return False
    if "valid_years" in awards and case.scenario.year - row.year >= awards["valid_years"]:
        return False
    code = case.platforms[platform]["entity_code"] or ""
    shared = awards["per"] == "legal_entity" and code != "" and row.entity == code
    return row.platform == platform or shared


def reserve_of(case: Case, lines: Lines, places: int) -> int:
    """The most that so many places can cost among those that wait, one to an entity."""
    per_entity = case.scenario.rules["awards"]["per"] == "legal_entity"
    dearest: dict[str, int] = {}
    for (_, _, one), line in lines.items():
        entity = (case.platforms[one]["entity_code"] if per_entity else None) or f"platform {one}"
        if line.state == "open":
            dearest[entity] = max(dearest.get(entity, 0), line.amount)
    return sum(sorted(dearest.values(), reverse=True)[:places])


def sheet_lines(case: Case) -> Lines:
    """What every sheet pays or states."""
    paid = read_paid(case.scenario.previous)
    lines: Lines = {}
    for name, sheet in case.scenario.rules.get("payments", {}).items():
        for one, subject in sorted(case.subjects.items()):
            status = case.verdict.status[one]
            eligible = status in {"ranked", "undecided"}
            if not (eligible or sheet.get("among") == "submitted"):
                continue
            if "applies" in sheet and not holds(sheet["applies"], subject):
                continue
            due = dict(_due(sheet, subject))
            had = sum(row.amount for row in paid if (row.platform, row.sheet) == (one, name)) if "once" in sheet else 0
            is_open = status == "undecided" and sheet.get("among") != "submitted"
            state = "stated" if "fund" not in sheet else "open" if is_open else "given"
            if any(due.values()):
                lines |= {(name, part, one): Line(yuan, had, max(0, yuan - had), state) for part, yuan in due.items()}
    return lines


def _due(sheet: Json, subject: Subject) -> Iterator[tuple[str, int]]:
    (source,) = sheet["from"]
    ends = subject.scored(source)
    value = subject.valued.get(source, ends[0]) if isinstance(ends, tuple) else ends
    parts = sheet.get("parts") or {"amount": sheet}
    for part, stated in parts.items():
        curve = None if value is None else curves.chosen(stated["curve"], subject)
        exact = None if curve is None or value is None else curves.mark(curve, value)
        yuan = max(0, int(rounded(exact or Fraction(0), 0)))
        yield part, min(yuan, sheet.get("cap_yuan", yuan))


def all_paid(case: Case) -> list[Paid]:
    """What has been received by the end of the year."""
    new = [
        Paid(one, case.platforms[one]["entity_code"] or "", sheet, case.scenario.year, line.amount)
        for (sheet, _, one), line in case.verdict.payments.items()
        if line.state == "given" and line.amount
    ]
    # An award that brought less than it is worth is remembered by its worth.
    worth = [
        Paid(one, case.platforms[one]["entity_code"] or "", WORTH, case.scenario.year, line.due)
        for (sheet, _, one), line in case.verdict.payments.items()
        if sheet == "awards" and line.state == "given" and line.amount < line.due
    ]
    return [*read_paid(case.scenario.previous), *new, *worth]
