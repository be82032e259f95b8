"""docs/formulas.md says what is so: each example is run, each function and each code stands in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from appraisal.errors import Place, Refused
from appraisal.formula.functions import FUNCTIONS
from appraisal.formula.lexer import tokenize
from appraisal.formula.parser import OPERATORS
from appraisal.formula.primaries import AGGREGATES, CONSTANTS, KEYWORDS
from appraisal.formula.problems import Problems
from tests.formula.measured import before, measured, values

#: Refused with a reason of its own wherever it stands.
NO_KEYWORD = {"SELECT"}
ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "formulas.md").read_text(encoding="utf-8")
#: The part about measures has a world of its own.
_OF_MEASURES = DOC[DOC.index("## Measures\n") : DOC.index("## Limits\n")]
VALUES = re.findall(r"\| `([^|`]+)` \| (-?[0-9.]+|missing) \|$", DOC.replace(_OF_MEASURES, ""), re.MULTILINE)
RATIOS = re.findall(r"\| `([^|`]+)` \| `([^|`]+)` \| ([0-9/]+|missing) \|$", _OF_MEASURES, re.MULTILINE)
REFUSALS = re.findall(r"^\| `formula\\\|(\w+)` \| [^|]+ \| `([^`]+)` \|$", DOC, re.MULTILINE)


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_an_example_has_the_value_beside_it(value, text, expected):
    found = value(text)
    assert ("missing" if found is None else str(found)) == expected


_TASKS = "平台编号,人员编号,截止日期,属专业服务团队,学历,专业技术职称,职业技能等级\nP1,a,2014-12-31,true,本科,无,无\n"
_THIS_YEAR = {
    "services": ("120", "1"),
    "heads": ("8", "1"),
    "share": ("2", "3"),
    "revenue": ("1500", "1"),
    "patents": ("0", "1"),
}
_LAST_YEAR = [("services", 100, 1), ("share", 1, 2), ("revenue", 1200, 1), ("patents", 0, 1)]


@pytest.mark.parametrize(("numerator", "denominator", "expected"), RATIOS)
def test_an_example_of_measures_has_the_value_beside_it(numerator, denominator, expected):
    read = [
        {
            "id": name,
            "table": "staff",
            "numerator": f"{top} + 0 * COUNT(*)",
            "denominator": bottom,
            "scale": 100 if name == "share" else 1,
        }
        for name, (top, bottom) in _THIS_YEAR.items()
    ]
    own = {"id": "x", "table": "measures", "numerator": numerator, "denominator": denominator}
    result = measured([*read, own], {"staff": _TASKS}, before([("P1", *one) for one in _LAST_YEAR]))
    assert str(values(result, "x")["P1"]) == expected


def test_there_are_examples_of_measures():
    assert len(RATIOS) == 10


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


def test_the_document_names_the_functions_of_the_code_and_no_others():
    tables = re.findall(r"^\| `([A-Z]+)\((?:x|\*|DISTINCT)", DOC, re.MULTILINE)
    assert set(tables) == {*FUNCTIONS, *AGGREGATES}


def test_every_operator_and_keyword_has_an_example():
    tokens = {token.keyword for text, _ in VALUES for token in tokenize(text, Problems(Place()))}
    assert tokens >= {*OPERATORS, *KEYWORDS, *CONSTANTS, "CASE", "DATE", "FILTER", "WHERE"} - NO_KEYWORD
    shapes = " ".join(text for text, _ in VALUES)
    assert all(f" NOT {word} " in shapes for word in ("IN", "BETWEEN", "LIKE"))
    assert " IS NOT NULL" in shapes


def test_every_code_stands_in_the_document():
    raised = set()
    for path in (ROOT / "appraisal" / "formula").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        raised |= set(re.findall(r'(?:problems\.(?:add|refuse)\(|Mark\(\w+, |return \(?\s*)"([a-z_]+)",', source))
    assert raised == set(re.findall(r"formula\\\|(\w+)", DOC))
