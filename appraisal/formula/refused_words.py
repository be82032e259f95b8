"""Words of SQL that are no part of the language, each with the reason or the way to say it here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.formula.marks import cast, ratio
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.formula.lexer import Token
    from appraisal.formula.problems import Problems
    from appraisal.texts import Text


def refuse_word(token: Token, problems: Problems) -> None:
    """Refuse the formula if this word belongs to a part of SQL that formulas do not have."""
    match token.keyword:
        case "SELECT" | "EXISTS" | "WITH" | "FROM" | "JOIN" | "UNION":
            message = text("A formula has no subqueries.")
            fix = text("The table, its where and the references of its schema choose the rows.")
            problems.refuse("subquery", token.at, message, fix, token.text)
        case "OVER":
            message = text("A formula has no window functions.")
            fix = text("It measures one platform; comparing platforms is the work of a curve.")
            problems.refuse("window", token.at, message, fix, token.text)
        case "CAST" | "TRY_CAST" | "CONVERT":
            code, message, fix = cast()
            problems.refuse(code, token.at, message, fix, token.text)
        case "AVG" | "MEAN" | "AVERAGE":
            code, message, fix = ratio()
            problems.refuse(code, token.at, message, fix, token.text)
        case "ILIKE":
            message = text("{mark} is not in the language.", mark=token.text)
            problems.refuse("operator", token.at, message, text("Write {instead}.", instead="LIKE"), token.text)


def advice(function: str) -> Text | None:  # noqa: PLR0911 - one return an advice
    """How to say what a function of other languages does, or why it is not there; None where nothing is known."""
    match function:
        case "IF" | "IIF" | "IFS" | "SWITCH" | "DECODE":
            return text("Write CASE WHEN condition THEN value ELSE value END.")
        case "IFNULL" | "NVL" | "ISNULL" | "IFERROR":
            return text("Write COALESCE(x, value).")
        case "COUNTIF" | "COUNTIFS" | "COUNT_IF":
            return text("Write COUNT(*) FILTER (WHERE condition).")
        case "SUMIF" | "SUMIFS" | "SUM_IF":
            return text("Write SUM(x) FILTER (WHERE condition).")
        case "COUNTA":
            return text("Write COUNT(x).")
        case "ROUND" | "FLOOR" | "CEIL" | "CEILING" | "TRUNC" | "INT":
            return text("Numbers stay exact here; the rules say where they are rounded.")
        case "NOW" | "TODAY" | "CURRENT_DATE" | "GETDATE" | "RANDOM" | "RAND":
            return text("A formula gives the same number on every day; write :year_end.")
        case "EXTRACT" | "DATE_PART" | "DATEPART":
            return text("Write YEAR(x) or MONTH(x).")
        case "MEDIAN" | "STDDEV" | "VARIANCE" | "LN" | "LOG" | "SQRT" | "POW" | "POWER" | "EXP" | "DIV" | "MOD":
            return text("Formulas hold exact numbers only.")
    return None
