from decimal import Decimal

import pytest

from appraisal.errors import Refused

ON_PLATFORMS = [
    # text, code, character, words of the English sentence
    ("", "empty", 1, "The formula is empty."),
    ("  \n", "empty", 1, "Write an expression"),
    ("COUNT(*) " + " " * 2000, "too_long", 2001, "2009 characters; at most 2000"),
    ("(" * 70 + "1" + ")" * 70, "too_deep", 61, "more than 60 deep"),
    ("1" + " + 1" * 499, "too_large", 3, "more than 500 parts"),
    # Full-width and foreign marks, at the exact character, with what to type instead.
    ("COUNT（*)", "full_width", 6, "（ is not an ASCII character. Type ( instead."),
    ("COUNT(*）", "full_width", 8, "Type ) instead."),
    ("GREATEST(1，2)", "full_width", 11, "Type , instead."),
    ("GREATEST(1、2)", "full_width", 11, "Type , instead."),
    ("COUNT(*) FILTER (WHERE kind ＝ '咨询')", "full_width", 29, "Type = instead."),
    ("COUNT(*) FILTER (WHERE score ＜ 1)", "full_width", 30, "Type < instead."),
    ("COUNT(*) FILTER (WHERE score ≥ 1)", "full_width", 30, "Type >= instead."),
    ("COUNT(*) FILTER (WHERE score ≠ 1)", "full_width", 30, "Type <> instead."),
    ("COUNT(*) FILTER (WHERE kind = “咨询”)", "full_width", 31, "Type ' instead."),
    ("COUNT(*) FILTER (WHERE kind = ‘咨询’)", "full_width", 31, "Type ' instead."),
    ("COUNT(*) FILTER (WHERE kind = '咨询’)", "unclosed", 31, "The quote at character 34 is not"),
    ("SUM(score) × 2", "full_width", 12, "Type * instead."),
    ("SUM(score) ＋ 2", "full_width", 12, "Type + instead."),
    ("SUM(score) － 2", "full_width", 12, "Type - instead."),
    ("SUM(score)　+ 2", "full_width", 11, "no ordinary space"),
    ("SUM(score) + ２", "full_width", 14, "Type 2 instead."),
    ("SUM(ｓcore)", "full_width", 5, "Type s instead."),
    ("SUM(score) + ：year", "full_width", 14, "Type : instead."),
    ("SUM(score)\u200b", "character", 11, "invisible character U+200B"),
    ("SUM(score) ？", "full_width", 12, "Type ? instead."),
    ("SUM(score) @ 2", "character", 12, "@ has no meaning"),
    ("SUM(score) + '\ud800'", "character", 15, "Half a character"),
    ("'abc", "unclosed", 1, "The quote ' that begins here is not closed."),
    ('SUM("score)', "unclosed", 5, "not closed"),
    ('SUM("")', "unclosed", 5, "empty or not closed"),
    ("(1 + 2", "unclosed", 1, "The bracket that opens here is not closed."),
    ("COUNT(score", "unclosed", 6, "The bracket that opens here is not closed."),
    # What the language does not have.
    ("SUM(score) / COUNT(score)", "ratio", 12, "Write SUM(x) as numerator and COUNT(x) as denominator."),
    ("SUM(score) ／ COUNT(score)", "ratio", 12, "A ratio is a numerator and a denominator."),
    ("SUM(score) ÷ 2", "ratio", 12, "A ratio is a numerator and a denominator."),
    ("AVG(score)", "ratio", 1, "Write SUM(x) as numerator and COUNT(x) as denominator."),
    ("1 + avg(score)", "ratio", 5, "A ratio is a numerator and a denominator."),
    ("(SELECT 1)", "subquery", 2, "no subqueries"),
    ("COUNT(*) FROM visits", "subquery", 10, "no subqueries"),
    ("EXISTS(SELECT 1)", "subquery", 1, "no subqueries"),
    ("SUM(score) OVER ()", "window", 12, "no window functions"),
    ("COUNT(*) -- all", "comment", 10, "no comments"),
    ("COUNT(*) /* all */ + 1", "comment", 10, "no comments"),
    ("CAST(COUNT(*) AS INT)", "cast", 1, "does not change types"),
    ("COUNT(*)::INT", "cast", 9, "does not change types"),
    ("COUNT(*) || 'x'", "operator", 10, "|| is not in the language."),
    ("COUNT(*) % 2", "operator", 10, "scale of the indicator is 100"),
    ("COUNT(*);", "operator", 9, "one expression"),
    ("COUNT(*)；", "operator", 9, "one expression"),
    ("COUNT(*) ^ 2", "operator", 10, "x * x"),
    ("SUM(`score`)", "operator", 5, "double quotes"),
    ("COUNT(*) FILTER (WHERE score == 1)", "operator", 30, "Write =."),
    ("COUNT(*) FILTER (WHERE score => 1)", "operator", 30, "Write >=."),
    ("COUNT(*) FILTER (WHERE on_site && on_site)", "operator", 32, "Write AND."),
    ("COUNT(*) FILTER (WHERE kind ILIKE 'x')", "operator", 29, "Write LIKE."),
    ("MEDIAN(score)", "unknown_function", 1, "No function MEDIAN. Formulas hold exact numbers only."),
    ("ROUND(SUM(score))", "unknown_function", 1, "rules say where they are rounded"),
    ("COUNTIF(score)", "unknown_function", 1, "COUNT(*) FILTER (WHERE condition)"),
    ("SUMM(score)", "unknown_function", 1, "No function SUMM. Near: SUM."),
    ("COALESC(1, 2)", "unknown_function", 1, "Near: COALESCE, LEAST."),
    ("ſum(score)", "unknown_function", 1, "No function ſum."),
    ("abſ(1)", "unknown_function", 1, "No function abſ. Near: ABS."),
    ("求和(score)", "unknown_function", 1, "There are: ABS, COALESCE"),
    # Grammar.
    ("COUNT(*) COUNT(*)", "syntax", 10, "COUNT cannot stand here."),
    ("1 +", "syntax", 4, "ends too early"),
    ("* 2", "syntax", 1, "* cannot stand here."),
    ("COUNT(*) FILTER (score > 1)", "syntax", 18, "Here stands WHERE."),
    ("CASE 1 END", "syntax", 8, "Here stands WHEN."),
    ("CASE WHEN TRUE THEN 1", "syntax", 22, "Here stands END."),
    ("SUM(end)", "syntax", 5, 'a column of this name is written "end"'),
    ("MIN(*)", "syntax", 5, "MIN takes one value"),
    ("SUM()", "syntax", 5, "SUM takes one value"),
    ("MAX(score, 人数)", "syntax", 10, "it is GREATEST"),
    ("COUNT(DISTINCT score, 人数)", "syntax", 21, "COUNT takes one value"),
    ("COUNT(DISTINCT *)", "syntax", 16, "COUNT takes one value"),
    ("SUM(DISTINCT score)", "distinct", 5, "Write COUNT(DISTINCT x)."),
    ("ABS(1) FILTER (WHERE on_site)", "filter", 8, "FILTER stands after COUNT, SUM, MIN and MAX only."),
    ("COUNT(*) FILTER (WHERE 1 < score < 5)", "chain", 34, "Join two comparisons with AND"),
    ("COUNT(*) FILTER (WHERE score IS TRUE)", "syntax", 33, "Write the condition alone"),
    ("COUNT(*) FILTER (WHERE score NOT 5)", "syntax", 34, "After NOT stands IN, BETWEEN or LIKE."),
    ("COUNT(*) FILTER (WHERE score = NOT on_site)", "syntax", 32, "NOT needs brackets here."),
    ("SUM(enterprises.)", "syntax", 17, "After the point stands a column of enterprises."),
    ("12人", "number", 1, "12人 is not a number."),
    ("1e3", "number", 1, "1e3 is not a number."),
    ("1_000", "number", 1, "1_000 is not a number."),
    ("1.", "number", 1, "1. is not a number."),
    ("123456789012345678901", "number", 1, "at most 20 digits"),
    ("1234567890.12345678901", "number", 1, "1234567890.12345678901 is not a number of at most 20 digits."),
    ("0.000000000000000000001", "number", 1, "at most 20 digits"),
    ("DATE '2014-02-30'", "date", 6, "2014-02-30 is not a date. Write a day in this form: DATE '2014-12-31'."),
    ("DATE '2014-2-3'", "date", 6, "2014-2-3 is not a date."),
    # Names.
    ("SUM(fee)", "unknown_column", 5, "No column fee in visits. Near: fee_yuan."),
    ("SUM(评分)", "unknown_column", 5, "A formula takes the name of the column: score."),
    ("SUM(满意度)", "unknown_column", 5, "A formula takes the name of the column: score."),
    ("SUM(满意)", "unknown_column", 5, "No column 满意 in visits. Near: score."),
    ("SUM(参加人)", "unknown_column", 5, "Near: 人数."),
    ('SUM("人 数")', "unknown_column", 5, "Near: 人数."),
    ("SUM(〈score〉)", "character", 5, "〈 has no meaning"),
    ("SUM(score)，1", "full_width", 11, "Type , instead."),
    ("COUNT(*) FILTER (WHERE kind = 「咨询」)", "full_width", 31, "Type ' instead."),
    ('COUNT(*) FILTER (WHERE kind = "咨询")', "unknown_column", 31, "A text stands in single quotes: '咨询'."),
    ("COUNT(enterprises.sise)", "unknown_column", 7, "No column sise in enterprises. Near: size"),
    ('SUM("*")', "unknown_column", 5, "No column * in visits."),
    ('SUM("^a.*$")', "unknown_column", 5, "No column ^a.*$ in visits."),
    ("COUNT(enterprise.size)", "unknown_table", 7, "visits references no table enterprise. Near: enterprises."),
    ("COUNT(visits.kind)", "unknown_table", 7, "This is the table itself: write kind."),
    ("COUNT(nowhere.x)", "unknown_table", 7, "There is no table nowhere."),
    ("COUNT(towns.town)", "ambiguous_reference", 7, "more than once"),
    (":yeer", "unknown_param", 1, "No param :yeer. Near: year"),
    # Types and levels.
    ("score", "row_outside_aggregate", 1, "Score has a value in each row; a platform has many rows."),
    ("SUM(score) + score", "row_outside_aggregate", 14, "Put it into COUNT, SUM, MIN or MAX."),
    ("SUM(MAX(score))", "nested_aggregate", 5, "MAX stands inside another aggregate."),
    ("COUNT(*) FILTER (WHERE score = MAX(score))", "nested_aggregate", 32, "MAX stands inside another aggregate."),
    ("COUNT(1)", "no_column", 7, "COUNT reads no column here. COUNT(*) counts rows"),
    ("COUNT(*) FILTER (WHERE :year > 2000)", "no_column", 30, "FILTER reads no column here."),
    ("COUNT(*) > 1", "type", 10, "The formula is a condition; a number is needed."),
    ("NULL", "type", 1, "The formula is NULL; a number is needed."),
    ("MIN(date)", "type", 1, "The formula is a date; a number is needed."),
    ("SUM(kind)", "type", 5, "SUM takes a number; this is a text."),
    ("MAX(kind)", "type", 5, "MAX takes a number or a date; this is a text."),
    ("SUM(score) + MIN(date)", "type", 14, "+ takes a number; this is a date."),
    ("-MIN(date)", "type", 2, "- takes a number; this is a date."),
    ("ABS(MIN(date))", "type", 5, "ABS takes a number; this is a date."),
    ("YEAR(SUM(score))", "type", 6, "YEAR takes a date; this is a number."),
    ("COUNT(*) FILTER (WHERE score)", "type", 24, "FILTER takes a condition; this is a number."),
    ("COUNT(*) FILTER (WHERE on_site AND score)", "type", 36, "AND takes a condition; this is a number."),
    ("COUNT(*) FILTER (WHERE NOT score)", "type", 28, "NOT takes a condition; this is a number."),
    ("COUNT(*) FILTER (WHERE score LIKE '1%')", "type", 24, "LIKE takes a text; this is a number."),
    ("GREATEST(COUNT(kind), 'x')", "type", 23, "GREATEST takes a number or a date; this is a text."),
    ("CASE WHEN COUNT(*) THEN 1 END", "type", 11, "WHEN takes a condition; this is a number."),
    ("CASE WHEN COUNT(*) > 1 THEN 1 ELSE 'x' END", "types", 36, "CASE would be a number or a text."),
    ("COALESCE(COUNT(*), 'x')", "types", 20, "COALESCE would be a number or a text."),
    ("CASE WHEN COUNT(*) > 1 THEN NULL END", "null", 1, "CASE holds nothing but NULL."),
    ("COUNT(*) FILTER (WHERE score = '90')", "types", 30, "“90” is a text: they cannot be compared. Write 90 without"),
    ("COUNT(*) FILTER (WHERE note = 90)", "types", 29, "Write '90' with quotes."),
    ("COUNT(*) FILTER (WHERE date >= '2014-01-01')", "types", 29, "Write DATE '2014-01-01'."),
    ("COUNT(*) FILTER (WHERE date = 2014)", "types", 29, "Write YEAR(x) to compare the year of a date."),
    ("COUNT(*) FILTER (WHERE on_site = '是')", "types", 32, "A condition stands alone, or after NOT."),
    ("COUNT(*) FILTER (WHERE score IN (1, 'x'))", "types", 37, "they cannot be compared"),
    ("COUNT(*) FILTER (WHERE date BETWEEN 2013 AND 2014)", "types", 37, "they cannot be compared"),
    ("COUNT(NULLIF(score, 'x'))", "types", 7, "they cannot be compared"),
    ("CASE COUNT(*) WHEN 'x' THEN 1 END", "types", 20, "they cannot be compared"),
    ("COUNT(*) FILTER (WHERE kind < '检测')", "order", 29, "Only numbers and dates have an order; this is a text."),
    ("COUNT(*) FILTER (WHERE kind BETWEEN '咨询' AND '检测')", "order", 29, "Only numbers and dates"),
    ("COUNT(*) FILTER (WHERE kind = NULL)", "null", 31, "Write x IS NULL or x IS NOT NULL"),
    ("COUNT(*) FILTER (WHERE kind IN ('咨询', NULL))", "null", 39, "NULL stands after THEN and ELSE"),
    ("COUNT(*) FILTER (WHERE NULL IS NULL)", "null", 24, "NULL stands after THEN"),
    ("COUNT(*) + NULL", "null", 12, "NULL stands after THEN"),
    ("COUNT(*) FILTER (WHERE kind = '检侧')", "unknown_value", 31, "Kind never holds 检侧. Near: 检测."),
    ("COUNT(*) FILTER (WHERE '咨讯' = kind)", "unknown_value", 24, "Kind never holds 咨讯."),
    ("COUNT(*) FILTER (WHERE kind IN ('检测', '培训 '))", "unknown_value", 39, "Kind never holds 培训 . Near: 培训."),
    ("COUNT(*) FILTER (WHERE enterprises.size = '微小')", "unknown_value", 43, "Size never holds 微小."),
    ("SUM(CASE kind WHEN '其他' THEN 1 END)", "unknown_value", 20, "There are: 咨询, 检测, 培训."),
    ("COUNT(*) FILTER (WHERE note LIKE kind)", "pattern", 34, "The pattern after LIKE is a 'text' or a param."),
    (r"COUNT(*) FILTER (WHERE note LIKE '50\%')", "pattern", 34, "wildcards cannot be escaped"),
    ("ABS(1, 2)", "arguments", 1, "ABS is given 2 values; it takes 1."),
    ("COALESCE(1)", "arguments", 1, "COALESCE is given 1 values; it takes at least 2."),
    ("NULLIF(1, 2, 3)", "arguments", 1, "NULLIF is given 3 values; it takes 2."),
    # Ranges.
    ("SUM(big * big * big)", "range", 9, "beyond 128 bits. Give the columns a minimum and a maximum"),
    ("SUM(big) * SUM(big)", "range", 10, "beyond 128 bits"),
    ("SUM(fee_yuan * fee_yuan * hours * hours)", "range", 1, "beyond 128 bits"),
    ("SUM(fee_yuan * 0.00000000000000001)", "scale", 1, "The number has 19 decimals; at most 18 are kept."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "character", "words"), ON_PLATFORMS)
