"""docs/formulas.md says what is so: each example is run, each function and each code stands in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from appraisal.errors import Refused
from appraisal.formula.functions import FUNCTIONS
from appraisal.formula.primaries import AGGREGATES

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "formulas.md").read_text(encoding="utf-8")
VALUES = re.findall(r"\| `([^|`]+)` \| (-?[0-9.]+|missing) \|$", DOC, re.MULTILINE)
REFUSALS = re.findall(r"^\| `formula\\\|(\w+)` \| [^|]+ \| `([^`]+)` \|$", DOC, re.MULTILINE)


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_an_example_has_the_value_beside_it(value, text, expected):
    found = value(text)
    assert ("missing" if found is None else str(found)) == expected


@pytest.mark.parametrize(("code", "text"), REFUSALS)
def test_an_example_of_a_refusal_is_refused_with_its_code(compiled, code, text):
    with pytest.raises(Refused) as refused:
        compiled(text)
    assert refused.value.findings[0].code == f"formula|{code}"


def test_the_rows_of_the_examples_are_the_rows_of_the_document(rows):
    table = DOC.split("| enterprise_id |")[1].split("\n\n")[0].splitlines()
    header = ["enterprise_id", *(cell.strip() for cell in table[0].split("|") if cell.strip())]
    written = [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]
    scales = {"fee_yuan": 2, "hours": 1}
    shown = [
        [_shown(value, scales.get(name, 0)) for name, value in row.items()]
        for row in rows.select(header).rows(named=True)
    ]
    assert shown == written


def _shown(value, scale):
    if value is None:
        return "—"
    if isinstance(value, bool):
        return str(value).lower()
    return (f"{value / 10**scale:.{scale}f}" if isinstance(value, int) else str(value)) or "(empty text)"


@pytest.mark.parametrize("name", [*FUNCTIONS, *AGGREGATES])
def test_every_function_has_an_example(name):
    assert any(f"{name}(" in text for text, _ in VALUES)


def test_every_code_stands_in_the_document():
    raised = set()
    for path in (ROOT / "appraisal" / "formula").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        raised |= set(re.findall(r'(?:problems\.(?:add|refuse)\(|Mark\(\w+, |return \(?\s*)"([a-z_]+)",', source))
    assert raised == set(re.findall(r"formula\\\|(\w+)", DOC))
