"""Cells of a form read by formulas as the reader of a delivery reads them; what the formulas cannot read is ``?``.

They know fewer forms than the reader, never more: such a cell is to be corrected, and gives no outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.forms.lists import NO, YES
from appraisal.forms.self_check.value import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraisal.schema import Column

    #: Puts a formula into a column of its own, under a title, and gives its cell in the same row.
    Keep = Callable[[str, str], str]

#: What cannot be read: text in a column of numbers, dates or truths, and no choice of any list.
UNREADABLE = '"?"'
#: Spaces that TRIM does not know: the wide one of Chinese, and the one that web pages keep together.
_WIDE, _FIXED = "\u3000", "\u00a0"
#: Day numbers of five digits, from 1927 to 2173; smaller and larger numbers in a column of dates are years or mistakes.
_FIRST_DAY, _LAST_DAY = 10_000, 99_999
_DIGITS_OF_DAY = 8


def read_cell(column: Column, raw: str, keep: Keep, *, is_code: bool) -> str:
    """The formula of what a cell says: numbers as integers, dates as day numbers, TRUE and FALSE; empty where empty."""
    if column.kind == "text":
        return trimmed(raw) if column.enum or is_code else _name(raw)
    if column.kind == "boolean":
        return _truth(raw, keep)
    if column.kind == "date":
        return _date(raw, keep)
    return _number(column, raw)


def trimmed(raw: str) -> str:
    """A code, a choice or a date without the spaces around it."""
    return f"TRIM({_plain_spaces(raw)})"


def _plain_spaces(raw: str) -> str:
    return f'SUBSTITUTE(SUBSTITUTE({raw},"{_WIDE}"," "),"{_FIXED}"," ")'


def _name(raw: str) -> str:
    """A text as it stands: TRIM would change the spaces within it as well."""
    plain = _plain_spaces(raw)
    return f'IF(OR(LEFT({plain},1)=" ",RIGHT({plain},1)=" "),TRIM({plain}),{raw}&"")'


def _truth(raw: str, keep: Keep) -> str:
    said = keep("text", trimmed(raw))
    yes, no = (_any_of(said, words) for words in ((YES, "TRUE", "true"), (NO, "FALSE", "false")))
    return f'IF(ISLOGICAL({raw}),{raw},IF({said}="","",IF({yes},TRUE,IF({no},FALSE,{UNREADABLE}))))'


def _number(column: Column, raw: str) -> str:
    unit = 10**column.scale
    scaled = f"ROUND({raw}*{unit},0)" if column.scale else raw
    # More decimals than the column has are sent back, not rounded.
    low, high = max(column.low, -LARGEST), min(column.high, LARGEST)
    limits = [f"ROUND({raw},{column.scale})={raw}", f"{scaled}>={low}", f"{scaled}<={high}"]
    if column.unit == "%":
        # 0.65 can be 65 % or 0.65 %, and is sent back.
        limits.append(f"OR({raw}<=0,{raw}>1)")
    return f'IF({raw}="","",IF(ISNUMBER({raw}),IF(AND({",".join(limits)}),{scaled},{UNREADABLE}),{UNREADABLE}))'


def _date(raw: str, keep: Keep) -> str:
    """A day: a date of Excel, ``2014-12-31`` as text (also with / or .), ``2014年12月31日``, 20141231.

    Worked out by place and not by DATEVALUE, which means another day in another country.
    """
    is_day = f"AND({raw}>={_FIRST_DAY},{raw}<={_LAST_DAY})"
    number = f'IF({raw}<>INT({raw}),{UNREADABLE},IF({is_day},{raw},{raw}&""))'
    said = keep("said", f'IF({raw}="","",IF(ISNUMBER({raw}),{number},IF(ISTEXT({raw}),{trimmed(raw)},{UNREADABLE})))')
    sign = f"MID({said},5,1)"
    parted = f'LEFT({said},4)&"-"&MID({said},5,2)&"-"&MID({said},7,2)'
    digits = f"IF(LEN({said})={_DIGITS_OF_DAY},{parted},{UNREADABLE})"
    chinese = f'IF(RIGHT({said},1)="日",LEFT({said},LEN({said})-1),{said})'
    parted = f'IF(ISNUMBER(FIND({sign},"-/.")),{said},IF({sign}="年",{chinese},{digits}))'
    parted = keep("parted", f"IF(ISNUMBER({said}),{said},{parted})")
    sign = f"MID({parted},5,1)"
    second = keep("second sign", f'IF(ISNUMBER({parted}),0,IFERROR(FIND(IF({sign}="年","月",{sign}),{parted},6),0))')
    year, month, day = f"LEFT({parted},4)", f"MID({parted},6,{second}-6)", f"MID({parted},{second}+1,9)"
    made = f"DATE(VALUE({year}),VALUE({month}),VALUE({day}))"
    made = keep("made", f'IF(OR(ISNUMBER({parted}),{second}=0),"",IFERROR({made},""))')
    # A day that the calendar lacks comes out as another one.
    again = f"YEAR({made})*10000+MONTH({made})*100+DAY({made})"
    same = f'EXACT({year}&RIGHT("0"&{month},2)&RIGHT("0"&{day},2),({again})&"")'
    short = f"LEN({month})<3,LEN({day})<3"
    read = f'IF({made}="",{UNREADABLE},IF(AND({short},{same}),{made},{UNREADABLE}))'
    return f'IF({said}="","",IF(ISNUMBER({parted}),{parted},{read}))'


def _any_of(said: str, words: Sequence[str]) -> str:
    found = ",".join(f'EXACT({said},"{word}")' for word in words)
    return f"OR({found})"
