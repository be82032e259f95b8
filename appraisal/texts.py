"""Sentences for people, kept as a message and its facts until the language of the reader is known."""

from __future__ import annotations

import gettext
import locale
import os
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from appraisal import paths

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True)
class Text:
    """One message: the English template is the msgid; facts fill its ``{names}`` and may be Texts themselves."""

    msgid: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: Language) -> str:
        """The sentence in the given language."""
        template = _catalogue(language).gettext(self.msgid) if self.msgid else ""
        return template.format_map({name: render(fact, language) for name, fact in self.facts.items()})

    def __str__(self) -> str:
        """The English sentence."""
        return self.render("en")


@dataclass(frozen=True)
class Bilingual:
    """A text that its author gave in both languages, such as the title of a column."""

    zh: str
    en: str

    def render(self, language: Language) -> str:
        """The text in the given language."""
        return self.zh if language == "zh" else self.en

    def __str__(self) -> str:
        """The English text."""
        return self.en


@dataclass(frozen=True)
class Joined:
    """Several texts in a row, such as the operands of a sum."""

    parts: tuple[object, ...]
    separator: object = ""

    def render(self, language: Language) -> str:
        """The parts in the given language with the separator between them."""
        return render(self.separator, language).join(render(part, language) for part in self.parts)

    def __str__(self) -> str:
        """The parts in English."""
        return self.render("en")


def text(msgid: str, /, **facts: object) -> Text:
    """A message with its facts. The extractor collects the first argument of every call of this function."""
    return Text(msgid, facts)


def render(value: object, language: Language) -> str:
    """A fact as the reader sees it: texts are translated, everything else is ``str``."""
    return value.render(language) if isinstance(value, Text | Bilingual | Joined) else str(value)


def width(value: str) -> int:
    """How many places a text takes on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in value)


def parse_language(word: str) -> Language | None:
    """``zh`` or ``en`` from a word such as ``zh_CN.UTF-8``; None where it names neither."""
    start = word.lower()[:2]
    return next((language for language in LANGUAGES if language == start), None)


def preferred() -> Language:
    """The language of this session: ``APPRAISAL_LANG``, else the locale's, else Chinese, the language of the policy."""
    asked = parse_language(os.environ.get("APPRAISAL_LANG", ""))
    if asked:
        return asked
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found := parse_language(os.environ.get(variable, "")):
            return found
    return parse_language((locale.getlocale()[0] or "").replace("Chinese", "zh").replace("English", "en")) or "zh"


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("appraisal", paths.locale(), languages=[language])
