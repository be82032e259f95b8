"""What the author of a new indicator is asked on a terminal, one answer after the other, each judged at once."""

from __future__ import annotations

import signal
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from appraisal import texts
from appraisal.cli.output import complain, here
from appraisal.errors import Finding, Place, Refused
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from appraisal.authoring import OwnColumn, Wish

_YEAR = "{date} BETWEEN :year_start AND :year_end"
_EMPTY = ("missing", "zero")


@dataclass(frozen=True)
class Answers:
    """What is asked for where it is missing; title, table and numerator have to be known."""

    title: str | None
    unit: str | None
    table: str | None
    numerator: str | None
    denominator: str | None
    where: str | None
    title_en: str | None
    empty: str | None
    #: None where the table is there already.
    columns: tuple[OwnColumn, ...] | None


def suggested(name: str, given: Answers) -> Answers:
    """What an own table suggests: its name, the sum of its first number, the rows of the year."""
    columns = given.columns or ()
    number = next((one.name for one in columns if one.kind in ("integer", "number", "money")), None)
    date = next((one.name for one in columns if one.kind == "date"), None)
    return Answers(
        title=None,
        unit=None,
        table=f"{name}_data" if columns and given.table is None else given.table,
        numerator=(f"SUM({number})" if number else "COUNT(*)") if columns else None,
        denominator=None,
        where=_YEAR.format(date=date) if date else None,
        title_en=None,
        empty=None,
        columns=given.columns,
    )


def asked(given: Answers, name: str, out: Path) -> Answers:
    """The answers of a person; what was given already and fits is not asked."""
    from appraisal.authoring.taken import is_there

    title = given.title or _ask(text("Chinese title"), None, _not_empty)
    title_en = _optional(given.title_en, text("English title (may be empty)"))
    unit = _optional(given.unit, text("Unit (may be empty)"))
    known = replace(given, title=title, title_en=title_en, unit=unit)
    table = _fitting(
        text("Table, such as services or outputs; another name for a table that the plugin brings"),
        given.table,
        suggested(name, given).table or f"{name}_data",
        lambda answer: _refuse_table(name, replace(known, table=answer), out),
    )
    columns = given.columns
    if columns is None and not is_there(table, out):
        columns = _ask_columns(table)
    known = replace(known, table=table, columns=columns)
    start = suggested(name, known)

    def judge(key: str) -> Callable[[str], None]:
        return lambda answer: _refuse_formula(name, known, out, key, answer)

    numerator = _fitting(text("Numerator, such as COUNT(*)"), given.numerator, start.numerator, judge("numerator"))
    denominator = _fitting(text("Denominator (empty: none)"), given.denominator, "", judge("denominator"))
    where = _fitting(text("Which rows count (empty: all)"), given.where, start.where or "", judge("where"))
    empty = given.empty or _ask(text("A platform without rows: missing, or zero"), _EMPTY[0], _known_empty)
    return replace(known, numerator=numerator, denominator=denominator, where=where, empty=empty)


def _fitting(label: object, given: str | None, default: str | None, judge: Callable[[str], object]) -> str:
    """What was given if it fits; if not, this is said and it is asked for: no other answer is lost by it."""
    if given is not None:
        try:
            judge(given)
        except Refused as refused:
            _complain(refused)
        else:
            return given
    return _ask(label, default, judge)


def _refuse_table(name: str, known: Answers, out: Path) -> None:
    """Raise Refused where the plugin can neither read the table nor bring it."""
    from appraisal.authoring import valid_name
    from appraisal.authoring.taken import is_there, refuse_table

    if known.columns is not None or is_there(valid_name(known.table or ""), out):
        refuse_table(_wish(name, known), out)
        _refuse(_wish(name, known), out, "table")


def _refuse_formula(name: str, known: Answers, out: Path, key: str, answer: str) -> None:
    """Raise Refused with what is wrong with one formula, whatever the others are."""
    if key == "numerator":
        _not_empty(answer)
    _refuse(replace(_wish(name, known), **{key: answer or None}), out, key)


def _wish(name: str, known: Answers) -> Wish:
    from appraisal.authoring import Wish

    return Wish(name=name, title="", table=known.table or "", numerator="COUNT(*)", columns=known.columns)


def _refuse(wish: Wish, out: Path, key: str) -> None:
    from appraisal.authoring import formula_faults

    # There is no file yet: what counts is the character.
    faults = [
        replace(fault, place=Place(character=fault.place.character))
        for fault in formula_faults(wish, out)
        if fault.place.pointer == f"$.{key}"
    ]
    if faults:
        raise Refused(faults)


def _optional(given: str | None, label: object) -> str:
    return given if given is not None else _ask(label, "")


def _ask(label: object, default: str | None, judge: Callable[[str], object] | None = None) -> str:
    """An answer that fits; what does not fit is said, and asked again."""
    _let_interrupt()
    while True:
        answer = typer.prompt(here(label), default=default, err=True).strip()
        try:
            if judge:
                judge(answer)
        except Refused as refused:
            _complain(refused)
            continue
        return answer


def _let_interrupt() -> None:
    """Ctrl-C ends a question at once: a library that minds the signal itself lets the system go on waiting."""
    if hasattr(signal, "siginterrupt"):
        signal.siginterrupt(signal.SIGINT, True)


def _complain(refused: Refused) -> None:
    for finding in refused.findings:
        complain(finding.line(texts.preferred()))


def _not_empty(answer: str) -> None:
    if not answer:
        raise Refused([Finding("plugin|answer", text("This has to be said."))])


def _known_empty(answer: str) -> None:
    if answer not in _EMPTY:
        raise Refused([Finding("plugin|answer", text("Write missing or zero."))])


def _ask_columns(table: str) -> tuple[OwnColumn, ...]:
    from appraisal.authoring import key_of
    from appraisal.authoring.column import SENSIBLE_START, own_columns

    complain(
        text("There is no table {table} yet; the plugin brings it. Its columns, besides platform_id:", table=table)
    )
    written: dict[str, str] = {}
    label = text("Column, such as works:integer:设计项目数; with ? behind the kind it may be empty (empty: no more)")
    is_warned = False
    while True:
        answer = _ask(label, "", lambda one: _refuse_column(written, one))
        if answer:
            # What is said once more is said better.
            written[answer.partition(":")[0]] = answer
            continue
        columns = own_columns([*written.values()]) if written else SENSIBLE_START
        if is_warned or key_of(columns):
            return columns
        is_warned = True
        complain(
            text("As it stands each platform has one row. For several, add a column such as record_id:id:编号 now.")
        )


def _refuse_column(written: Mapping[str, str], answer: str) -> None:
    """Raise Refused where the column does not fit the others, or has no title that a person would look for."""
    from appraisal.authoring.column import own_columns

    if not answer:
        return
    name, _, rest = answer.partition(":")
    own_columns([*(one for key, one in written.items() if key != name), answer])
    if not rest.partition(":")[2]:
        message = text("“{written}”: the Chinese title is missing.", written=answer)
        fix = text("Write it behind another colon, such as {written}:设计项目数.", written=answer)
        raise Refused([Finding("plugin|column", message, fix, value=answer)])
