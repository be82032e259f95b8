"""The list of messages as a page: what each means, and the sentences that the program says."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from appraisal.texts import Text
from tests.messages.explained import FACTS, GROUPS, IN_A_SENTENCE
from tests.messages.found import sayings
from tests.traps import TRAPS

if TYPE_CHECKING:
    from appraisal.texts import Language
    from tests.messages.found import Saying

_WEIGHTS = {
    "zh": {"error": "必须改正", "warning": "请核对", "notice": "提示，不必处理", "rules": "轻重由办法规定"},
    "en": {"error": "has to be mended", "warning": "check it", "notice": "to know", "rules": "weighs as the rules say"},
}
_HEADS = {"zh": ("程序的话", "怎样改"), "en": ("it says", "what to do")}
_EXAMPLE = {"zh": "例：", "en": "For example: "}
_MOST_EXAMPLES = 3


def messages(language: Language) -> str:
    """Every code with its meaning, its weight, its sentences and real examples."""
    found, lines = sayings(), [""]
    for group in GROUPS:
        lines += [f"## {getattr(group.title, language)}", "", getattr(group.about, language), ""]
        for code, meaning in group.codes.items():
            lines += [f"### `{code}`", "", f"{getattr(meaning, language)}{_weight(found[code], language)}", ""]
            lines += _sentences(found[code], language)
            lines += _examples(code, language)
    return "\n".join(lines)


def _weight(said: tuple[Saying, ...], language: Language) -> str:
    known = {part for one in said for part in one.weight.split("/")}
    words = [word for weight, word in _WEIGHTS[language].items() if weight in known]
    return f"（{'；'.join(words)}。）" if language == "zh" else f" ({'; '.join(words)}.)"


def _sentences(said: tuple[Saying, ...], language: Language) -> list[str]:
    head = _HEADS[language]
    rows = [
        f"| {shown(one.message, language)} | {'<br>'.join(shown(fix, language) for fix in one.fixes) or '–'} |"
        for one in said
    ]
    return [f"| {head[0]} | {head[1]} |", "|---|---|", *rows, ""]


def _examples(code: str, language: Language) -> list[str]:
    told = [(en if language == "en" else zh) for trap in TRAPS for one, _, en, zh in trap.told if one == code]
    lines = [f"- {_EXAMPLE[language]}{sentence}" for sentence in dict.fromkeys(told)][:_MOST_EXAMPLES]
    return [*lines, ""] if lines else []


def shown(sentence: str, language: Language) -> str:
    """A sentence with words for its facts."""
    words = FACTS | IN_A_SENTENCE.get(sentence, {})
    facts = {name: f"〔{words[name]}〕" if language == "zh" else f"‹{name}›" for name in facts_of(sentence)}
    return Text(sentence, facts).render(language).replace("|", "\\|").replace("<", "&lt;")


def facts_of(sentence: str) -> list[str]:
    """The names of the facts in a sentence."""
    return [name for _, name, _, _ in string.Formatter().parse(sentence) if name]
