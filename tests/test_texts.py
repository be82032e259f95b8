"""Every sentence is there in Chinese and English, with the same facts."""

import gettext
import string

import pytest

from appraisal import paths, texts
from appraisal.texts import Bilingual, Joined, text
from tests.catalogue import sentences

SENTENCES = sentences()


def _facts(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.fixture(scope="module")
def chinese() -> gettext.GNUTranslations:
    found = gettext.translation("appraisal", paths.locale(), languages=["zh"])
    assert isinstance(found, gettext.GNUTranslations)
    return found


def test_every_sentence_has_its_chinese_with_the_same_facts(chinese: gettext.GNUTranslations) -> None:
    known = chinese._catalog  # type: ignore[attr-defined] - gettext tells nobody
    missing = [f"{place}: {msgid}" for msgid, place in SENTENCES.items() if not known.get(msgid)]
    assert missing == []
    assert [msgid for msgid in SENTENCES if _facts(known[msgid]) != _facts(msgid)] == []


def test_the_catalogue_holds_no_sentence_that_nobody_says(chinese: gettext.GNUTranslations) -> None:
    assert set(chinese._catalog) - {""} == set(SENTENCES)  # type: ignore[attr-defined] - gettext tells nobody


def test_a_sentence_is_rendered_in_the_language_of_its_reader() -> None:
    said = text("{key} is missing.", key=Bilingual("等级", "grade"))
    assert (said.render("zh"), said.render("en")) == ("缺少 等级。", "grade is missing.")
    assert Joined((said, "x"), text(", ")).render("zh") == "缺少 等级。、x"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"APPRAISAL_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"APPRAISAL_LANG": "klingon", "LANG": "en_US"}, "en"),
    ],
)
def test_the_language_is_asked_for_or_that_of_the_session(variables, language, monkeypatch) -> None:
    for name in ("APPRAISAL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert texts.preferred() == language
