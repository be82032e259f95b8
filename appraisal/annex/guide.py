"""The first sheet of an annex: how it is edited, and how marks and conditions are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.annex.layout import EXTRA, GUIDE
from appraisal.forms.workbook import on_paper, width_of
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.forms.workbook import Book

_WIDTHS = (16, 52, 60)
_LINE, _TITLE_HEIGHT = 16.5, 28

#: What is said, how it is written, and what it means.
_EXAMPLES = (
    (
        "评分标准",
        "<60：0分\n≥60且<80：9分\n≥80：15分",
        text("Bands, one a line. ≥ and ≤ include the number, > and < do not."),
    ),
    (
        "",
        "折线：50→15，300→25\n低于50：0分",
        text("A line through points; below the first point 0. Without it the marks of the ends go on."),
    ),
    ("", "折线：0→0，10→5\n两端延伸", text("The line goes on beyond its ends.")),
    (
        "",
        "50起15分，每满10加2分，最高25分",
        text("15 marks from 50 on, 2 more for every full 10, 25 at most; below 50 none."),
    ),
    ("", "0起，每10按比例加2分，最高25分", text("The same, where a part of 10 gives its part of the marks.")),
    (
        "",
        "甲级：20分\n乙级：15分\n其他：0分",
        text('Marks for words of the register. Words with signs in them stand in "quotes".'),
    ),
    (
        "",
        "折线：全体最小值→60，全体最大值→100",
        text("Numbers of all platforms: 全体最小值, 最大值, 平均值, 中位数, 90%分位数."),
    ),
    (
        "",
        "折线：0.9×（全体平均值-2个标准差）→60，全体最大值→100",
        text("A number of all platforms, times a factor, with standard deviations."),
    ),
    ("", "若 属于类别 a：{≥10：5分}\n否则：{≥20：5分}", text("The curve of the first condition that holds.")),
    ("条件", "service_count ≥ 50", text("An indicator by its id or its title. Also ≥50且<80, 50以上, 不满80.")),
    (
        "",
        "platforms.premises = 是（缺失：不满足）",
        text("A column of the register; what holds without evidence, if not 待定."),
    ),
    ("", "platforms.home 属于（专业镇、产业集聚镇）", text("One of several words.")),
    ("", "全部满足（…；…）　满足其一（…；…）\n至少2项（…；…；…）　不是（…）", text("Conditions put together.")),
    (
        "",
        "属于类别 a　marks.composite ≥ 60",
        text("A class of the sheet 类别. Marks are read by conditions of grades alone."),
    ),
    ("系数", "若 属于类别 a：1.2\n否则：1", text("What the mark is multiplied by.")),
    (
        "合成方式",
        "相加、加权平均、加权平均，等权、几何平均、\n调和平均、幂平均（-1）、取最低、取最高",
        text("How the mark of a group comes from those below it."),
    ),
    (
        "缺失时",
        "计零分、拒绝计算、按其余折算、取中位数、\n沿用上年、取同组中位数：platforms.home",
        text("What holds where a value is missing."),
    ),
    (
        "分值等",
        "自2012-08-23起：10\n自2014-01-01起：12",
        text("A value with dates, in any column: the one in force at the end of the year counts."),
    ),
    (
        "名额",
        "前10名，并列都算　前20%，四舍五入，并列不算",
        text("How many have a grade; shares are rounded by 舍去, 进一 or 四舍五入."),
    ),
)


def write_guide(book: Book, document: Mapping[str, Any]) -> None:
    """How to edit, then the grammar by examples."""
    sheet = book.sheet(GUIDE)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 0, str(document.get("title", "")), book.style("title"))
    row = 1
    for number, line in enumerate(_lines(), 1):
        said = f"{number}. {book.said(line)}"
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, said, book.style("wrapped"))
        sheet.set_row(row, _LINE * -(-width_of(said) // sum(_WIDTHS)))
        row += 1
    row += 1
    for at, title in enumerate((text("Column"), text("How it is written"), text("What it means"))):
        sheet.write_string(row, at, book.said(title), book.style("heading"))
    for column, written, meaning in _EXAMPLES:
        row += 1
        cells = (column, written, book.said(meaning))
        for at, cell in enumerate(cells):
            sheet.write_string(row, at, cell, book.style("cell", num_format="@"))
        lines = max(
            sum(-(-width_of(line) // (width - 2)) or 1 for line in cell.split("\n"))
            for cell, width in zip(cells, _WIDTHS, strict=True)
        )
        sheet.set_row(row, _LINE * lines)
    sheet.freeze_panes(1, 0)
    sheet.hide_gridlines(2)
    on_paper(sheet)


def _lines() -> tuple[object, ...]:
    return (
        text(
            "Edit the cells and read the workbook back: appraisal scenarios "
            "from-annex annex.xlsx --base 2014 -o rules.json"
        ),
        text("One row for each item, its title in the column of its level; what stands below a row belongs to it."),
        text(
            "A new row needs an id of its own (small letters, digits and _); one "
            "with an indicator as its source takes that of the indicator."
        ),
        text(
            "Where something else is named, its title may stand instead of its id. "
            "Full-width and half-width signs are the same."
        ),
        text(
            "An empty cell says nothing: the usual case holds. Grey columns are "
            "for reading; {extra} holds what no other cell says.",
            extra=EXTRA,
        ),
        text(
            "Rows may be moved, inserted and deleted, columns hidden or moved; "
            "titles of columns and names of sheets stay. "
            "Columns that these rules do not use are folded away: click + above them."
        ),
    )
