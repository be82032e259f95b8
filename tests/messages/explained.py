"""What every finding means, for the officer who is told: Chinese first. The list of messages is made from it."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """The same in both languages."""

    zh: str
    en: str


class Group(NamedTuple):
    """Findings of one kind, by code."""

    title: Said
    about: Said
    codes: dict[str, Said]


# fmt: off
GROUPS = [
    Group(
        Said("单元格", "Cells"),
        Said("这一格没有采用，请在原文件里改好再交。", "The cell was not used; mend it in your own file and hand that in again."),
        {
            "cell|number": Said("这一格应当是一个确切的数字。近似数、区间、文字、别的单位，都要由填报人自己改，程序不替人估计。", "The cell has to be one exact number. What is vague, a range, words or another unit only its author can mend."),
            "cell|decimals": Said("小数位数比该列允许的多，或者整数列里有小数。不四舍五入，因为取舍会影响得分。", "More decimals than the column keeps, or decimals where a whole number belongs. Nothing is rounded: that could change a mark."),
            "cell|range": Said("数字太大，无法精确保存，多半是多打了几位。", "The number is too large to be kept exactly; most likely there are digits too many."),
            "cell|digits": Said("超过15位的编号被 Excel 存成了数字，15位以后的数字已经丢失，程序无法找回。", "An id of more than 15 digits became a number in Excel, and the digits after the fifteenth are lost."),
            "cell|number_format": Said("单元格的数字格式把数缩小了、加了小数点或加了文字，看到的与实际保存的不同。不知道填的是哪一个，所以不猜。", "The number format of the cell divides the number, puts a point into it or words around it: what is seen is not what is kept. Nobody can tell which was meant."),
            "cell|not_text": Said("应当是文字，Excel 却存成了日期、百分数或是否值，原来输入的内容已经看不出来。", "The cell should be text, but Excel turned it into a date, a percentage or a yes or no; what was typed is gone."),
            "cell|date": Said("看不出是哪一天，或者年月日的次序不确定。日期决定是否计入本年度，所以不猜。", "It is not certain which day is meant. Dates decide whether something counts this year, so they are not guessed."),
            "cell|boolean": Said("这一格只能填“是”或“否”。", "The cell takes yes or no only."),
            "cell|error": Said("单元格里是 Excel 的错误值，没有数可用。", "The cell holds an error of Excel and no value."),
            "cell|uncomputed": Said("单元格里有公式，但文件里没有算出的结果（多见于由其他软件生成的文件）。", "There is a formula, but its result is not in the file, as in files that other programs made."),
            "cell|merged": Said("这一格与上面合并了。文字可以共用，数字、日期、是否不能，否则会重复计算。", "The cell is merged with the one above. A text may stand for several rows; a number, a date or a yes or no may not, or it would count twice."),
            "cell|missing": Said("必填的没有填，或者填了一项就必须填的另一项没有填。", "A required cell is empty, or one that another cell calls for."),
            "cell|not_one_of": Said("不在固定的选项之内。请用下拉框里的写法。", "The text is none of the fixed choices; use the words of the drop-down."),
            "cell|too_small": Said("比允许的最小值小。", "The value is below the least that is allowed."),
            "cell|too_large": Said("比允许的最大值大。", "The value is above the most that is allowed."),
            "cell|not_a_multiple": Said("不是规定单位的整数倍。", "The value is not a multiple of what the table asks for."),
            "cell|too_short": Said("字数不够。", "The text is too short."),
            "cell|too_long": Said("字数太多，可能把别的内容粘贴了进来。", "The text is too long; perhaps something else was pasted in."),
            "cell|pattern": Said("编号、代码的写法不合规定，如多了空格、少了位数。", "An id or code is not written as it has to be: a space too many, a digit too few."),
            "cell|format": Said("代码的校验位不对或写法不合国家标准，多半是抄错了一位。", "The check character of a code is wrong or it does not follow the standard: most likely one character was copied wrongly."),
            "cell|not_empty": Said("在本行的情况下，这一格不应当填写。", "In this row the cell has to stay empty."),
            "cell|type": Said("内容的种类不对（如应为数字却是文字）。", "The value is of the wrong kind."),
            "cell|rule": Said("不符合表的其他规定。", "The value breaks another rule of the table."),
        },
    ),
    Group(
        Said("已修正", "Repairs"),
        Said("这些写法不标准，但意思确定，已照规则读取。不必处理，核对一下即可。", "Not written as it should be, but certain in its meaning: read by rule. Nothing to do but to look."),
        {
            "repair|width": Said("全角的数字、字母按半角读取。", "Full-width digits and letters are read as half-width ones."),
            "repair|spaces": Said("去掉了多余的空格。", "Spaces that do not belong there were left out."),
            "repair|separators": Said("去掉了千位分隔符。", "Thousands separators were left out."),
            "repair|unit": Said("数字后面带的单位与表头一致，已去掉；表头的单位（如万元）不是标准单位的，写明换算前后的数。", "The unit after the number is that of the header, and was left out; where the header names another unit than the table keeps, both numbers are told."),
            "repair|zeros": Said("小数点后面多余的0不改变数值，已去掉。", "Zeros behind the point that change nothing were left out."),
            "repair|formula_text": Said('CSV 文件里写成 ="…" 的编号，按引号里的内容读取。', 'A code written as ="…" in a CSV file is read as what stands in the quotation marks.'),
            "repair|percent": Said("百分比列里带百分号的数，按百分数读取。", "A number with a percent sign in a column of percent is read as it stands."),
            "repair|header_unit": Said("表头写明的单位与标准单位不同，整列按表头换算，不损失一位数。", "The header says another unit than the table keeps; the column was converted exactly."),
            "repair|date": Said("日期写法不同，但年月日确定。", "The date is written in another way, but the day is certain."),
            "repair|month": Said("只写到月的日期，按该列的规定取当月第一天或最后一天。", "A month without a day stands for its first or last day, as the column says."),
            "repair|merged": Said("纵向合并的文字，适用于合并范围内的每一行。", "A text in merged cells stands for every row of them."),
            "repair|number_as_text": Said("编号列里是数字，按文字读取。请看看前面的0是否已经丢失。", "A number stands in a column of codes. Look whether zeros at its beginning were lost."),
        },
    ),
    Group(
        Said("行", "Rows"),
        Said("这一行不能采用，请改正。", "The row cannot be used; mend it."),
        {
            "row|duplicate_key": Said("两行的编号相同，不知道以哪一行为准。两份文件里重复的，请两家核对后删去一行。", "Two rows have the same key, and nobody here can say which is right. Where they stand in two files, ask both."),
            "row|key_missing": Said("这一行没有编号，无法与其他表对应。", "The row has no key, so that nothing can point at it."),
            "row|rule": Said("各格单独看没有问题，合起来不符合表的规定。", "Each cell is well by itself, but together they break a rule of the table."),
            "row|total": Said("CSV 文件中有“合计”“小计”一类的行。它不是一条数据，删去即可。", "A line of totals stands in a CSV file; it is no record, and is to be deleted."),
            "row|empty": Said("CSV 文件中间有空行。", "There is an empty line in a CSV file."),
            "row|short": Said("CSV 文件这一行的列数比表头少，可能有换行没有加引号。", "A line of a CSV file has fewer cells than the header; perhaps a line break is not in quotation marks."),
            "row|long": Said("CSV 文件这一行的列数比表头多，可能有逗号没有加引号。", "A line of a CSV file has more cells than the header; perhaps a comma is not in quotation marks."),
            "row|quotes": Said("CSV 文件的引号不成对，后面的内容无法确定。", "The quotation marks of a CSV file do not match, so that nothing behind them is certain."),
        },
    ),
    Group(
        Said("表头", "Headers"),
        Said("表头对不上时，整列甚至整张表都无法可靠读取，所以要求严格。", "Where a header is in doubt a whole column is, so headers are taken strictly."),
        {
            "header|missing": Said("必填的列没有找到。提示里列出了已找到的列和名称相近的列。", "A required column was not found. Those that were found, and near names, are told."),
            "header|duplicate": Said("同一列出现了两次，不知道以哪一列为准。", "A column stands twice, and it is not certain which one counts."),
            "header|conflict": Said("表头与填报表中隐藏的键名行不一致，可能有人移动了列。", "The header and the form's hidden line of keys disagree; perhaps somebody moved a column."),
            "header|unit": Said("表头括号里的单位不是该列的单位，也不能换算，该列没有读取。", "The unit in the header is not the column's and cannot be converted; the column was not read."),
            "header|unit_line": Said("表头以外（表格上方、表尾、工作表或文件名）写了“万元”等单位，但不清楚是否适用于这一列。写进表头就确定了，该列没有读取；各列表头都已写明别的单位的，按表头读取，只作提醒。", "A unit stands around the table: above it, below it or in a name, but nobody says for which columns. The column was not read: write the unit into its header. Where every header names another unit, the headers are followed."),
            "header|empty": Said("有数据的列没有列名。", "A column with data has no header."),
            "header|unknown": Said("这张表没有这一列。与某列名称相近的要改正；其余的不读取，只作提醒。", "The table has no such column. One that is near to a known name has to be mended; another is only passed over."),
            "header|absent": Said("可以不填的列，文件里没有，按未填处理。其中有资格条件要看的列时，请补上该列。", "A column that may stay empty is not in the file and is taken as not filled in. Where a condition of eligibility is read from it, add it."),
            "header|too_many": Said("列数超过限度，可能在远处有误填的单元格。", "There are too many columns; perhaps a cell far to the right was filled by mistake."),
        },
    ),
    Group(
        Said("工作表", "Sheets"),
        Said("一张工作表里哪些行是数据。", "Which lines of a sheet are data."),
        {
            "sheet|no_table": Said("这张工作表不像任何一张要报的表，没有读取。如果是要报的表，请核对表头。", "The sheet looks like none of the tables and was not read. If it is one, compare its header with the form."),
            "sheet|ambiguous": Said("这张工作表可能是几张表中的任何一张。", "The sheet could be any of several tables."),
            "sheet|hidden": Said("隐藏的工作表不读取；其中像是有数据的，请取消隐藏或删除，以免漏报。", "Hidden sheets are not read. One that seems to hold data has to be shown or deleted, so that nothing is lost."),
            "sheet|hidden_rows": Said("隐藏的行照样读取，请看看是不是不该报的。", "Hidden rows were read like the others; look whether they belong there."),
            "sheet|hidden_columns": Said("隐藏的列照样读取，请取消隐藏后核对。", "A hidden column was read like the others; show it and look."),
            "sheet|above_header": Said("表头上方还有像是数据或另一个表头的行。这些行没有读取，为防止漏报，须移到表头之下，或另放一张工作表。", "Lines above the header look like data or like another header. They were not read; move them below the header, or to a sheet of their own, so that nothing is lost."),
            "sheet|second_header": Said("数据中间又出现了表头。同样的表头删去即可；别的表要放到单独的工作表里。", "A header stands in the middle of the lines. Delete it where it is the same; another table goes to a sheet of its own."),
            "sheet|total": Said("合计行不是数据，没有读取。", "A line of totals is no data and was left out."),
            "sheet|total_differs": Said("合计数与各行之和不相等，可能漏了行或填错了数。", "The total is not the sum of its lines; perhaps a line is missing or a number is wrong."),
            "sheet|left_out": Said("表尾的填表人、日期等行，以及在本表各列都没有内容的行，没有读取。", "Closing lines, and lines that hold nothing in the columns of the table, were left out."),
            "sheet|below_footer": Said("表尾之后还有数据，不清楚是否要报。", "There are data below the closing lines, and it is not certain that they belong to the table."),
            "sheet|merged": Said("跨列合并的单元格，看不出内容属于哪一列。", "A cell is merged over several columns, so that it is not certain to which it belongs."),
        },
    ),
    Group(
        Said("文件", "Files"),
        Said("文件没有读取，或者读取的方式需要告诉您。", "The file was not read, or there is something to know about how it was."),
        {
            "file|format": Said("不是可以读取的文件，或者是压缩包。", "The file is packed, or of a kind that is not read."),
            "file|no_table": Said("文件里一张可识别的表都没有。", "The file holds none of the known tables."),
            "file|no_rows": Said("交来的是空表，一行也没有填。没有要报的，就不必交。", "Nothing is filled in. Where there is nothing to report no file is needed."),
            "file|table_unknown": Said("Parquet 文件按文件名识别是哪张表。", "A Parquet file is known by its name."),
            "file|empty": Said("文件是空的。", "The file is empty."),
            "file|encoding": Said("文件按中文 Excel 常用的编码读取，中文显示正常就不必处理；有的字节无法读取时退回。", "The file was read in the encoding of Chinese Excel; nothing to do where the Chinese is right. Bytes that are no text are sent back."),
            "file|end_mark": Said("文件末尾旧式的结束符已去掉，不影响数据。", "The mark with which old programs end a file was left out; no data are lost."),
            "file|nul": Said("文件里有不属于文字的内容，可能已损坏或不是 CSV。", "There is something in the file that is no text; perhaps it is damaged or no CSV file."),
            "file|line_ends": Said("文件用的是旧式换行，分不清各行。", "The lines of the file end as on an old Mac."),
            "file|too_large": Said("文件超过限度，请拆成几份。", "The file is beyond the limits; split it."),
            "file|too_slow": Said("读取时间过长，已停止。", "Reading took too long and was stopped."),
            "workbook|password": Said("文件设了打开密码，无法读取。", "The workbook cannot be opened without its password."),
            "workbook|format": Said("这种格式不能直接读取，另存为 .xlsx 即可。", "This format is not read; save it as .xlsx."),
            "workbook|damaged": Said("工作簿已损坏。在 Excel 或 WPS 中打开后另存，通常即可修复。", "The workbook is damaged. Saving it anew in Excel or WPS usually mends it."),
            "workbook|too_large": Said("工作簿超过限度。常见原因是很远的单元格被误填，或者整列设了格式。", "The workbook is beyond the limits, often because a cell far away was filled by mistake."),
            "workbook|too_slow": Said("读取时间过长，已停止。", "Reading took too long and was stopped."),
            "parquet|damaged": Said("Parquet 文件已损坏。", "The Parquet file is damaged."),
            "parquet|type": Said("Parquet 文件的列类型与表不符，须重新生成。", "A column of the Parquet file has another type than the table; write it anew."),
        },
    ),
    Group(
        Said("表与表之间", "Between tables"),
        Said("各表放在一起核对的结果。轻重由办法的 `checks` 规定。", "What the tables say when held together. How much each weighs stands in `checks` of the rules."),
        {
            "reference|unknown": Said("这一行提到的平台、企业等，在对应的名册里找不到，多半是编号写错或名册漏列。", "The platform or firm that the row points at is not in its register: a misspelt id, or a missing line there."),
            "town_unknown": Said("地市、县、镇三项在镇街名册中找不到，或者同名的有几个。改了名的县（市、区），提示里写明现名，请改正。", "City, county and town are not in the register, or there are several of that name. A county that was renamed is told with its name of today; write that."),
            "id_look_alike": Said("两个编号看起来一样，实际不同（大小写、全角半角、O 与 0 等），可能是同一家。", "Two ids look the same but are not (case, width, O and 0): they may be one."),
            "entity_code_contained": Said("9位组织机构代码与另一家18位统一代码中的一段相同，是同一个法人。一个法人只奖励一次。", "A 9-character code is a part of another platform's 18-character code: it is the same legal entity, and an entity gets one award."),
            "enterprise_twice": Said("同一企业用两个编号登记，同一平台都服务过，会算成两家。", "One firm seems to stand under two ids that one platform served, and would count twice."),
            "person_twice": Said("同一人同一天列入两家平台的团队。", "A person is on the teams of two platforms at the same date."),
            "date_outside_year": Said("日期不在数据年度之内，这一条不会计入。", "The date is outside the year that is measured, so the row does not count."),
            "unit_outlier": Said("金额与同列相比大得多或小得多，可能把万元当元填了，或者相反。", "The amount is far larger or smaller than its column: perhaps 万元 were written as 元, or the reverse."),
            "measure_jump": Said("与上年相比变化很大，请核对两年的数据。", "The measure changed very much since last year; check both years."),
            "reported_differs": Said("平台自报数与台账算出的数不一致，以台账为准。", "What the platform reports differs from what its ledger shows; the ledger counts."),
            "verified|indicator_unread": Said("核验结果写的指标，办法里没有，这条核验不起作用。多半是指标名写错了。", "A verified value names an indicator that the rules do not read, so it has no effect; most likely it is misspelt."),
            "verified_differs": Said("自报、台账、地市核验、现场核查的数不一致，这里全部列出，并说明以哪个计分。", "What was declared, counted and verified is not the same; all values are told, and which one scores."),
        },
    ),
    Group(
        Said("收件", "Intake"),
        Said("省里（或合并表格的地市）收文件时的提示。", "What is said to those who take files in."),
        {
            "intake|needs_reason": Said("同一路径的文件内容变了，或者要撤回一份文件：须写明原因，两份都留存备查。一条原因只用于它写明的文件。", "A file under a known path has other content, or one is withdrawn: the reason has to be recorded. Both are kept. A reason holds only for the files it names."),
            "intake|waiting": Said("这份文件本身没有问题，但用到了已退回文件中的内容。对方改好后自动采用，不必重交。", "The file is sound, but points at rows of one that was sent back. It is taken as soon as that is mended."),
            "intake|same_content": Said("同样内容的文件已经收过，不重复收。", "The same content was received before and is not taken twice."),
            "intake|past": Said("这份内容收过，后来被替换或撤回，不再自动采用；换了文件名交来的照收，并提醒。", "This content was received before, and was replaced or withdrawn since; it is not taken again by itself. Under another name it is, and that is told."),
            "intake|renamed": Said("退回的文件改了格式重交：新文件照收，旧的一份仍是退回，须撤回。", "The correction of a file that was sent back came in another format: it is taken, and the former one stays open until it is withdrawn."),
            "intake|marked_copy": Said("交来的是退回件，不是原文件。数据照读，但请在原文件上改正后再交。", "What came is the marked copy and not the sender's own file. It was read; but mend the own file."),
            "intake|shared_rows": Said("几份文件里有完全相同的行（例如两家平台服务同一企业），只计一次。", "Several files hold the same rows, such as a firm that two platforms served; they count once."),
            "intake|given": Said("地方排名收件时，文件里有由省提供的表的数据。这些表以省的为准。", "A file taken in for a local ranking holds rows of a table that is the province's; the province's stands."),
            "intake|foreign": Said("文件里有其他地市平台的数据，请核实由谁报送。", "The file holds rows about a platform of another city; ask whose they are."),
            "intake|not_in_form": Said("合并表用填报表的格式，这些表不在其中，合并会丢失，所以停止。", "The merged form has no sheet for these tables; merging would lose them."),
            "intake|other_year": Said("交来的是别的年度的填报表，请用本年度的表。", "This is the form of another year."),
            "intake|ambiguous": Said("同名的报送有几份，不知道替换哪一份。", "Several deliveries have this name; it is not certain which one is meant."),
            "intake|not_found": Said("没有这个文件或这份报送。", "There is no such file or delivery."),
            "intake|not_opened": Said("文件打不开，多半正被 Excel 或 WPS 占用。", "The file cannot be opened; most often Excel or WPS still holds it."),
            "intake|not_data": Said("Word、PDF、图片等不是数据文件，没有读取。", "Documents, PDF files and pictures hold no evidence and were not read."),
            "intake|link": Said("这是快捷方式一类的链接，不跟随。", "This is a link, and links are not followed."),
            "intake|not_a_file": Said("这不是普通文件。", "This is no plain file."),
            "intake|same_path": Said("两个文件夹里有相对路径相同的文件，无法区分。", "Two of the folders hold a file of the same path, so that they cannot be told apart."),
            "intake|nothing": Said("所给的文件夹里没有数据文件。", "The folders given hold no file with evidence."),
            "intake|shipped": Said("自带方案不能写入，请另建自己的方案。", "Nothing is written into a scenario that ships; make one of your own."),
            "intake|no_evidence": Said("方案没有写明自备哪些表，无法登记收到的表。", "The scenario does not say which tables are its own, so deliveries cannot be added."),
            "intake|table_twice": Said("同一张表，方案写明自备，各市又报来了，不知道以哪份为准。", "A table is both delivered and the scenario's own; it is not certain which counts."),
            "intake|locked": Said("另一个收件正在进行。", "Another intake is running."),
            "intake|not_written": Said("结果写不出去，多半是磁盘已满或没有权限。上一轮结果不受影响。", "The round cannot be written; the disk may be full or the folder closed. The last round still stands."),
            "intake|book_missing": Said("收件登记不见了。没有登记就无法证明收过什么，所以停止。", "The record of deliveries is gone. Without it nobody can prove what was received, so nothing is done."),
            "intake|original_changed": Said("留存的原件不见了或被改动过，与登记的摘要不符。", "A kept original is gone or was changed since it was recorded."),
        },
    ),
    Group(
        Said("方案和输出文件", "The scenario and what is written"),
        Said("方案文件夹和写出文件时的提示。", "What is said of the folder of the scenario, and of files that are written."),
        {
            "scenario|not_found": Said("没有这个方案，或者这个文件夹里没有 `scenario.json`。", "There is no such scenario, or no `scenario.json` in the folder."),
            "scenario|file_missing": Said("方案里写明的文件不在那里，例如还没有放镇街名册。", "A file that the scenario names is not there, such as the register of towns."),
            "scenario|path": Said("方案里的文件路径超出了方案文件夹。", "A path in the scenario leads out of its folder."),
            "evidence|table_missing": Said("办法要用的一张表还没有数据。由各市报送的，收件后自动登记。", "There is no evidence yet for a table that is read. What the cities deliver is added by the intake."),
            "evidence|table_unknown": Said("方案写了没有的表名。", "The scenario names a table that there is none of."),
            "evidence|changed": Said("佐证数据文件与方案登记的摘要不符，被改动过。", "A file of evidence is not the one that the scenario names by its sha256."),
            "evidence|not_found": Said("`--evidence` 指定的文件夹里没有这张表的文件。", "The folder of `--evidence` holds no file of the table."),
            "evidence|twice": Said("`--evidence` 指定的文件夹里，同一张表有几个文件。", "The folder of `--evidence` holds several files of the table."),
            "form|exists": Said("要写出的文件已经存在，而且内容不同，没有覆盖。", "There is another file of this name already, and it was not written over."),
            "form|unwritable": Said("文件写不出去，多半正被 Excel 或 WPS 占用。", "The file cannot be written; most often Excel or WPS still holds it."),
        },
    ),
    Group(
        Said("单独剔除", "Quarantine"),
        Said("办法写明 `quarantine` 的表，有问题的行不计入，逐行列出。", "In tables that the rules name under `quarantine` faulty rows do not count, and each is told."),
        {
            "expert_sheet|keys": Said("专家评分表的标识行被改动，无法对应评分项目。", "The line of keys of an expert's sheet was changed: nobody can tell the criteria."),
            "expert_sheet|empty": Said("专家评分表没有填任何分数。", "An expert's sheet has no mark in it."),
            "expert_sheet|incomplete": Said("专家评了这家平台，但漏填了一项。", "An expert marked the platform and left a cell of the row empty."),
            "quarantine|row": Said("这一行有问题，没有计入。改好后再运行就会计入。", "The row is at fault and does not count until it is mended."),
            "rules|quarantine_unknown": Said("办法的 `quarantine` 写了没有的表名。", "The rules name a table under `quarantine` that there is none of."),
        },
    ),
]
#: The words of the facts in a sentence, as a reader of Chinese sees them.
FACTS = {
    "cell": "单元格", "cells": "单元格", "cities": "地市", "city": "地市", "claim": "自报数", "code": "代码", "column": "列名", "columns": "列名",
    "count": "个数", "counted": "台账数", "counties": "县名", "county": "县名", "date": "日期", "decimals": "位数", "digits": "位数",
    "encoding": "编码", "error": "原因", "factor": "倍数", "file": "文件", "first": "单元格", "folder": "文件夹", "footer": "行号", "format": "格式", "have": "摘要", "reader": "读取它的指标或规定",
    "former": "原名", "found": "已找到的列", "full": "百分数", "header": "表头", "high": "最大值", "id": "编号", "key": "编号",
    "kind": "类型", "letter": "列", "limit": "限度", "low": "最小值", "median": "中位数", "message": "问题", "missing": "缺少的列",
    "name": "名称", "names": "名称", "new": "读取的值", "number": "数", "old": "上年值", "paths": "路径", "units": "各单位", "platform": "平台编号", "home": "报送地市", "wanted": "应报年度", "others": "其他编号",
    "own": "本列单位", "pairs": "相近的列", "path": "路径", "pattern": "格式", "person": "人员编号", "place": "位置",
    "platforms": "平台编号", "position": "列次", "reason": "原因", "row": "行号", "rows": "行号", "rule": "规定", "scores": "计分的值",
    "second": "单元格", "share": "小数", "sha": "摘要", "stated": "所写内容", "sum": "各行之和", "table": "表名", "tables": "表名", "times": "次数",
    "title": "名称", "town": "镇名", "towns": "镇名", "type": "类型", "unit": "单位", "value": "所填内容", "values": "各个值",
    "width": "列数", "word": "行名", "year": "年度",
}
#: Where a fact has another word in one sentence.
IN_A_SENTENCE = {
    "The merged cells {first} and {second} overlap.": {"first": "单元格区域", "second": "单元格区域"},
    "{column} is missing, though {reason} is given.": {"reason": "另一列"},
    "Write one of: {limit}.": {"limit": "各选项"},
    "Write {limit}.": {"limit": "规定的内容"},
    "Write it as {date}.": {"date": "这一天的标准写法"},
    "{column} has the type {type}.": {"type": "列类型"},
    "{code} is the same legal entity as that of {others}, written in another form.": {"others": "另一平台编号"},
}
# fmt: on
