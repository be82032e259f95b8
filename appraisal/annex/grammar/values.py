"""Numbers and words inside an annex, exact in both directions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from appraisal.schema import canonical

#: Words that need no quotes: no sign of the grammar, nothing that could be a number.
_PLAIN = re.compile(r"[^\W\d_][\w·]*")
_TAKEN = frozenset({"是", "否", "其他", "若", "否则", "折线", "逐档"})
#: What begins something else.
_BEGINNINGS = (
    "若",
    "每",
    "全体",
    "低于",
    "高于",
    "超过",
    "不",
    "大于",
    "小于",
    "等于",
    "折线",
    "逐档",
    "至少",
    "最高",
    "缺失",
)
_ENDINGS = ("以上", "以下", "起", "分")


def number_text(value: Any) -> str:
    """The digits of a number of the rules."""
    digits = f"{Decimal(str(value)):f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def parse_number(digits: str) -> int | Decimal:
    """A number of the rules from its digits."""
    return Decimal(digits) if "." in digits else int(digits)


def word_text(word: str) -> str:
    """A word as it stands, in quotes where it could be read as something else."""
    plain = _PLAIN.fullmatch(word) and word not in _TAKEN and not word.startswith(_BEGINNINGS)
    return word if plain and not word.endswith(_ENDINGS) else quoted(word)


def quoted(word: str) -> str:
    """A word in quotes, with the escapes of JSON."""
    return json_text(word)


def json_text(value: Any) -> str:
    """A value as JSON on one line."""
    return canonical(value).decode()
