"""Files examined as intake would, without taking them: what a city asks before it sends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appraisal import forms
from appraisal.errors import Finding, Refused, Severity
from appraisal.intake.answers import marked_copies
from appraisal.intake.given import without_given
from appraisal.intake.judge import read_all
from appraisal.intake.readiness import make_ready
from appraisal.texts import Joined, preferred, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.intake.inbox import Received
    from appraisal.intake.readiness import Ready
    from appraisal.scenario import Prepared


def examine_files(prepared: Prepared, received: Sequence[Received], table: str | None = None) -> list[Finding]:
    """Every finding of the files, each by itself and all together; ``table`` is the one that each holds, if known."""
    return _all(_ready(prepared, received, table))


def mark_files(
    prepared: Prepared, received: Sequence[Received], table: str | None = None
) -> tuple[list[Finding], dict[str, bytes]]:
    """The same findings, and by name a copy with marks of each file that has some."""
    ready = _ready(prepared, received, table)
    return _all(ready), marked_copies(ready.judged, preferred())


def merge_files(prepared: Prepared, received: Sequence[Received]) -> tuple[bytes, list[Finding]]:
    """One filled form with the rows of all files, and the findings that are no errors; raises Refused on errors."""
    ready = _ready(prepared, received, None)
    documents = prepared.documents
    form = forms.form_of(
        documents.scenario, documents.rules, documents.made, documents.schemas, documents.rules_file, documents.given
    )
    rows = {name: table.frame for name, table in ready.judged.tables.items()}
    found = _all(ready)
    if beyond := sorted(set(rows) - {table.name for table in form.tables}):
        message = text("The form has no sheet for {tables}.", tables=Joined(tuple(beyond), ", "))
        fix = text("Hand these in as files of their own, and merge the rest.")
        raise Refused([*found, Finding("intake|not_in_form", message, fix)])
    if not rows or any(state != "accepted" for state in ready.judged.states.values()):
        raise Refused(found or nothing_found())
    return forms.write_form(form, rows=rows, language=preferred()), found


def nothing_found(passed_over: Sequence[Finding] = ()) -> list[Finding]:
    """That there was nothing to read; where what was passed over says why, that alone, and once."""
    if any(finding.severity is Severity.ERROR for finding in passed_over):
        return list(passed_over)
    if len(passed_over) == 1:
        return [replace(passed_over[0], severity=Severity.ERROR)]
    message = text("There is no file with evidence among those given.")
    return [Finding("intake|nothing", message, text("Name the folder with the cities' files.")), *passed_over]


def _ready(prepared: Prepared, received: Sequence[Received], table: str | None) -> Ready:
    read = without_given(read_all(received, prepared.schemas, table), prepared.documents.given)
    return make_ready(read, prepared, beside_all=False)


def _all(ready: Ready) -> list[Finding]:
    # What a run would still miss is not for a city to mend.
    judged = ready.judged
    return [*judged.general, *(finding for found in judged.findings.values() for finding in found)]
