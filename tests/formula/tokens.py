"""Random strings of the tokens of formulas, and good formulas with some of their tokens changed."""

from __future__ import annotations

import random
import re

PIECES = [
    "(", ")", ",", ".", "+", "-", "*", "/", "=", "<>", "<", ">=", "!=", "||", "%", ";", "--", "/*", "::", "'x'",
    "'", '"', '"end"',
    "1", "2.50", "9223372036854775807", "12人", "AND", "OR", "NOT", "IN", "BETWEEN", "IS", "NULL", "LIKE", "CASE",
    "WHEN", "THEN",
    "ELSE", "END", "TRUE", "FALSE", "DATE", "DATE '2014-01-01'", "COUNT(*)", "COUNT(", "COUNT(DISTINCT", "SUM(",
    "MIN(", "MAX(",
    "FILTER", "(WHERE", "GREATEST(", "LEAST(", "ABS(", "YEAR(", "MONTH(", "COALESCE(", "NULLIF(", "SELECT", "OVER",
    "AVG(", "FOO(",
    "score", "fee_yuan", "big", "kind", "date", "on_site", "note", "人数", "enterprises.size", "towns.town", "fee",
    ":year", ":yeer", ":word", "'检测'", "（", "）", "，", "“", "”", "＝", "：", "　", "１",
    "\u200b", "\n", "\x00", "\ud800", "ſ", "İ", "é",
]  # fmt: skip
SENSIBLE = [
    "COUNT(*)", "SUM(score)", "SUM(fee_yuan)", "MIN(hours)", "MAX(date)", "COUNT(DISTINCT kind)", "1", "0.5",
    ":year", "+", "-", "*",
    "=", "<", "AND", "OR", "NOT", "(", ")", ",", "GREATEST(", "LEAST(", "ABS(", "NULLIF(", "COALESCE(", "CASE WHEN",
    "THEN", "ELSE",
    "END", "IS NULL", "BETWEEN", "IN (",
]  # fmt: skip
_WHOLE = [
    "SUM(score * hours) + COUNT(*) FILTER (WHERE kind IN ('咨询', '检测') AND NOT on_site)",
    "SUM(CASE WHEN score >= 80 THEN 2 WHEN score >= 60 THEN 1 ELSE 0 END) - COUNT(DISTINCT enterprise_id)",
    "COUNT(*) FILTER (WHERE date BETWEEN :year_start AND :year_end AND note LIKE '50%' OR score IS NOT NULL)",
    "GREATEST(SUM(fee_yuan), COALESCE(MIN(hours), 0.5)) * YEAR(MAX(date)) + LEAST(SUM(big), COUNT(score))",
    "NULLIF(ABS(MIN(hours)), SUM(depth)) + MONTH(MIN(date)) * SUM(人数) FILTER (WHERE enterprises.size = '微型')",
]
_TOKEN = re.compile(r"'[^']*'|[:\w.]+|<>|>=|<=|\s+|.")


def strings(count: int) -> list[str]:
    """So many strings, the same each time."""
    chance = random.Random(24)  # noqa: S311 - nothing secret
    return [_string(chance) for _ in range(count)]


def _string(chance: random.Random) -> str:
    match chance.randrange(6):
        case 0:
            return chance.choice(["", " "]).join(chance.choices(PIECES, k=chance.randint(1, 60)))
        case 1:
            return " ".join(chance.choices(SENSIBLE, k=chance.randint(1, 9)))
    tokens = _TOKEN.findall(chance.choice(_WHOLE))
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(tokens))
        other = chance.choice([chance.choice(tokens), chance.choice(PIECES), chance.choice(SENSIBLE), ""])
        tokens[at : at + chance.randint(0, 1)] = [other]
    return "".join(tokens)
