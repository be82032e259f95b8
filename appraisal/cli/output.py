"""Printing: plain text on stdout for people, JSON for programs, findings on stderr; nothing can steer the terminal."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import typer

from appraisal import texts
from appraisal.errors import Place, Severity
from appraisal.texts import render, text, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from appraisal.errors import Finding
    from appraisal.texts import Text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")
#: More lines than anybody reads; the rest is counted.
MAX_FINDINGS = 200
#: Of the same kind in one column, or notices in one file, more than these say nothing new.
MAX_ALIKE = {Severity.ERROR: 5, Severity.WARNING: 5, Severity.NOTICE: 1}


@dataclass(frozen=True)
class TyperErrors:
    """The exceptions by which the command-line library ends a command."""

    usage: type[Exception]
    abort: type[Exception]


def typer_errors() -> TyperErrors:
    """Typer 0.16 and later brings its own copy of Click; before that it was Click itself."""
    # BadParameter is public, and its base is the usage error.
    return TyperErrors(typer.BadParameter.__mro__[1], typer.Abort)


def here(value: object) -> str:
    """A text in the language of this session."""
    return render(value, texts.preferred())


def say(value: object = "") -> None:
    """A line on stdout."""
    typer.echo(_CONTROL.sub("�", here(value)))


def complain(value: object) -> None:
    """A line on stderr."""
    typer.echo(_CONTROL.sub("�", here(value)), err=True)


#: Where somebody finds what a command did not print.
SEE_ALL = text("To see all of them: appraisal validate … --out LIST.xlsx")


def progress(value: object) -> None:
    """What is being done, where a person is watching."""
    if sys.stderr.isatty():
        complain(value)


def say_json(value: Any) -> None:
    """A value for programs; decimals as text, so that no digit is lost."""
    shown = json.dumps(value, ensure_ascii=False, indent=2, default=_json_default)
    try:
        shown.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        # A program has to get the letter itself, also through a console that cannot show it.
        shown = json.dumps(value, indent=2, default=_json_default)
    typer.echo(shown)


def finding_document(finding: Finding) -> dict[str, object]:
    """A finding for programs."""
    place = finding.place
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "file": place.file,
        "sheet": place.sheet,
        "cell": place.cell,
        "row": place.row,
        "column": place.column,
        "pointer": place.pointer,
        "character": place.character,
        "platform_id": finding.platform_id,
        "value": finding.value,
        "message": finding.sentence(texts.preferred()),
    }


def complain_findings(findings: Sequence[Finding], *, refused: bool = True, rest: Text | None = None) -> None:
    """Findings with their places and mends, and how many there are; ``refused`` says that nothing was done.

    Of many alike only the first are told here; ``rest`` says where all of them are to be seen.
    """
    lines = list(_lines(findings))
    for line in lines[:MAX_FINDINGS]:
        complain(line)
    if len(lines) > MAX_FINDINGS:
        complain(text("… and {count} more.", count=len(lines) - MAX_FINDINGS))
    if rest and min(len(lines), MAX_FINDINGS) < len(findings):
        complain(rest)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors and refused:
        complain(text("Refused: {count} errors. Nothing was written.", count=errors))


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors before warnings before notices; otherwise in their order."""
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _lines(findings: Sequence[Finding]) -> Iterator[Text]:
    """A line for each finding; of many alike the first ones, and then how many more."""
    alike = Counter(_kind(finding) for finding in findings)
    told: Counter[object] = Counter()
    for finding in findings:
        kind, most = _kind(finding), MAX_ALIKE[finding.severity]
        told[kind] += 1
        if told[kind] <= most:
            yield text(
                "{severity} {code}: {line}",
                severity=_SEVERITIES[finding.severity],
                code=finding.code,
                line=finding.line(texts.preferred()),
            )
        elif told[kind] == alike[kind]:
            yield text(
                "… and {count} more of this kind ({code}) in {place}.",
                count=alike[kind] - most,
                code=finding.code,
                place=_around(finding),
            )


def _around(finding: Finding) -> str:
    """The file, and the sheet and the column where all of a kind stand in one."""
    place = finding.place
    if finding.severity is Severity.NOTICE:
        return place.file or "-"
    column = place.letter or place.column
    return Place(place.file, place.sheet, column=column).render(texts.preferred()) or "-"


def _kind(finding: Finding) -> object:
    place = finding.place
    if finding.severity is Severity.NOTICE:
        return finding.severity, finding.code, place.file
    return finding.severity, finding.code, place.file, place.sheet, place.column if place.row else place


def say_table(rows: Iterable[Sequence[object]]) -> None:
    """Rows in columns; a Chinese character is two places wide; numbers stand to the right."""
    cells = [[re.sub(r"[\r\n\t]+", " ", here(cell)) for cell in row] for row in rows]
    if not cells:
        return
    columns = list(zip(*cells, strict=True))
    widths = [max(width(cell) for cell in column) for column in columns]
    numeric = [all(_NUMBER.fullmatch(cell) for cell in column) for column in columns]
    for row in cells:
        padded = (_padded(*cell) for cell in zip(row, widths, numeric, strict=True))
        say("  " + "  ".join(padded).rstrip())


_SEVERITIES = {Severity.ERROR: text("Error"), Severity.WARNING: text("Warning"), Severity.NOTICE: text("Notice")}


def _padded(cell: str, wide: int, numeric: bool) -> str:
    filling = " " * (wide - width(cell))
    return filling + cell if numeric else cell + filling


def _json_default(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else render(value, texts.preferred())
