"""The mark of a finding in a workbook: the cell it stands on, its colour, its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Severity
from appraisal.forms.workbook import COLOURS
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.errors import Finding

SEVERITIES = {Severity.ERROR: text("Error"), Severity.WARNING: text("Warning"), Severity.NOTICE: text("Notice")}
ROWS_OF_EXCEL, COLUMNS_OF_EXCEL = 1_048_576, 16_384


def address(finding: Finding) -> tuple[int, int] | None:
    """Row and column of the cell that a finding marks, from 0; a finding on a row marks its first cell."""
    row, letter = finding.place.row, finding.place.letter
    if row is None:
        return None
    at = 0
    for sign in letter or "A":
        at = at * 26 + ord(sign) - ord("A") + 1
    return row - 1, at - 1


def fits_excel(at: tuple[int, int]) -> bool:
    """Whether a sheet of Excel has the cell."""
    return 0 <= at[0] < ROWS_OF_EXCEL and 0 <= at[1] < COLUMNS_OF_EXCEL


def style_of(finding: Finding) -> str:
    """The colour of a finding: red, yellow, green for what was repaired, blue for what is worth knowing."""
    if finding.severity is Severity.ERROR:
        return "bad"
    if finding.severity is Severity.WARNING:
        return "doubtful"
    return "good" if finding.code.startswith("repair|") else "note"


def colours(style: str) -> dict[str, str]:
    """The properties of a format with these colours."""
    fill, letter = COLOURS[style]
    return {"bg_color": fill, "font_color": letter}