def test_a_formula_that_is_refused_says_where_why_and_what_to_do(compiled, text, code, character, words):
    with pytest.raises(Refused) as refused:
        compiled(text)
    first = refused.value.findings[0]
    assert (first.code, first.place.character) == (f"formula|{code}", character)
    assert words in first.sentence("en")
    assert (first.place.file, first.place.pointer) == ("plugins/x/indicator.json", "$.numerator")


@pytest.mark.parametrize(
    ("text", "code", "character", "words"),
    [
        ("COUNT(*) > 1", "aggregate_in_rows", 1, "COUNT is taken over many rows; this formula is read row by row."),
        ("score", "type", 1, "The formula is a number; a condition is needed."),
        ("on_site AND SUM(score) > 1", "aggregate_in_rows", 13, "Use it in a numerator or denominator."),
    ],
)
def test_a_condition_on_rows_that_is_refused(compiled, text, code, character, words):
    with pytest.raises(Refused) as refused:
        compiled(text, "row", "boolean")
    first = refused.value.findings[0]
    assert (first.code, first.place.character) == (f"formula|{code}", character)
    assert words in first.sentence("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "SUM(fee) + MAX(scor) - :yer + FOO(1)",
            ["unknown_column", "unknown_column", "unknown_param", "unknown_function"],
        ),
        ("COUNT（*） + SUM（score）", ["full_width"] * 4),
        ("1 /* x */@ 2 -- y\n@ 3", ["comment", "character", "comment", "character"]),
        ("SUM(kind) + COUNT(*) FILTER (WHERE score = 'x')", ["type", "types"]),
        ("COUNT(*) FILTER (WHERE kind IN ('a', '咨询', 'b'))", ["unknown_value", "unknown_value"]),
        ("SUM(a1 + a2) * 2 > 'x'", ["unknown_column", "unknown_column"]),
    ],
)
def test_independent_problems_are_reported_together(compiled, text, expected):
    with pytest.raises(Refused) as refused:
        compiled(text)
    assert [finding.code.removeprefix("formula|") for finding in refused.value.findings] == expected


def test_at_most_twenty_problems_are_reported(compiled):
    with pytest.raises(Refused) as refused:
        compiled(" + ".join(f"SUM(x{number})" for number in range(100)))
    assert len(refused.value.findings) == 20


def test_a_param_that_no_column_value_equals_is_refused_where_it_stands(compiled):
    with pytest.raises(Refused) as refused:
        compiled("COUNT(*) FILTER (WHERE kind = :word)")
    (finding,) = refused.value.findings
    assert (finding.code, finding.place.character, finding.value) == ("formula|unknown_value", 31, "微型")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1E+400", "1E-400", "123456789012345678901"])
def test_a_param_that_is_no_short_number_is_refused(compiled, number):
    with pytest.raises(Refused) as refused:
        compiled("COUNT(*) * :x", x=Decimal(number))
    assert [finding.code for finding in refused.value.findings] == ["formula|number"]


def test_a_message_is_short_for_hostile_text(compiled):
    with pytest.raises(Refused) as refused:
        compiled("SUM(" + "x" * 1900 + ")")
    assert len(refused.value.findings[0].sentence("en")) < 300
