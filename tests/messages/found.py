"""Every finding that reading, checking and intake can make: its code, how much it weighs, and its sentences."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.evidence import checking
from appraisal.schema import check_words, formats, pattern_words, shipped_tables
from appraisal.texts import Bilingual, Text
from tests.messages.flow import Bound, Call, Code, Function, Item
from tests.messages.values import made, strings, texts, tuples

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).parents[2]
#: Whose findings the list holds.
SPEAKERS = (
    "appraisal/evidence",
    "appraisal/intake",
    "appraisal/plausibility",
    "appraisal/scenario/quarantine.py",
    "appraisal/scenario/evidence.py",
    "appraisal/scenario/locate.py",
    "appraisal/scenario/stated_files.py",
    "appraisal/cli/workbook.py",
)
#: Where some of their words come from.
LENDERS = ("appraisal/schema/pointer.py",)
#: What makes a finding, or the parts of one.
_MAKERS = frozenset({"Finding", "Refusal", "Doubt", "Mended"})
#: What reading the code cannot see: which of several codes a sentence belongs to.
_ONLY = {
    "Write 是 or 否.": {"cell|boolean"},
    "Leave the cell empty if it is not known.": {"cell|date"},
    "Leave the cell empty if the number is not known; write 0 if there is none.": {"cell|number"},
    "Did you mean {names}?": {"reference|unknown", "header|unknown", "rules|quarantine_unknown"},
    "Correct it here, or add it to that table; if that table is in another file, check both together.": {
        "reference|unknown"
    },
    "{column}: the number {value} is taken as text.": {"repair|number_as_text"},
    "Format the column as text; zeros at the beginning are lost otherwise.": {"repair|number_as_text"},
}
_NEVER = {("repair|number_as_text", "{column}: {value} is read as {new}.")}
#: How much a finding weighs where the rules say it.
BY_THE_RULES = "rules"


@dataclass(frozen=True)
class Saying:
    """What is wrong, and the mends that may follow."""

    message: str
    fixes: tuple[str, ...]
    weight: str


@cache
def sayings() -> dict[str, tuple[Saying, ...]]:
    """For each code everything that is said under it, in the order of the code's modules."""
    code = _read()
    found: dict[str, dict[str, tuple[set[str], dict[str, None]]]] = {}

    def add(name: str, message: str, fixes: list[str], weight: str) -> None:
        if not _is_true(name, message):
            return
        weights, known = found.setdefault(name, {}).setdefault(message, (set(), {}))
        weights.add(weight)
        known.update(dict.fromkeys(fix for fix in fixes if fix and _is_true(name, fix)))

    for call in code.calls:
        for name, messages, fixes, weight in _said(code, call):
            for message in messages:
                add(name, message, fixes, weight)
    for name, message, fix in _of_schemas():
        add(name, message.msgid, [fix.msgid], "error")
    return {
        name: tuple(
            Saying(message, tuple(fixes), "/".join(sorted(weights))) for message, (weights, fixes) in said.items()
        )
        for name, said in sorted(found.items())
    }


def _is_true(code: str, sentence: str) -> bool:
    if sentence in _of_towns() and sentence not in _texts_elsewhere():
        return code == "town_unknown"
    return (code, sentence) not in _NEVER and code in _ONLY.get(sentence, {code})


