"""What is written to do harm is refused, or has the oracle's value; nothing is opened, asked for or wrapped."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from appraisal.errors import Place, Refused
from appraisal.formula import parse
from appraisal.formula.tree import Constant, Param
from appraisal.texts import render
from tests.formula.attacks import ACCEPTED, REFUSED
from tests.formula.conftest import PARAMS, ROWS, compile_visits
from tests.formula.reference import meaning
from tests.formula.tokens import strings

ROOT = Path(__file__).parents[2]
_SCALES = {"fee_yuan": 2, "hours": 1}
_FEW, _MANY = 500, 10_000


def _fraction(name, value):
    return Fraction(value, 10 ** _SCALES.get(name, 0)) if type(value) is int else value


# The oracle knows a column by its name alone: enterprises.size is size.
_ORACLE_ROWS = [
    {name.removeprefix("enterprises."): _fraction(name, value) for name, value in row.items()}
    for row in ROWS.rows(named=True)
]


def _without_params(node):
    """The tree with the value of each param in its place."""
    if isinstance(node, Param):
        return Constant(node.at, PARAMS[node.name])
    if isinstance(node, tuple):
        return tuple(_without_params(part) for part in node)
    if dataclasses.is_dataclass(node):
        parts = {field.name: _without_params(getattr(node, field.name)) for field in dataclasses.fields(node)}
        return dataclasses.replace(node, **parts)
    return node


def judge(text):
    """Whether the formula was accepted; then it has the oracle's value, in numbers that hold its bounds."""
    try:
        formula = compile_visits(text)
    except Refused as refused:
        findings = refused.findings
    else:
        return _has_the_value_of_the_oracle(text, formula)
    assert findings
    assert all(finding.code.startswith("formula|") and finding.sentence("zh").isprintable() for finding in findings)
    return False


def _has_the_value_of_the_oracle(text, formula):
    found = ROWS.group_by("platform_id").agg(formula.expr.alias("x"))["x"]
    assert found.dtype == formula.number.dtype
    expected = meaning(_without_params(parse(text, Place())), None, _ORACLE_ROWS)
    mine = None if found[0] is None else Fraction(found[0], 10**formula.number.scale)
    assert mine == expected
    assert mine is None or formula.number.low <= found[0] <= formula.number.high
    assert render(formula.words, "zh")
    return True


def test_there_are_more_than_two_hundred_attacks():
    assert len(set(REFUSED) | set(ACCEPTED)) == len(REFUSED) + len(ACCEPTED) > 350


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_an_attack_is_refused(text):
    assert not judge(text)


@pytest.mark.parametrize("text", ACCEPTED, ids=range(len(ACCEPTED)))
def test_what_only_looks_like_an_attack_has_the_value_of_the_oracle(text):
    assert judge(text)


def test_random_tokens_are_refused_or_have_the_value_of_the_oracle():
    accepted = sum(judge(text) for text in strings(_FEW))
    assert _FEW // 20 < accepted < _FEW


@pytest.mark.full
def test_ten_thousand_random_strings_of_tokens_and_all_attacks(capsys):
    texts = [*strings(_MANY), *REFUSED, *ACCEPTED]
    accepted = sum(judge(text) for text in texts)
    assert accepted > _MANY // 20
    slowest = sorted((min(_seconds(text) for _ in range(3)), text) for text in texts)[-3:]
    with capsys.disabled():
        shown = "; ".join(f"{1000 * seconds:.1f} ms {text[:40]!r}" for seconds, text in reversed(slowest))
        print(f"\n{len(texts)} texts, {accepted} accepted; slowest to read: {shown}")  # noqa: T201 - the report


def _seconds(text):
    began = time.process_time()
    with contextlib.suppress(Refused):
        compile_visits(text)
    return time.process_time() - began


_WATCHED = """
import sys
from tests.formula.attacks import ACCEPTED, REFUSED
from tests.formula.test_formula_attacks import judge
from tests.formula.tokens import strings

texts = [*REFUSED, *ACCEPTED, *strings(200)]
for text in texts:  # What is imported late and read once, such as the catalogue, is there.
    judge(text)
seen = []
HARMLESS = ("object.__", "sys._getframe", "marshal.", "code.__new__", "compile", "exec", "cpython.", "gc.", "builtins.id")
sys.addaudithook(lambda event, facts: seen.append((event, str(facts)[:80])) if not event.startswith(HARMLESS) else None)
for text in texts:
    judge(text)
print(sorted(set(seen)))
"""


def test_no_formula_opens_a_file_or_asks_the_network():
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED], cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr[-2000:]


#: All of Polars that formulas use: none of it takes a path, an address, a query or a Python function.
_ALLOWED = {
    "DataType", "Date", "Expr", "Int64", "Int128", "Boolean", "String", "coalesce", "col", "escape_regex", "len", "lit",
    "max_horizontal", "min_horizontal", "when",
}  # fmt: skip


def test_formulas_use_nothing_of_polars_that_could_read():
    # An audit hook sees Python only: what Polars itself could open is ruled out by what is called.
    for path in (ROOT / "appraisal" / "formula").glob("*.py"):
        used = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "pl"
        }
        assert used <= _ALLOWED, path.name
    assert not {name for name in _ALLOWED if not hasattr(pl, name)}
