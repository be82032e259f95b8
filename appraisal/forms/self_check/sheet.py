"""The sheet on which a platform sees whether it meets the gates, before it hands the form in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from appraisal.conditions import in_words
from appraisal.forms.form import PLATFORM, REGISTER
from appraisal.forms.layout import CALCULATION, CHECK, FIRST_ROW, quoted
from appraisal.forms.lists import NO, YES
from appraisal.forms.self_check.calculation import Calculation
from appraisal.forms.self_check.gate import FAIL, FAULTY, OPEN, PASS, PROVINCE, GateChecks
from appraisal.forms.self_check.value import literal
from appraisal.forms.table_sheet import PROTECTION, heading
from appraisal.forms.workbook import on_paper, write_formula
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from appraisal.forms.form import Form
    from appraisal.forms.layout import TablePlace
    from appraisal.forms.lists import Lists
    from appraisal.forms.self_check.gate import GateCheck
    from appraisal.forms.workbook import Book
    from appraisal.model.condition import Require
    from appraisal.model.rules import Gate

_WIDTHS = (6, 30, 14, 28, 16, 14, 56)
_TITLE_HEIGHT, _ROW_HEIGHT = 28, 33
#: Rows counted from 0: the platform, its state, the verdict, the header of the gates.
_PICK, _STATE, _VERDICT, _HEADER = 1, 2, 3, 5
PICK_CELL = "$C$2"
#: Columns counted from 0.
_FOUND, _REQUIRED, _OUTCOME, _REMARK = 3, 4, 5, 6
_LAST_OF_EXCEL = 1_048_576
#: Stands for a count in a sentence before it is taken apart.
_COUNT = "\ue001"


def write_check(book: Book, form: Form, places: dict[str, TablePlace], lists: Lists) -> Calculation:
    """The sheet with its gates; the calculation behind it is still to be written."""
    name = book.said(CHECK)
    sheet = book.sheet(name)
    calculation = Calculation(places, f"{quoted(name)}!{PICK_CELL}")
    ready, state = _state(form, calculation)
    _frame(book, form, sheet, places, lists)
    checks = GateChecks(form, calculation, book.said)
    for number, gate in enumerate(form.gates, 1):
        sheet.set_row(_HEADER + number, _ROW_HEIGHT)
        _write_gate(book, form, sheet, number, gate)
        _write_outcome(book, sheet, _HEADER + number, checks.check(gate), ready)
    _coloured(book, sheet, len(form.gates))
    _head(book, form, sheet, calculation, ready, state, len(form.gates))
    return calculation


def _write_gate(book: Book, form: Form, sheet: Worksheet, number: int, gate: Gate) -> None:
    row, indicator = _HEADER + number, form.indicators.get(str(gate.measured.of)) if gate.measured else None
    clause = text("Article {clause}", clause=gate.clause) if gate.clause else ""
    fact = form.tables[0].columns.get(gate.factual.of.name) if gate.factual else None
    remark: object = indicator[0].indicator.description if indicator else ""
    if fact:
        remark = text("From the sheet {sheet}, column {column}.", sheet=form.tables[0].title, column=fact.title)
    sheet.write_number(row, 0, number, book.style("centred"))
    sheet.write_string(row, 1, book.said(gate.title), book.style("cell"))
    sheet.write_string(row, 2, book.said(clause), book.style("centred"))
    sheet.write_string(row, _REQUIRED, book.said(_required(form, gate)), book.style("centred"))
    sheet.write_string(row, _REMARK, book.said(remark), book.style("cell"))


def _write_outcome(book: Book, sheet: Worksheet, row: int, found: GateCheck | None, ready: str) -> None:
    look = {_FOUND: book.style("centred"), _OUTCOME: book.style("centred", bold=True)}
    if found is None:
        sheet.write_string(row, _FOUND, "", look[_FOUND])
        sheet.write_string(row, _OUTCOME, book.said(PROVINCE), look[_OUTCOME])
        return
    faulty = literal(book.said(FAULTY)).text
    for at, formula in ((_FOUND, found.shown), (_OUTCOME, found.outcome)):
        whole = f'IF({ready}=1,IFERROR({formula},{faulty}),"")'
        write_formula(sheet, row, at, _from_outside(whole), look[at])


def _frame(book: Book, form: Form, sheet: Worksheet, places: dict[str, TablePlace], lists: Lists) -> None:
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 0, heading(book, form, text("Self-check of the gates")), book.style("title"))
    register = places[REGISTER]
    first = f"{quoted(register.sheet)}!${register.letter(PLATFORM)}${FIRST_ROW}"
    sheet.write_string(_PICK, 1, book.said(register.schema.columns[PLATFORM].title), book.style("heading"))
    write_formula(sheet, _PICK, 2, f'IF({first}="","",{first}&"")', book.style("input"))
    rule = {
        "validate": "list",
        "source": f"={lists.keys(register, PLATFORM)}",
        "input_message": book.said(text("Choose the platform to check.")),
        "error_message": book.said(text("Choose a platform of the sheet {sheet}.", sheet=register.sheet)),
    }
    sheet.data_validation(_PICK, 2, _PICK, 2, rule)
    titles = (text("No."), text("Gate"), text("Clause"), text("Found"), text("Requirement"), text("Outcome"))
    for at, title in enumerate((*titles, text("How it is counted"))):
        sheet.write_string(_HEADER, at, book.said(title), book.style("heading"))
    last = _HEADER + len(form.gates) + 2
    note = text(
        "For your own check only: the appraisal is made on the evidence as it is verified by city and province."
    )
    sheet.write_string(last, 0, book.said(note), book.style("remark"))
    sheet.freeze_panes(_HEADER + 1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", PROTECTION)
    on_paper(sheet, header=(_HEADER, _HEADER))


def _state(form: Form, calculation: Calculation) -> tuple[str, Sequence[tuple[str, Text]]]:
    """The cell that says whether the platform can be checked, and why not: conditions with their words, in order."""
    found = calculation.cell("in the register", f"SUMPRODUCT(EXACT({calculation.register_ids()},{calculation.pick})*1)")
    own = _own_tables(form)
    handed_in = calculation.cell("rows", "+".join(calculation.rows_of(table) for table in own) or "0")
    more = [
        f"COUNTA(INDEX({place.column(names[0])},{place.last + 1}):INDEX({place.column(names[-1])},{_LAST_OF_EXCEL}))"
        for place in calculation.places.values()
        for names in [[*place.schema.columns]]
    ]
    beyond = calculation.cell("rows beyond", "+".join(more))
    columns, out, unread = form.tables[0].columns, [], ["FALSE"]
    for name, sign, limit in (("closed", "<", (1, 1)), ("established", ">", (12, 31))):
        if name in columns:
            value = calculation.fact(name)
            out.append(f"AND(ISNUMBER({value.text}),N({value.text}){sign}DATE({form.data_year},{limit[0]},{limit[1]}))")
            unread.append(f'AND(ISTEXT({value.text}),{value.text}<>"")')
    state = [
        (f'{calculation.pick}=""', text("Choose the platform above.")),
        (f"{found}=0", text("The sheet {sheet} has no such platform.", sheet=calculation.places[REGISTER].sheet)),
        (f"{found}>1", text("The sheet {sheet} has this platform twice.", sheet=calculation.places[REGISTER].sheet)),
        (f"{beyond}>0", text("There are more rows than this sheet can check: the province will work it out.")),
        (
            f"OR({','.join(unread)})",
            text(
                "A date of the platform in the sheet {sheet} cannot be read: write it as {date}.",
                sheet=calculation.places[REGISTER].sheet,
                date="2014-12-31",
            ),
        ),
        *(
            [(f"OR({','.join(out)})", text("The platform was not in operation in {year}.", year=form.data_year))]
            if out
            else []
        ),
        (
            f"AND({handed_in}=0,{_strays(form, calculation)}=0)",
            text("No sheet but the register has a row of this platform yet."),
        ),
    ]
    # An error of Excel in a cell: each gate will say so.
    ready = calculation.cell("ready", f"IFERROR(IF(OR({','.join(condition for condition, _ in state)}),0,1),1)")
    return ready, state


def _own_tables(form: Form) -> list[str]:
    return [table.name for table in form.tables if PLATFORM in table.columns and table.name != REGISTER]


def _strays(form: Form, calculation: Calculation) -> str:
    return calculation.cell("strays", "+".join(calculation.strays(table) for table in _own_tables(form)) or "0")


def _head(
    book: Book,
    form: Form,
    sheet: Worksheet,
    calculation: Calculation,
    ready: str,
    state: Sequence[tuple[str, Text]],
    gates: int,
) -> None:
    words = {key: literal(book.said(word)).text for key, word in (("pass", PASS), ("fail", FAIL))}
    columns = calculation.places[REGISTER].schema.columns
    known = calculation.fact("name").text if "name" in columns else '""'
    stray = text(
        "Some rows have no platform of the sheet {sheet}: correct their platform ids.",
        sheet=calculation.places[REGISTER].sheet,
    )
    for condition, word in reversed([*state, (f"{_strays(form, calculation)}>0", stray)]):
        known = f"IF({condition},{literal(book.said(word)).text},{known})"
    known = f"IFERROR({known},{literal(book.said(FAULTY)).text})"
    sheet.write_string(_STATE, 1, book.said(text("Platform")), book.style("heading"))
    write_formula(sheet, _STATE, 2, _from_outside(known), book.style("remark", bold=True))
    span = f"$F${_HEADER + 2}:$F${_HEADER + 1 + gates}"
    failed, passed = (f"COUNTIF({span},{words[key]})" for key in ("fail", "pass"))
    all_pass = literal(book.said(text("all gates passed"))).text
    some_fail = _counting(book, text("{count} gates not passed", count=_COUNT), failed)
    some_open = _counting(book, text("{count} gates still open", count=_COUNT), f"({gates}-{passed})")
    verdict = f"IF({passed}={gates},{all_pass},IF({failed}>0,{some_fail},{some_open}))"
    sheet.write_string(_VERDICT, 1, book.said(text("Verdict")), book.style("heading"))
    ready_here = _from_outside(ready)
    write_formula(sheet, _VERDICT, 2, f'IF({ready_here}=1,{verdict},"")', book.style("remark", bold=True))


def _counting(book: Book, sentence: Text, count: str) -> str:
    """A sentence with a count that is worked out in the sheet."""
    before, _, after = book.said(sentence).partition(_COUNT)
    return f"{literal(before).text}&{count}&{literal(after).text}"


def _coloured(book: Book, sheet: Worksheet, gates: int) -> None:
    for word, style in ((PASS, "good"), (FAIL, "bad"), (OPEN, "doubtful"), (FAULTY, "doubtful"), (PROVINCE, "note")):
        rule = {"type": "cell", "criteria": "==", "value": literal(book.said(word)).text, "format": book.style(style)}
        sheet.conditional_format(_HEADER + 1, 5, _HEADER + gates, 5, rule)


def _required(form: Form, gate: Gate) -> object:
    if gate.single is None:
        return in_words(gate.condition, lambda one: _named(form, one))
    return _required_one(form, gate.single)


def _named(form: Form, one: Require) -> object:
    """One requirement among several, with what it is on."""
    fact = form.tables[0].columns.get(one.of.name) if one.of.is_fact else None
    indicator = form.indicators.get(str(one.of))
    title = fact.title if fact else indicator[0].indicator.title if indicator else str(one.of)
    return text("{title}: {required}", title=title, required=_required_one(form, one))


def _required_one(form: Form, one: Require) -> str:
    if one.allowed is not None:
        indicator = form.indicators.get(str(one.of))
        unit = indicator[0].indicator.unit if indicator else ""
        return f"{one.allowed.shown} {unit}".rstrip()
    wanted = one.require.get("const") if set(one.require) == {"const"} else None
    if isinstance(wanted, bool):
        return YES if wanted else NO
    return str(wanted) if wanted is not None else json.dumps(dict(one.require), ensure_ascii=False, default=str)


def _from_outside(formula: str) -> str:
    """The formula with the name of the calculation's sheet before each of its cells."""
    parts = formula.split('"')
    # Every second part is a text in quotes.
    for at in range(0, len(parts), 2):
        parts[at] = parts[at].replace("$B$", f"{CALCULATION}!$B$")
    return '"'.join(parts)
