"""Rows of an annex read as keys of the rules, with every fault at its cell, and where each key stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from appraisal.annex.extras import merged
from appraisal.annex.grammar import UnreadableError
from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.schema import loads
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.annex.fields import Field
    from appraisal.annex.grammar import Names
    from appraisal.annex.grid import Cell, Row
    from appraisal.texts import Text

Json = dict[str, Any]


@dataclass
class Collector:
    """What was found on the way."""

    names: Names
    findings: list[Finding] = field(default_factory=list)
    #: The cell of each place of the rules, such as ``$.index.nodes.credit.full_mark``.
    places: dict[str, Place] = field(default_factory=dict)

    def stated(self, row: Row, fields: Sequence[Field], pointer: str, unit: str = "") -> Json:
        """What a row says at a place of the rules."""
        found: Json = {}
        self.places[pointer] = row.place
        for one in fields:
            cell = row.cells.get(one.title)
            if cell is not None:
                found |= self._read(cell, one, pointer, unit)
        return self.with_extra(found, row, pointer)

    def with_extra(self, found: Json, row: Row, pointer: str) -> Json:
        """The same with the JSON of the row."""
        extra = row.extra
        if extra is None:
            return found
        try:
            stated = loads(extra.text.encode(), extra.place.file or "")
        except Refused as refused:
            message = text("The JSON of this row cannot be read: {reason}", reason=refused.findings[0].message)
            self.fault("json", extra, message, text("Undo what was changed in it, or empty the cell."))
            return found
        if not isinstance(stated, dict):
            message = text("The JSON of this row is no object.")
            self.fault("json", extra, message, text("Undo what was changed in it, or empty the cell."))
            return found
        twice: list[str] = []
        together = merged(found, stated, pointer, twice)
        for path in twice:
            message = text("The cells and the JSON of this row say different things of {place}.", place=path)
            self.fault("twice", extra, message, text("Delete the key in the JSON, or empty the cell."))
        for key in stated:
            self.places.setdefault(f"{pointer}.{key}", extra.place)
        return together

    def _read(self, cell: Cell, one: Field, pointer: str, unit: str) -> Json:
        for key in one.keys:
            self.places[f"{pointer}.{key}"] = cell.place
        if cell.is_doubtful and one.is_number:
            message = text("The cell shows something else than the number that it holds.")
            self.fault("shown", cell, message, text("Write the number itself, as a plain number without % or a unit."))
            return {}
        try:
            return one.read(cell.text, self.names, unit)
        except UnreadableError as error:
            self.fault("cell", cell, error.message, error.fix)
            return {}

    def fault(self, code: str, cell: Cell, message: Text, fix: Text) -> None:
        """A fault at a cell."""
        self.findings.append(Finding(f"annex|{code}", message, fix, place=cell.place, value=cell.text))

    def fault_at(self, code: str, place: Place, message: Text, fix: Text, severity: Severity = Severity.ERROR) -> None:
        """A fault of a row or a sheet."""
        self.findings.append(Finding(f"annex|{code}", message, fix, severity, place))

    def at_cell(self, finding: Finding) -> Finding:
        """What is wrong with the rules, at the cell that says it."""
        pointer = finding.place.pointer or ""
        while pointer:
            if pointer in self.places:
                return replace(finding, place=self.places[pointer])
            pointer = pointer[: max(pointer.rfind("."), pointer.rfind("["))] if "." in pointer or "[" in pointer else ""
        return finding
