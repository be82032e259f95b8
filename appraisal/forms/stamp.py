"""What a form says of itself to programs: scenario, year, version, and the digest of its schemas; written and read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from appraisal import __version__
from appraisal.forms.layout import STAMP
from appraisal.schema import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from appraisal.evidence.sheet import Sheet
    from appraisal.forms.form import Form
    from appraisal.forms.workbook import Book
    from appraisal.schema import TableSchema

#: Changes when readers of older forms would misread newer ones.
FORM_FORMAT = 1
#: Without these a sheet of that name is none of ours.
_NEEDED = {"format", "scenario", "year"}


def schemas_digest(tables: Iterable[TableSchema]) -> str:
    """One sha256 over the schemas of all tables of a form."""
    return hashlib.sha256(canonical({table.name: dict(table.raw) for table in tables})).hexdigest()


def write_stamp(book: Book, form: Form) -> None:
    """The very hidden sheet: a key and its value a row."""
    sheet = book.sheet(STAMP)
    facts = {
        "format": str(FORM_FORMAT),
        "scenario": form.scenario,
        "year": str(form.year),
        "data_year": str(form.data_year),
        "program": f"appraisal {__version__}",
        "tables": " ".join(table.name for table in form.tables),
        "schemas_sha256": schemas_digest(form.tables),
        "language": book.language,
    }
    for row, (key, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()


def read_stamp(sheets: Sequence[Sheet]) -> Mapping[str, str] | None:
    """The facts of the form that a delivery was filled in on: ``scenario``, ``year``, ``data_year`` and the others.

    None where the sheets are no form, or their stamp was changed so that it says a thing twice. What it says is text
    from outside: it may be compared and shown, and is no proof of anything.
    """
    sheet = next((sheet for sheet in sheets if sheet.name == STAMP), None)
    if sheet is None or sheet.cells.width < 2:  # noqa: PLR2004 - keys and values
        return None
    pairs = [(key, value) for key, value in sheet.cells[:, :2].iter_rows() if key and value]
    facts = dict(pairs)
    return facts if facts.keys() >= _NEEDED and len(facts) == len(pairs) else None