def sentences(path: Path) -> list[str]:
    """Every sentence for people in a module."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return [
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "text" and isinstance(call.args[0], ast.Constant)
    ]


@cache
def _of_towns() -> frozenset[str]:
    return frozenset(sentences(ROOT / "appraisal" / "evidence" / "towns.py"))


@cache
def _texts_elsewhere() -> frozenset[str]:
    return frozenset(sentences(ROOT / "appraisal" / "evidence" / "references.py"))


def files(places: tuple[str, ...]) -> dict[str, Path]:
    """The modules at some places, by dotted name."""
    paths = [
        path
        for place in places
        for path in ([ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")))
    ]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


@cache
def _read() -> Code:
    code = Code(_MAKERS)
    code.read(files((*SPEAKERS, *LENDERS)))
    return code


def _of_schemas() -> Iterator[tuple[str, Text, Text]]:
    """What the rules of a schema say of a cell or a row."""
    nothing = Text("")
    for keyword, code in checking._CODES.items():
        if keyword == "dependentRequired":
            continue
        message = check_words._WRONG.get(keyword, check_words._NOT_ALLOWED)
        fixes = [check_words._MEND[keyword]] if keyword in check_words._MEND else [nothing]
        if keyword == "format":
            fixes = [*formats._FIXES.values(), formats.format_fix("other")]
        if keyword == "pattern":
            fixes = [*pattern_words._WORDS.values(), pattern_words.pattern_fix("other")]
        yield from ((f"cell|{code}", message, fix) for fix in fixes)
    yield "cell|rule", check_words._NOT_ALLOWED, nothing
    column = next(iter(shipped_tables()["platforms"].columns.values()))
    yield "cell|missing", *check_words.dependent_words(column, column)
    for rule in (Bilingual("", ""), None):
        yield "row|rule", *check_words.row_words(rule, "")


def _said(code: Code, call: Call) -> Iterator[tuple[str, list[str], list[str], str]]:
    """Code, messages, mends and weight of what one call makes."""
    if call.name == "Mended":
        return
    if call.name == "Doubt":
        words = call.argument(5, "words")
        pairs = [pair for function in (made(code, words) if words else ()) for pair in _pairs(code, function)]
        for name, (message, fix) in product(strings(code, call.argument(0, "code")), pairs):
            yield name, texts(code, message), texts(code, fix), BY_THE_RULES
        return
    parts = [call.argument(place, name) for place, name in enumerate(("code", "message", "fix"))]
    # What is refused in a cell has a severity of its own only as a finding.
    start, severity = ("cell|", None) if call.name == "Refusal" else ("", call.argument(3, "severity"))
    for names, messages, fixes in _together(code, parts):
        for name in names:
            yield f"{start}{name}", messages, fixes, _weight(severity)


def _pairs(code: Code, function: Function) -> Iterator[tuple[Bound, Bound]]:
    """What is wrong and the mend, in each way a function has of saying it."""
    for given in code.outcomes(function, {}):
        yield from ((message, fix) for message, fix in tuples(code, given))


def _together(code: Code, parts: list[Bound | None]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The three parts of a finding; where one call gives all of them, each of its outcomes by itself."""
    items = [_item(part) for part in parts]
    whole = next((item.whole for item in items if item), None)
    if whole is None:
        yield strings(code, parts[0]), texts(code, parts[1]), texts(code, parts[2])
        return
    for outcome in tuples(code, whole):
        chosen = [
            outcome[item.place] if item and item.whole.expr is whole.expr else part
            for item, part in zip(items, parts, strict=True)
        ]
        names = strings(code, chosen[0])
        if parts[0] and isinstance(parts[0].expr, ast.JoinedStr) and isinstance(parts[0].expr.values[0], ast.Constant):
            names = [f"{parts[0].expr.values[0].value}{name}" for name in names]
        yield names, texts(code, chosen[1]), texts(code, chosen[2])


def _item(part: Bound | None) -> Item | None:
    """The place of a tuple that a name stands for, be it within a text."""
    if part is None:
        return None
    expr = part.expr
    if isinstance(expr, ast.JoinedStr) and isinstance(expr.values[-1], ast.FormattedValue):
        expr = expr.values[-1].value
    known = part.env.get(expr.id, ()) if isinstance(expr, ast.Name) else ()
    return next((one for one in known if isinstance(one, Item)), None)


def _weight(severity: Bound | None) -> str:
    if severity is None:
        return "error"
    if isinstance(severity.expr, ast.Attribute) and isinstance(severity.expr.value, ast.Name):
        return severity.expr.attr.lower() if severity.expr.value.id == "Severity" else BY_THE_RULES
    if isinstance(severity.expr, ast.Name):
        known = [one for one in severity.env.get(severity.expr.id, ()) if isinstance(one, Bound)]
        return "/".join(sorted({_weight(one) for one in known})) or BY_THE_RULES
    if isinstance(severity.expr, ast.IfExp):
        sides = (severity.expr.body, severity.expr.orelse)
        return "/".join(sorted({_weight(Bound(side, severity.env, severity.module)) for side in sides}))
    return BY_THE_RULES
