"""The traps of evidence as cities send it: what stands in the sheet, and what is said or read; pages are made from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from appraisal.evidence.sheet import BOOLEAN, DATE, ERROR, NUMBER, PERCENT, SCALED, TEXT, UNCOMPUTED

#: The table that the traps are laid in.
TABLE = {
    "x-format": 1,
    "x-table": "traps",
    "title": "统计表",
    "x-en": "Figures",
    "type": "object",
    "additionalProperties": False,
    "x-key": ["id"],
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "title": "平台编号", "x-en": "Platform", "pattern": "^[A-Z0-9]{1,20}$"},
        "city": {"type": "string", "title": "地市", "x-en": "City", "maxLength": 20},
        "smes": {"type": "integer", "title": "服务企业数", "x-en": "SMEs", "x-unit": "家", "minimum": 0},
        "staff": {"type": "integer", "title": "人数", "x-en": "Staff", "x-unit": "人", "x-aliases": ["员工数"]},
        "income": {"type": "number", "title": "服务收入", "x-en": "Income", "multipleOf": 0.01, "x-unit": "元"},
        "rate": {"type": "number", "title": "满意率", "x-en": "Rate", "multipleOf": 0.01, "x-unit": "%"},
        "day": {"type": "string", "format": "date", "title": "日期", "x-en": "Day"},
        "month": {"type": "string", "format": "date", "title": "截止", "x-en": "As of", "x-month": "last_day"},
        "legal": {"type": "boolean", "title": "法人", "x-en": "Legal entity"},
        "level": {"type": "string", "title": "学历", "x-en": "Education", "enum": ["大专", "本科", "ABC"]},
    },
}


@dataclass(frozen=True)
class Trap:
    """One trap: a sheet, and what becomes of it."""

    #: The line of the list of traps that this is a case of.
    line: str
    #: The sheet, a row a line and ``|`` between cells; ``⏎`` is a line break in a cell.
    sheet: str
    #: What is said: the code, the cell or row (empty: the sheet as a whole), the sentence in English and in Chinese.
    told: tuple[tuple[str, str, str, str], ...] = ()
    #: The rows that are read, ``|`` between the columns that are there, in the order of the table; None: no table.
    rows: tuple[str, ...] | None = ()
    kinds: dict[str, int] = field(default_factory=dict)
    #: Merged ranges such as ``A2:A3``.
    merged: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    is_hidden: bool = False
    from_1904: bool = False
    name: str = "Sheet1"
    #: The encoding of the same sheet as a CSV file.
    encoding: str | None = None


UNITS, NUMBERS, SHEETS, FILES, DATES, CODES = "单位", "数字", "表格", "编码", "日期", "代码"
N, T, P, D, B, E, U, S = NUMBER, TEXT, PERCENT, DATE, BOOLEAN, ERROR, UNCOMPUTED, SCALED

# fmt: off
TRAPS = [
    Trap(UNITS, "平台编号|服务收入（万元）\nP1|12.3456", rows=("P1|123456.00",), told=(
        ("repair|header_unit", "B1", "Income (income): the header says 万元; 1 numbers were converted to 元, such as 12.3456 to 123456.00.", "服务收入（income）：表头写明为万元，1 个数已换算为元，如 12.3456 换算为 123456.00。"),
        ("repair|unit", "B2", "Income (income): 12.3456 in 万元 is read as 123456.00 in 元.", "服务收入（income）：“12.3456”（万元）按 123456.00（元）读取。"),
    )),
    Trap(UNITS, "平台编号|服务收入\nP1|120000", rows=("P1|120000.00",)),
    Trap(UNITS, "平台编号|服务收入（元）\nP1|5万元", rows=("P1|",), told=(
        ("cell|number", "B2", "Income (income): 5万元 is in 万元, the column is in 元. Write the number in 元, without the unit.", "服务收入（income）：5万元 的单位是万元，该列单位为元。请按元填写，只写数字，不写单位。"),
    )),
    Trap(UNITS, "平台编号|服务收入（万元）\nP1|5万元", rows=("P1|50000.00",), told=(
        ("repair|header_unit", "B1", "Income (income): the header says 万元; 1 numbers were converted to 元, such as 5万元 to 50000.00.", "服务收入（income）：表头写明为万元，1 个数已换算为元，如 5万元 换算为 50000.00。"),
        ("repair|unit", "B2", "Income (income): 5万元 is read as 50000.00.", "服务收入（income）：“5万元”按“50000.00”读取。"),
    )),
    Trap(UNITS, "平台编号|服务收入（万元）\nP1|1.1234567", rows=("P1|",), told=(
        ("cell|decimals", "B2", "Income (income): 1.1234567 has too many decimals. Write at most 6; nothing is rounded here.", "服务收入（income）：1.1234567 的小数位数过多。最多写 6 位小数；此处不作四舍五入。"),
    )),
    Trap(UNITS, "平台编号|服务收入（美元）\nP1|5", rows=("P1|",), told=(
        ("header|unit", "B1", "The header 服务收入（美元） gives another unit than Income (income), which is in 元. Give the numbers in 元 and write 元 into the header.", "表头“服务收入（美元）”的单位与服务收入（income）不符，该列单位为元。请以元为单位填写，并在表头写明元。"),
    )),
    Trap(UNITS, "单位：万元|\n平台编号|服务收入\nP1|5", rows=("P1|",), told=(
        ("header|unit_line", "A1", "The line above the header says 万元, but the header of Income (income) names no unit. Write the unit into the header: Income (万元).", "表头上方写明单位为万元，但服务收入（income）的表头未写单位。请把单位写进表头：服务收入（万元）。"),
    )),
    Trap(UNITS, "单位：万元|\n平台编号|服务收入（万元）\nP1|5", rows=("P1|50000.00",), told=(
        ("repair|header_unit", "B2", "Income (income): the header says 万元; 1 numbers were converted to 元, such as 5 to 50000.00.", "服务收入（income）：表头写明为万元，1 个数已换算为元，如 5 换算为 50000.00。"),
        ("repair|unit", "B3", "Income (income): 5 in 万元 is read as 50000.00 in 元.", "服务收入（income）：“5”（万元）按 50000.00（元）读取。"),
    )),
    Trap(UNITS, "单位：万元|\n平台编号|服务收入（元）\nP1|5", rows=("P1|5.00",), told=(
        ("header|unit_line", "A1", "万元 stands here, but no header names it; the headers were followed. Check the unit in which the amounts are, and delete the wrong one.", "此处写明单位为万元，但各列表头均未写该单位，已按表头读取。请核对金额单位，删除不符的一处。"),
    )),
    Trap(UNITS, "平台编号|收支情况（万元）\n|服务收入\nP1|5", rows=("P1|50000.00",), merged=("A1:A2",), told=(
        ("repair|header_unit", "B2", "Income (income): the header says 万元; 1 numbers were converted to 元, such as 5 to 50000.00.", "服务收入（income）：表头写明为万元，1 个数已换算为元，如 5 换算为 50000.00。"),
        ("repair|unit", "B3", "Income (income): 5 in 万元 is read as 50000.00 in 元.", "服务收入（income）：“5”（万元）按 50000.00（元）读取。"),
    )),
    Trap(UNITS, "平台编号|服务收入（万元）（元）\nP1|5", rows=("P1|",), told=(
        ("header|unit", "B1", "The header 服务收入（万元）（元） gives Income (income) more than one unit: 万元, 元. Write into the header the one unit in which the numbers are.", "表头“服务收入（万元）（元）”为服务收入（income）写了不止一个单位：万元、元。请在表头只写数字实际采用的单位。"),
    )),
    Trap(UNITS, "平台编号|收支情况（万元）\n|服务收入（元）\nP1|5", rows=("P1|",), merged=("A1:A2",), told=(
        ("header|unit", "B2", "The header 收支情况（万元） / 服务收入（元） gives Income (income) more than one unit: 万元, 元. Write into the header the one unit in which the numbers are.", "表头“收支情况（万元） / 服务收入（元）”为服务收入（income）写了不止一个单位：万元、元。请在表头只写数字实际采用的单位。"),
    )),
    Trap(UNITS, "2014年收支情况表（万元）|\n平台编号|服务收入\nP1|5", rows=("P1|",), told=(
        ("header|unit_line", "A1", "The line above the header says 万元, but the header of Income (income) names no unit. Write the unit into the header: Income (万元).", "表头上方写明单位为万元，但服务收入（income）的表头未写单位。请把单位写进表头：服务收入（万元）。"),
    )),
    Trap(UNITS, "单位|万元\n平台编号|服务收入\nP1|5", rows=("P1|",), told=(
        ("header|unit_line", "B1", "The line above the header says 万元, but the header of Income (income) names no unit. Write the unit into the header: Income (万元).", "表头上方写明单位为万元，但服务收入（income）的表头未写单位。请把单位写进表头：服务收入（万元）。"),
    )),
    Trap(UNITS, "2014年元旦前填报|\n平台编号|服务收入\nP1|5", rows=("P1|5.00",)),
    Trap(UNITS, "平台编号|服务收入\nP1|5\n注：金额单位为万元|", rows=("P1|",), told=(
        ("header|unit_line", "A3", "Beside the table stands 万元, but the header of Income (income) names no unit. Write the unit into the header: Income (万元).", "表格旁边写明单位为万元，但服务收入（income）的表头未写单位。请把单位写进表头：服务收入（万元）。"),
        ("sheet|left_out", "row 3", "The lines below the table were left out: row 3.", "表尾（第 3 行）未计入数据。"),
    )),
    Trap(UNITS, "平台编号|服务收入\nP1|5", rows=("P1|",), name="统计表（万元）", told=(
        ("header|unit_line", "", "The name of the sheet or file says 万元, but the header of Income (income) names no unit. Write the unit into the header: Income (万元).", "工作表或文件的名称写明单位为万元，但服务收入（income）的表头未写单位。请把单位写进表头：服务收入（万元）。"),
    )),
    Trap(UNITS, "平台编号|服务收入\nP1|120.5万元", rows=("P1|",), kinds={"B2": N}, told=(
        ("cell|number", "B2", "Income (income): 120.5万元 is in 万元, the column is in 元. Write the number in 元, without the unit.", "服务收入（income）：120.5万元 的单位是万元，该列单位为元。请按元填写，只写数字，不写单位。"),
    )),
    Trap(UNITS, "平台编号|服务收入\nP1|1205000", rows=("P1|",), kinds={"B2": S}, told=(
        ("cell|number_format", "B2", "Income (income): the cell holds 1205000, but its number format shows it as something else. Set the number format to General, and write the number that is meant.", "服务收入（income）：单元格实际数值为 1205000，但数字格式使其显示为另一个样子。请将单元格改为“常规”格式，填写实际数字。"),
    )),
    Trap(UNITS, "平台编号|满意率\nP1|65", rows=("P1|65.00",)),
    Trap(UNITS, "平台编号|满意率\nP1|65%", rows=("P1|65.00",), told=(
        ("repair|percent", "B2", "Rate (rate): 65% is read as 65.00.", "满意率（rate）：“65%”按“65.00”读取。"),
    )),
    Trap(UNITS, "平台编号|满意率\nP1|0.65", rows=("P1|",), told=(
        ("cell|number", "B2", "Rate (rate): 0.65 can mean 0.65% or 65%. Write the number with its percent sign.", "满意率（rate）：0.65 可能指 0.65%，也可能指 65%。请带百分号填写。"),
    )),
    Trap(UNITS, "平台编号|满意率\nP1|0.65", rows=("P1|65.00",), kinds={"B2": P}),
    Trap(UNITS, "平台编号|满意率（小数）\nP1|0.65", rows=("P1|65.00",), told=(
        ("repair|header_unit", "B1", "Rate (rate): the header says 小数; 1 numbers were converted to %, such as 0.65 to 65.00.", "满意率（rate）：表头写明为小数，1 个数已换算为%，如 0.65 换算为 65.00。"),
        ("repair|unit", "B2", "Rate (rate): 0.65 in 小数 is read as 65.00 in %.", "满意率（rate）：“0.65”（小数）按 65.00（%）读取。"),
    )),
    Trap(UNITS, "平台编号|满意率\nP1|６５％", rows=("P1|65.00",), told=(
        ("repair|percent", "B2", "Rate (rate): ６５％ is read as 65.00.", "满意率（rate）：“６５％”按“65.00”读取。"),
    )),
    Trap(UNITS, "平台编号|服务企业数\nP1|0.5", rows=("P1|",), kinds={"B2": P}, told=(
        ("cell|number", "B2", "SMEs (smes): the cell is formatted as a percentage, the column is in 家. Format the cell as a number, and check what it says then.", "服务企业数（smes）：单元格为百分比格式，该列单位为家。请将单元格改为数值格式，并核对显示的数字。"),
    )),
    Trap(UNITS, "平台编号|人数（人次）\nP1|50", rows=("P1|",), told=(
        ("header|unit", "B1", "The header 人数（人次） gives another unit than Staff (staff), which is in 人. Give the numbers in 人 and write 人 into the header.", "表头“人数（人次）”的单位与人数（staff）不符，该列单位为人。请以人为单位填写，并在表头写明人。"),
    )),
    Trap(UNITS, "平台编号|人数\nP1|50人", rows=("P1|50",), told=(
        ("repair|unit", "B2", "Staff (staff): 50人 is read as 50.", "人数（staff）：“50人”按“50”读取。"),
    )),
    Trap(UNITS, "平台编号|人数\nP1|50人次", rows=("P1|",), told=(
        ("cell|number", "B2", "Staff (staff): 50人次 is in 人次, the column is in 人. Write the number in 人, without the unit.", "人数（staff）：50人次 的单位是人次，该列单位为人。请按人填写，只写数字，不写单位。"),
    )),
    Trap(UNITS, "平台编号|服务企业数（家）\nP1|50家次", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 50家次 is in 家次, the column is in 家. Write the number in 家, without the unit.", "服务企业数（smes）：50家次 的单位是家次，该列单位为家。请按家填写，只写数字，不写单位。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|50.0", rows=("P1|50",), told=(
        ("repair|zeros", "B2", "SMEs (smes): 50.0 is read as 50.", "服务企业数（smes）：“50.0”按“50”读取。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|１２３", rows=("P1|123",), told=(
        ("repair|width", "B2", "SMEs (smes): １２３ is read as 123.", "服务企业数（smes）：“１２３”按“123”读取。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|120①", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 120① has signs that are no digits, such as a footnote mark. Write digits only.", "服务企业数（smes）：“120①”中有数字以外的符号，如注释标记。请只写数字。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|50²", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 50² has signs that are no digits, such as a footnote mark. Write digits only.", "服务企业数（smes）：“50²”中有数字以外的符号，如注释标记。请只写数字。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|1,234", rows=("P1|1234",), told=(
        ("repair|separators", "B2", "SMEs (smes): 1,234 is read as 1234.", "服务企业数（smes）：“1,234”按“1234”读取。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|1，234", rows=("P1|1234",), told=(
        ("repair|separators", "B2", "SMEs (smes): 1，234 is read as 1234.", "服务企业数（smes）：“1，234”按“1234”读取。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|12,34", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 12,34 is not a number. Write digits only, without unit, percent sign or thousands separator.", "服务企业数（smes）：12,34 不是数字。请只写数字，不写单位、百分号和千位分隔符。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|50家", rows=("P1|50",), told=(
        ("repair|unit", "B2", "SMEs (smes): 50家 is read as 50.", "服务企业数（smes）：“50家”按“50”读取。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|约50", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 约50 is no exact number. Write the exact number.", "服务企业数（smes）：“约50”不是确切数字。请填写确切数字。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|50余家", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 50余家 is no exact number. Write the exact number.", "服务企业数（smes）：“50余家”不是确切数字。请填写确切数字。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|≥50", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): ≥50 is no exact number. Write the exact number.", "服务企业数（smes）：“≥50”不是确切数字。请填写确切数字。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|50左右", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 50左右 is no exact number. Write the exact number.", "服务企业数（smes）：“50左右”不是确切数字。请填写确切数字。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|10-20", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 10-20 is a range, not a number. Write the exact number.", "服务企业数（smes）：“10-20”是区间，不是数字。请填写确切数字。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|无", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 无 says nothing. Leave the cell empty if the number is not known; write 0 if there is none.", "服务企业数（smes）：“无”不是有效内容。不掌握的请留空；确实没有的请填 0。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|—", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): — says nothing. Leave the cell empty if the number is not known; write 0 if there is none.", "服务企业数（smes）：“—”不是有效内容。不掌握的请留空；确实没有的请填 0。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|/", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): / says nothing. Leave the cell empty if the number is not known; write 0 if there is none.", "服务企业数（smes）：“/”不是有效内容。不掌握的请留空；确实没有的请填 0。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|同上", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 同上 says nothing. Write the value itself again.", "服务企业数（smes）：“同上”不是有效内容。请逐格填写具体内容。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|5O", rows=("P1|",), told=(
        ("cell|number", "B2", "SMEs (smes): 5O has letters among its digits. Write 50 if that is meant.", "服务企业数（smes）：“5O”的数字中混有字母。如指 50，请改为 50。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|12.5", rows=("P1|",), kinds={"B2": N}, told=(
        ("cell|decimals", "B2", "SMEs (smes): 12.5 is not a whole number. Write it without decimals.", "服务企业数（smes）：12.5 不是整数。请不要写小数。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|50", rows=("P1|50",)),
    Trap(NUMBERS, "平台编号|服务企业数\nP1|\u00a050\u3000", rows=("P1|50",), told=(
        ("repair|spaces", "B2", "SMEs (smes): \u00a050\u3000 is read as 50.", "服务企业数（smes）：“\u00a050\u3000”按“50”读取。"),
    )),
    Trap(NUMBERS, "平台编号|服务收入\nP1|12.345", rows=("P1|",), kinds={"B2": N}, told=(
        ("cell|decimals", "B2", "Income (income): 12.345 has too many decimals. Write at most 2; nothing is rounded here.", "服务收入（income）：12.345 的小数位数过多。最多写 2 位小数；此处不作四舍五入。"),
    )),
    Trap(NUMBERS, "平台编号|服务企业数⏎（家）\nP1|50", rows=("P1|50",)),
    Trap(NUMBERS, "平台编号*|＊服务 企业数：\nP1|50", rows=("P1|50",)),
    Trap(SHEETS, "2013年统计表|\n填报单位：江门市|\n平台编号|人数\nP1|50", rows=("P1|50",)),
    Trap(SHEETS, "基本情况||经营\n平台编号|地市|人数\nP1|江门|50", rows=("P1|江门|50",), merged=("A1:B1",)),
    Trap(SHEETS, "平台编号|填报内容|\n|经营|\n|人数|服务企业数\nP1|50|60", rows=("P1|60|50",), merged=("A1:A3", "B1:C1", "B2:C2")),
    Trap(SHEETS, "平台编号|服务收入\n|（万元）\nP1|5", rows=("P1|50000.00",), merged=("A1:A2",), told=(
        ("repair|header_unit", "B2", "Income (income): the header says 万元; 1 numbers were converted to 元, such as 5 to 50000.00.", "服务收入（income）：表头写明为万元，1 个数已换算为元，如 5 换算为 50000.00。"),
        ("repair|unit", "B3", "Income (income): 5 in 万元 is read as 50000.00 in 元.", "服务收入（income）：“5”（万元）按 50000.00（元）读取。"),
    )),
    Trap(SHEETS, "id|staff\n平台编号*|人数\nP1|50", rows=("P1|50",), hidden_rows=(1,)),
    Trap(SHEETS, "平台编号|人数\nid|staff\nP1|50", rows=("P1|50",), hidden_rows=(2,)),
    Trap(SHEETS, "平台编号|税收\nid|income\nP1|50", rows=None, hidden_rows=(2,), told=(
        ("header|conflict", "B1", "The header says 税收, the line of keys Income (income). Use the form as it was given out.", "表头写的是税收，隐藏的键名行写的是服务收入（income）。请使用下发的原表样，不要改动表头。"),
    )),
    Trap(SHEETS, "平台编号|地市\nP1|江门\nP2|\nP3|", rows=("P1|江门", "P2|江门", "P3|江门"), merged=("B2:B4",), told=(
        ("repair|merged", "B2", "City (city): the merged cell 江门 stands for row 2-4.", "地市（city）：合并单元格“江门”适用于第 2-4 行。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50\nP2|", rows=("P1|50", "P2|"), merged=("B2:B3",), told=(
        ("cell|merged", "B3", "Staff (staff): the cell is merged with B2; only texts stand for every row of merged cells. Undo the merge, and write into each row what holds for it.", "人数（staff）：本格与 B2 合并；合并单元格只有文字可适用于各行，数字、日期和是否不能。请取消合并，逐行填写。"),
    )),
    Trap(SHEETS, "平台编号|地市\nP1|\nP2|江门", rows=("P1|", "P2|江门"), merged=("A2:B2",), told=(
        ("sheet|merged", "A2", "The cells A2:B2 are merged over several columns. Undo the merge, and fill in each cell.", "单元格 A2:B2 跨列合并。请取消合并，逐格填写。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50\nP2|20\n合计|70", rows=("P1|50", "P2|20"), told=(
        ("sheet|total", "A4", "The line 合计 was left out: it is a total.", "“合计”行为合计行，未计入数据。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50\nP2|20\n合 计：|80", rows=("P1|50", "P2|20"), told=(
        ("sheet|total", "A4", "The line 合计: was left out: it is a total.", "“合计:”行为合计行，未计入数据。"),
        ("sheet|total_differs", "B4", "Staff (staff): the total says 80, the lines add up to 70. Correct the total or the lines.", "人数（staff）：合计为 80，各行相加为 70。请核对合计数或各行数据。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50\n江门小计|50\nP2|20\n小计|20\n总计|70", rows=("P1|50", "P2|20"), told=(
        ("sheet|total", "A3", "The line 江门小计 was left out: it is a total.", "“江门小计”行为合计行，未计入数据。"),
        ("sheet|total", "A5", "The line 小计 was left out: it is a total.", "“小计”行为合计行，未计入数据。"),
        ("sheet|total", "A6", "The line 总计 was left out: it is a total.", "“总计”行为合计行，未计入数据。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50\n\n填表人：张三|审核人：李四\n日期：2014年1月5日|", rows=("P1|50",), told=(
        ("sheet|left_out", "row 4", "The lines below the table were left out: row 4-5.", "表尾（第 4-5 行）未计入数据。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50\n注：人数含兼职|\nP2|20", rows=("P1|50", "P2|20"), told=(
        ("sheet|left_out", "row 3", "The lines below the table were left out: row 3.", "表尾（第 3 行）未计入数据。"),
        ("sheet|below_footer", "row 4", "Data stand in row 4, below the closing lines that begin in row 3. Move the closing lines below the data, or delete what does not belong there.", "第 4 行为数据，却在表尾（第 3 行起）之后。请将表尾移到数据之后，或删除多余内容。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50\nP2|20", rows=("P1|50", "P2|20"), hidden_rows=(3,), told=(
        ("sheet|hidden_rows", "row 3", "Row 3 is hidden, and was read like the others. Show the rows and check them; delete those that do not belong there.", "第 3 行为隐藏行，已照常读取。请取消隐藏并核对，多余的行请删除。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50", rows=None, is_hidden=True, told=(
        ("sheet|hidden", "", "The sheet is hidden, but holds the table Figures (traps). Show the sheet, or delete it.", "此工作表已隐藏，其中有统计表（traps）。请取消隐藏，或删除此工作表。"),
    )),
    Trap(SHEETS, "联系人|电话\n张三|123", rows=None, told=(
        ("sheet|no_table", "", "The sheet holds none of the known tables and was not read.", "此工作表不是可识别的表，未读取。"),
        ("file|no_table", "", "The file holds none of the known tables. Use the form; known tables: Figures.", "文件中没有可识别的表。请使用下发的表样；可识别的表：统计表。"),
    )),
    Trap(SHEETS, "编号|企业\nP1|50", rows=None, name="统计表", told=(
        ("header|missing", "", "No column of Figures (traps) is in the header. Write the header: Platform.", "表头中没有统计表（traps）的任何一列。请写上表头：平台编号。"),
    )),
    Trap(SHEETS, "填表须知|\n每行一家平台|", rows=None, name="说明", told=(
        ("file|no_table", "", "The file holds none of the known tables. Use the form; known tables: Figures.", "文件中没有可识别的表。请使用下发的表样；可识别的表：统计表。"),
    )),
    Trap(SHEETS, "序号|平台编号||人数\n1|P1||50\n2||| ", rows=("P1|50",)),
    Trap(SHEETS, "平台编号|人数|\nP1|50|多出的", rows=("P1|50",), told=(
        ("header|empty", "C1", "Column C has data but no header. Name the column, or delete it.", "C 列有数据但没有表头。请写上列名，或删除这一列。"),
    )),
    Trap(SHEETS, "员工数|平台编号\n50|P1", rows=("P1|50",)),
    Trap(SHEETS, "平台编号|人数|备注\nP1|50|新设", rows=("P1|50",), told=(
        ("header|unknown", "C1", "Figures (traps) has no column 备注: it was not read.", "统计表（traps）没有“备注”一列，该列未读取。"),
    )),
    Trap(SHEETS, "平台编号|人数|服务企业\nP1|50|60", rows=("P1|50",), told=(
        ("header|unknown", "C1", "Figures (traps) has no column 服务企业. Write SMEs if that is meant, or delete the column.", "统计表（traps）没有“服务企业”这一列。如指“服务企业数”，请改用该名称；否则请删除此列。"),
    )),
    Trap(SHEETS, "平台代号|人数|服务企业数\nP1|50|60", rows=None, told=(
        ("header|missing", "row 1", "Figures (traps): required columns are missing in the header: Platform (id). Found: Staff, SMEs. Near: 平台代号 (A1) for Platform.", "统计表（traps）：表头缺少必填列：平台编号（id）。已找到：人数、服务企业数。名称相近的有：“平台代号”（A1）与“平台编号”。请核对后改正。"),
    )),
    Trap(SHEETS, "平台编号|人数|员工数\nP1|50|60", rows=None, told=(
        ("header|duplicate", "C1", "Staff (staff) stands twice in the header: B1 and C1. Delete one of the two columns.", "表头中人数（staff）出现两次：B1 和 C1。请删除其中一列。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|", rows=("P1|",), kinds={"B2": U}, told=(
        ("cell|uncomputed", "B2", "Staff (staff): the formula in the cell was never computed. Open the file in Excel or WPS, let it compute, save it; or write the value itself.", "人数（staff）：单元格的公式没有计算结果。请用 Excel 或 WPS 打开文件，计算后保存；或直接填写数值。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|#DIV/0!", rows=("P1|",), kinds={"B2": E}, told=(
        ("cell|error", "B2", "Staff (staff): the cell holds the error #DIV/0!. Correct the formula, or write the value itself.", "人数（staff）：单元格为错误值 #DIV/0!。请改正公式，或直接填写数值。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50\n平台编号|人数\nP2|60", rows=("P1|50", "P2|60"), told=(
        ("sheet|second_header", "row 3", "Row 3 repeats the header. Delete it there; a table has one header.", "第 3 行又出现一次表头。请删除这一行；一张表只能有一个表头。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50\n\n平台编号|人数|服务企业数\nP2|60|5", rows=("P2|5|60",), told=(
        ("sheet|above_header", "row 1", "Row 1-2, above the header in row 4, looks like data or like another header. Put one table on a sheet, with all its rows under one header.", "表头（第 4 行）上方的第 1-2 行像是数据或另一个表头。一张工作表只放一张表，各行都放在同一个表头之下。"),
    )),
    Trap(SHEETS, "平台编号|人数|服务企业数\nP1|50|5\n\n平台编号|学历\nP1|本科", rows=("P1|5|50",), told=(
        ("sheet|second_header", "row 4", "Row 4 is another header; from there on nothing was read. Put one table on a sheet, with all its rows under one header.", "第 4 行是另一个表头，从该行起没有读取。一张工作表只放一张表，各行都放在同一个表头之下。"),
    )),
    Trap(SHEETS, "P1|50\n平台编号|人数\nP2|60", rows=("P2|60",), told=(
        ("sheet|above_header", "row 1", "Row 1, above the header in row 2, looks like data or like another header. Put one table on a sheet, with all its rows under one header.", "表头（第 2 行）上方的第 1 行像是数据或另一个表头。一张工作表只放一张表，各行都放在同一个表头之下。"),
    )),
    Trap(SHEETS, "2013年度统计表|\n填报单位：|江门市\n平台编号：|P9\nGD|2013\n平台编号|人数\nP2|60", rows=("P2|60",)),
    Trap(SHEETS, "地市|平台编号|人数|服务企业数\n审批区||50|5", rows=("|审批区|5|50",)),
    Trap(SHEETS, "平台编号|人数\nP1|50\n2013年度合计|50", rows=("P1|50",), told=(
        ("sheet|total", "A3", "The line 2013年度合计 was left out: it is a total.", "“2013年度合计”行为合计行，未计入数据。"),
    )),
    Trap(SHEETS, "平台编号|人数|服务企业数\nP1|50|5\n合计|50|5", rows=("P1|5|50",), told=(
        ("sheet|total", "A3", "The line 合计 was left out: it is a total.", "“合计”行为合计行，未计入数据。"),
    )),
    Trap(SHEETS, "平台编号|人数\nP1|50\n合计：1家|", rows=("P1|50",), told=(
        ("sheet|total", "A3", "The line 合计:1家 was left out: it is a total.", "“合计:1家”行为合计行，未计入数据。"),
    )),
    Trap(FILES, '平台编号|人数\n="P1"|50', rows=("P1|50",), encoding="utf-8", told=(
        ("repair|formula_text", "A2", 'Platform (id): ="P1" is read as P1.', '平台编号（id）：“="P1"”按“P1”读取。'),
    )),
    Trap(FILES, "平台编号|地市\nP1|湛江市", rows=("P1|湛江市",), encoding="gbk", told=(
        ("file|encoding", "", "The file was read as GB18030.", "文件按 GB18030 编码读取。"),
    )),
    Trap(FILES, "平台编号|地市\nP1|塘㙍镇", rows=("P1|塘㙍镇",), encoding="gb18030", told=(
        ("file|encoding", "", "The file was read as GB18030.", "文件按 GB18030 编码读取。"),
    )),
    Trap(FILES, "平台编号|地市\nP1|北滘", rows=("P1|北滘",), encoding="utf-8-sig"),
    Trap(FILES, "平台编号|地市\nP1|北滘", rows=("P1|北滘",), encoding="utf-16"),
    Trap(DATES, "平台编号|日期\nP1|2013.12.31", rows=("P1|2013-12-31",), told=(
        ("repair|date", "B2", "Day (day): 2013.12.31 is read as 2013-12-31.", "日期（day）：“2013.12.31”按“2013-12-31”读取。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|2013年⑫月31日", rows=("P1|",), told=(
        ("cell|date", "B2", "Day (day): 2013年⑫月31日 has signs that are no digits, such as a footnote mark. Write year, month and day in the form 2014-12-31.", "日期（day）：“2013年⑫月31日”中有数字以外的符号，如注释标记。请写明年月日，格式如 2014-12-31。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|2013/12/31", rows=("P1|2013-12-31",), told=(
        ("repair|date", "B2", "Day (day): 2013/12/31 is read as 2013-12-31.", "日期（day）：“2013/12/31”按“2013-12-31”读取。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|2013年12月31日", rows=("P1|2013-12-31",), told=(
        ("repair|date", "B2", "Day (day): 2013年12月31日 is read as 2013-12-31.", "日期（day）：“2013年12月31日”按“2013-12-31”读取。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|20131231", rows=("P1|2013-12-31",), told=(
        ("repair|date", "B2", "Day (day): 20131231 is read as 2013-12-31.", "日期（day）：“20131231”按“2013-12-31”读取。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|41639", rows=("P1|2013-12-31",), kinds={"B2": N}, told=(
        ("repair|date", "B2", "Day (day): 41639 is read as 2013-12-31.", "日期（day）：“41639”按“2013-12-31”读取。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|41639", rows=("P1|",), kinds={"B2": N}, from_1904=True, told=(
        ("cell|date", "B2", "Day (day): 41639 is a day number, and this workbook counts its days from 1904. Write the day that is meant, in the form 2014-12-31.", "日期（day）：41639 是日期序号，而此工作簿采用 1904 日期系统。请填写实际日期，格式如 2014-12-31。"),
    )),
    *(
        Trap(DATES, "平台编号|日期\nP1|20145", rows=("P1|",), kinds={"B2": kind}, told=(
            ("cell|date", "B2", "Day (day): 20145 can be a day number of Excel, or a year and a month. Write year, month and day in the form 2014-12-31.", "日期（day）：20145 可能是 Excel 的日期序号，也可能是年和月。请写明年月日，格式如 2014-12-31。"),
        ))
        for kind in (N, T)
    ),
    Trap(DATES, "平台编号|日期\nP1|31048", rows=("P1|1985-01-01",), kinds={"B2": N}, told=(
        ("repair|date", "B2", "Day (day): 31048 is read as 1985-01-01.", "日期（day）：“31048”按“1985-01-01”读取。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|31048", rows=("P1|",), told=(
        ("cell|date", "B2", "Day (day): 31048 can be a day number of Excel, or a year and a month. Write year, month and day in the form 2014-12-31.", "日期（day）：31048 可能是 Excel 的日期序号，也可能是年和月。请写明年月日，格式如 2014-12-31。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|2014-1-1 2", rows=("P1|",), told=(
        ("cell|date", "B2", "Day (day): 2014-1-1 2 is not a date. Write the day that is meant, in the form 2014-12-31.", "日期（day）：2014-1-1 2 不是日期。请填写实际日期，格式如 2014-12-31。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|2013年12月31号", rows=("P1|2013-12-31",), told=(
        ("repair|date", "B2", "Day (day): 2013年12月31号 is read as 2013-12-31.", "日期（day）：“2013年12月31号”按“2013-12-31”读取。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|2013-12-31 00:00:00", rows=("P1|2013-12-31",), told=(
        ("repair|date", "B2", "Day (day): 2013-12-31 00:00:00 is read as 2013-12-31.", "日期（day）：“2013-12-31 00:00:00”按“2013-12-31”读取。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|2013-12-31 08:30", rows=("P1|",), told=(
        ("cell|date", "B2", "Day (day): 2013-12-31 08:30 has a time of day. Write it as 2013-12-31.", "日期（day）：2013-12-31 08:30 带有时刻。请写成 2013-12-31。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|2013-12-31", rows=("P1|2013-12-31",), kinds={"B2": D}),
    Trap(DATES, "平台编号|日期\nP1|2013年12月", rows=("P1|",), told=(
        ("cell|date", "B2", "Day (day): 2013年12月 does not name a day. Write year, month and day in the form 2014-12-31.", "日期（day）：2013年12月 没有写明具体日期。请写明年月日，格式如 2014-12-31。"),
    )),
    Trap(DATES, "平台编号|截止\nP1|2013年12月", rows=("P1|2013-12-31",), told=(
        ("repair|month", "B2", "As of (month): 2013年12月 is read as 2013-12-31.", "截止（month）：“2013年12月”按“2013-12-31”读取。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|2013-12", rows=("P1|",), told=(
        ("cell|date", "B2", "Day (day): 2013-12 does not name a day. Write year, month and day in the form 2014-12-31.", "日期（day）：2013-12 没有写明具体日期。请写明年月日，格式如 2014-12-31。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|1/2/2013", rows=("P1|",), told=(
        ("cell|date", "B2", "Day (day): 1/2/2013 can mean more than one day. Write year, month and day in the form 2014-12-31.", "日期（day）：1/2/2013 可理解为不同的日期。请写明年月日，格式如 2014-12-31。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|13-12-31", rows=("P1|",), told=(
        ("cell|date", "B2", "Day (day): 13-12-31 can mean more than one day. Write year, month and day in the form 2014-12-31.", "日期（day）：13-12-31 可理解为不同的日期。请写明年月日，格式如 2014-12-31。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|2013-02-30", rows=("P1|",), told=(
        ("cell|date", "B2", "Day (day): 2013-02-30 is no day of the calendar. Write the day that is meant, in the form 2014-12-31.", "日期（day）：2013-02-30 不是有效日期。请填写实际日期，格式如 2014-12-31。"),
    )),
    Trap(DATES, "平台编号|日期\nP1|无", rows=("P1|",), told=(
        ("cell|date", "B2", "Day (day): 无 says nothing. Leave the cell empty if it is not known.", "日期（day）：“无”不是有效内容。不掌握的请留空。"),
    )),
    Trap(CODES, "平台编号|人数\n123|50", rows=("123|50",), kinds={"A2": N}, told=(
        ("repair|number_as_text", "A2", "Platform (id): the number 123 is taken as text. Format the column as text; zeros at the beginning are lost otherwise.", "平台编号（id）：数字 123 按文本读取。请将该列设为文本格式，否则开头的 0 会丢失。"),
    )),
    Trap(CODES, "平台编号|人数\n44060012345678900|50", rows=("|50",), kinds={"A2": N}, told=(
        ("cell|digits", "A2", "Platform (id): 44060012345678900 has more than 15 digits, and Excel keeps no more of a number. Format the cell as text and type it again.", "平台编号（id）：44060012345678900 超过 15 位，Excel 的数字只保留 15 位，其余位数已丢失。请将单元格设为文本格式后重新填写。"),
    )),
    Trap(CODES, "平台编号|人数\n2013-03-05|50", rows=("|50",), kinds={"A2": D}, told=(
        ("cell|not_text", "A2", "Platform (id): Excel keeps 2013-03-05 as a date, not as the text that was typed. Format the cell as text and type it again.", "平台编号（id）：2013-03-05 在 Excel 中已变成日期，原来填写的内容可能已丢失。请将单元格设为文本格式后重新填写。"),
    )),
    Trap(CODES, "平台编号|人数\nＰ１|50", rows=("P1|50",), told=(
        ("repair|width", "A2", "Platform (id): Ｐ１ is read as P1.", "平台编号（id）：“Ｐ１”按“P1”读取。"),
    )),
    Trap(CODES, "平台编号|人数\nP1\u3000|50", rows=("P1|50",), told=(
        ("repair|spaces", "A2", "Platform (id): P1\u3000 is read as P1.", "平台编号（id）：“P1\u3000”按“P1”读取。"),
    )),
    Trap(CODES, "平台编号|学历\nP1|ＡＢＣ", rows=("P1|ABC",), told=(
        ("repair|width", "B2", "Education (level): ＡＢＣ is read as ABC.", "学历（level）：“ＡＢＣ”按“ABC”读取。"),
    )),
    Trap(CODES, "平台编号|法人\nP1|TRUE", rows=("P1|true",), kinds={"B2": B}),
    Trap(CODES, "平台编号|法人\nP1|√", rows=("P1|",), told=(
        ("cell|boolean", "B2", "Legal entity (legal): √ is neither yes nor no. Write 是 or 否.", "法人（legal）：√ 既不是“是”也不是“否”。请填“是”或“否”。"),
    )),
]
# fmt: on
