"""The list of messages is whole: every code that can be said is explained, and nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from appraisal.texts import Text
from tests.messages.explained import FACTS, GROUPS, IN_A_SENTENCE
from tests.messages.flow import Code
from tests.messages.found import SPEAKERS, files, sayings, sentences
from tests.messages.page import facts_of, messages, shown
from tests.traps import TRAPS

EXPLAINED = [code for group in GROUPS for code in group.codes]
#: Sentences for people that are no part of a finding, or a part of a fact of one.
NO_FINDINGS = {
    "appraisal.intake.answers",
    "appraisal.intake.standing",
    "appraisal.intake.words",
}
FACTS_AND_COUNTS = {
    "{count} more rows have the same fault.",
    "The same holds for {count} more rows.",
    "{header} ({cell}) for {column}",
    ", ",
    "a date",
    "a percentage",
    "true or false",
    "declared: {value}",
    "by the city: {value}",
    "on site: {value}",
    "by the evidence: {value}",
    "{column}: the cell cannot be read.",
    "Several rows have the key {key}.",
    "The form is an Excel file: let its name end in .xlsx.",
}


def test_every_code_that_can_be_said_is_explained_once_and_no_other_is():
    assert sorted(EXPLAINED) == sorted(sayings())


def test_a_code_that_stands_in_the_code_as_such_was_found():
    written = {
        node.value
        for path in files(SPEAKERS).values()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and re.fullmatch(r"[a-z]+\|[a-z_]+", str(node.value))
    }
    assert len(written) > 60
    assert written <= set(sayings())


def test_every_sentence_of_a_finding_stands_under_a_code():
    said = {part for each in sayings().values() for one in each for part in (one.message, *one.fixes)}
    lost = {
        sentence
        for name, path in files(SPEAKERS).items()
        if name not in NO_FINDINGS
        for sentence in sentences(path)
        if sentence not in said | FACTS_AND_COUNTS
    }
    assert not lost


def test_every_finding_of_a_trap_stands_in_the_list_under_its_code_and_in_these_words():
    for trap in TRAPS:
        for code, _, english, _ in trap.told:
            assert any(_fits(one.message, english) for one in sayings()[code]), (code, english)


def _fits(sentence: str, said: str) -> bool:
    parts = re.split(r"\{[a-z0-9_]+\}", sentence)
    return re.match(".*?".join(map(re.escape, parts)), said, re.DOTALL) is not None


def test_every_fact_has_a_word_and_every_word_a_fact():
    named = {
        name
        for each in sayings().values()
        for one in each
        for part in (one.message, *one.fixes)
        for name in facts_of(part)
    }
    assert named == set(FACTS)
    assert all(set(words) <= set(facts_of(sentence)) for sentence, words in IN_A_SENTENCE.items())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_names_no_fact_by_its_braces_and_every_code_by_a_heading(language):
    page = messages(language)
    assert re.findall(r"^### `(.+)`$", page, re.MULTILINE) == EXPLAINED
    assert not re.search(r"\{[a-z]", page)


def test_each_way_through_a_function_keeps_its_own_mend(tmp_path: Path):
    (tmp_path / "made.py").write_text(
        "def f(x):\n    if x:\n        say, do = text('a'), text('b')\n    else:\n        say, do = text('c'), text('d')\n"
        "    return Finding('one', say, do)\n",
        encoding="utf-8",
    )
    code = Code(frozenset({"Finding"}))
    code.read({"made": tmp_path / "made.py"})
    assert len(code.calls) == 2


def test_a_sentence_is_shown_with_words_for_its_facts():
    assert shown("{column} is missing.", "en") == "‹column› is missing."
    assert shown("{column} is missing.", "zh") == Text("{column} is missing.", {"column": "〔列名〕"}).render("zh")
