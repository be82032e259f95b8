"""What is wrong, where, and what to do: findings in data are collected, refusals are raised."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from appraisal.texts import Text, render, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraisal.texts import Language


class Severity(StrEnum):
    """How much a finding weighs: an error refuses the run."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True)
class Place:
    """Where a finding stands, in the words of the person who has to open that file."""

    file: str | None = None
    sheet: str | None = None
    #: As Excel or a text editor shows it: the header is row 1.
    row: int | None = None
    column: str | None = None
    #: The letter of the column in a sheet: with it the place is a cell.
    letter: str | None = None
    #: Place inside a JSON file, such as ``$.gates.smes_50.require``.
    pointer: str | None = None
    #: Character inside a formula, from 1.
    character: int | None = None

    @property
    def cell(self) -> str | None:
        """The address in a sheet, such as ``D14``; None where there is no single cell."""
        return f"{self.letter}{self.row}" if self.letter and self.row else None

    @property
    def _column(self) -> str | None:
        return None if self.cell else self.column or self.letter

    def render(self, language: Language) -> str:
        """The place on one line: ``staff.csv, row 14, column education``."""
        parts = [
            (self.file or "") + (f"::{self.pointer}" if self.pointer else ""),
            text("sheet {sheet}", sheet=self.sheet) if self.sheet else "",
            text("cell {cell}", cell=self.cell) if self.cell else "",
            text("row {row}", row=self.row) if self.row and not self.letter else "",
            text("column {column}", column=column) if (column := self._column) else "",
            text("character {character}", character=self.character) if self.character else "",
        ]
        return ", ".join(render(part, language) for part in parts if part)

    def __str__(self) -> str:
        """The place in English."""
        return self.render("en")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or worth knowing, with its place and its mend."""

    #: A stable name an assessor can quote, such as ``staff_ratio|missing``.
    code: str
    message: Text
    fix: Text = field(default_factory=lambda: Text(""))
    severity: Severity = Severity.ERROR
    place: Place = field(default_factory=Place)
    platform_id: str | None = None
    value: str | None = None
    #: The other of two rows that do not go together; which of the two is wrong nobody here knows.
    twin: Place | None = None

    def sentence(self, language: Language) -> str:
        """What is wrong and what to do, without the place."""
        space = "" if language == "zh" else " "
        return space.join(part for part in (self.message.render(language), self.fix.render(language)) if part)

    def line(self, language: Language) -> str:
        """Place, what is wrong and what to do, on one line; the platform first where neither leads to it."""
        place, sentence = self.place.render(language), self.sentence(language)
        if self.platform_id and self.place.row is None and self.platform_id not in f"{place} {sentence}":
            place = " ".join(filter(None, (self.platform_id, place)))
        return text("{place}: {sentence}", place=place, sentence=sentence).render(language) if place else sentence


class Refused(Exception):  # noqa: N818 - reads as the policy says it: the run is refused
    """The work cannot be done with these inputs; it carries every finding that says why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Findings are kept sorted by place so that the reader goes through each file once."""
        self.findings = tuple(sorted(findings, key=_by_place))
        super().__init__(self.findings)

    def __str__(self) -> str:
        """All findings in English, one a line."""
        return "\n".join(finding.line("en") for finding in self.findings)


def refuse_on_error(findings: Iterable[Finding]) -> None:
    """Raise :class:`Refused` with the errors among the findings, if there are any."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise Refused(errors)


def _by_place(finding: Finding) -> tuple[str, str, int, str, str, int, str]:
    place = finding.place
    return (
        place.file or "",
        place.sheet or "",
        place.row or 0,
        place.column or "",
        place.pointer or "",
        place.character or 0,
        finding.code,
    )
