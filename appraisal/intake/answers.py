"""What every sender gets back: the workbook with its marks, a receipt; and the list of all problems."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from appraisal import forms
from appraisal.errors import Severity
from appraisal.intake.words import STATES
from appraisal.texts import render, text

if TYPE_CHECKING:
    from appraisal.intake.book import Book, Entry
    from appraisal.intake.judge import Judged
    from appraisal.scenario import Prepared
    from appraisal.texts import Language

#: Device names of Windows, which no file there may have.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_MAX_NAME = 80


def answers(
    prepared: Prepared, before: Book, book: Book, judged: Judged, language: Language = "zh"
) -> dict[str, bytes]:
    """The files that go out after a round, by name: for each delivery that is new or stands otherwise than before."""
    told = {entry.number: entry for entry in before.entries}
    written: dict[str, bytes] = {}
    names: set[str] = set()
    for entry in book.current:
        if told.get(entry.number) == entry:
            continue
        name = _returned_name(entry.path, entry.number, names)
        written[f"returned/{name}.xlsx"] = _marked(judged, entry.path, language)
        written[f"receipts/{name}.txt"] = _receipt(prepared, entry, language)
    problems = [
        forms.Problem(", ".join(entry.cities), finding)
        for entry in book.current
        for finding in judged.findings[entry.path]
        if finding.severity is not Severity.NOTICE
    ]
    written["problems.xlsx"] = forms.write_problems(problems, language=language)
    return written


def marked_copies(judged: Judged, language: Language) -> dict[str, bytes]:
    """For each file of which something is told a copy with its marks, by the name under which it would go back."""
    names: set[str] = set()
    told = [path for path in sorted(judged.read) if judged.findings[path]]
    return {
        f"{_returned_name(path, number, names)}.xlsx": _marked(judged, path, language)
        for number, path in enumerate(told, start=1)
    }


def kept_name(path: str) -> str:
    """The last part of a path as a name that every system allows."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", PurePosixPath(path).name).rstrip(". ")
    stem, dot, suffix = name.rpartition(".")
    name = f"{stem[:_MAX_NAME]}{dot}{suffix[:_MAX_NAME]}"
    return f"_{name}" if _RESERVED.fullmatch(name) or not name else name


_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


def _marked(judged: Judged, path: str, language: Language) -> bytes:
    findings = sorted(judged.findings[path], key=lambda finding: _ORDER[finding.severity])
    return forms.write_marked(judged.read[path].sheets, findings, file=path, language=language)


def _returned_name(path: str, number: int, taken: set[str]) -> str:
    *folders, name = PurePosixPath(path).parts
    name = "/".join([*(kept_name(part) for part in folders), kept_name(name)])
    name = name.removesuffix(".xlsx")
    free = name
    while free.casefold() in taken:
        # Windows takes capitals for small letters: no answer may overwrite another.
        free, number = f"{name}-{number}", number + len(taken)
    taken.add(free.casefold())
    return free


def _receipt(prepared: Prepared, entry: Entry, language: Language) -> bytes:
    """What was received, so that sender and receiver can prove it; date and name are filled in by hand."""
    scenario = prepared.documents.scenario
    title = scenario["title"] if language == "zh" else scenario.get("x-en", scenario["title"])
    tables = {name: prepared.schemas[name].title for name in entry.rows}
    lines: list[object] = [
        text("Receipt"),
        "",
        text("Appraisal: {title}", title=title),
        text("No. {number}", number=entry.number),
        text("File: {path}", path=entry.path),
        text("Size: {bytes} bytes", bytes=entry.bytes),
        text("sha256: {sha256}", sha256=entry.sha256),
        text("State: {state}", state=STATES[entry.state]),
        *(text("{table}: {count} rows", table=tables[name], count=count) for name, count in sorted(entry.rows.items())),
        text("Errors {errors}, warnings {warnings}, repairs {repairs}", **_counts(entry)),
        "",
        text("Received on: ____________    By: ____________"),
    ]
    # NOTE: With a mark and Windows line ends, so that the oldest Notepad shows it.
    return ("\ufeff" + "\r\n".join(render(line, language) for line in lines) + "\r\n").encode()


def _counts(entry: Entry) -> dict[str, int]:
    return {"errors": entry.errors, "warnings": entry.warnings, "repairs": entry.repairs}
