import pytest

from appraisal.texts import Joined, render


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("COUNT(*)", "the number of rows"),
        ("COUNT(score)", "the number of rows with Score"),
        ("COUNT(DISTINCT enterprise_id)", "the number of different Enterprise id"),
        ("COUNT(*) FILTER (WHERE on_site)", "the number of rows where On site"),
        ("SUM(fee_yuan) FILTER (WHERE on_site)", "the sum of Fee, over the rows where On site"),
        ("MIN(score)", "the smallest Score"),
        ("MAX(score)", "the largest Score"),
        ("YEAR(MIN(date))", "the year of the earliest Date"),
        ("MONTH(MAX(date))", "the month of the latest Date"),
        ("SUM(score + 人数)", "the sum of (Score + People)"),
        ("SUM(score * (人数 - 1.50))", "the sum of (Score × (People - 1.5))"),
        ("SUM(score) - (COUNT(*) - 2)", "the sum of Score - (the number of rows - 2)"),
        ("-ABS(MIN(hours))", "minus the absolute value of the smallest Hours"),
        ("GREATEST(COUNT(*), :year)", "the largest of (the number of rows, 2014)"),
        ("LEAST(COUNT(*), 1)", "the smallest of (the number of rows, 1)"),
        ("COALESCE(SUM(score), 0)", "the first of (the sum of Score, 0) that is not missing"),
        ("SUM(NULLIF(score, 0))", "the sum of Score (missing where it is 0)"),
        (
            "SUM(CASE kind WHEN '咨询' THEN 2 ELSE score + 1 END)",
            "the sum of (2 if Kind is 咨询; otherwise Score + 1)",
        ),
        (
            "CASE WHEN COUNT(*) >= 3 AND TRUE THEN SUM(score) END",
            "the sum of Score if the number of rows is at least 3, and true; otherwise missing",
        ),
    ],
)
def test_a_number_in_words(compiled, text, words):
    assert render(compiled(text).words, "en") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "date BETWEEN :year_start AND :year_end AND enterprises.size IN ('微型', '小型')",
            "Date is between 2014-01-01 and 2014-12-31, and Size is one of (微型, 小型)",
        ),
        ("date NOT BETWEEN :year_start AND :year_end", "Date is not between 2014-01-01 and 2014-12-31"),
        ("kind NOT IN ('咨询', '检测')", "Kind is not one of (咨询, 检测)"),
        ("score = 1 OR score <> 2", "Score is 1 or Score is not 2"),
        ("score < 1 OR score <= 2", "Score is less than 1 or Score is at most 2"),
        ("score > 1.20 OR score >= 2", "Score is more than 1.2 or Score is at least 2"),
        ("date < :year_end OR date <= :year_end", "Date is before 2014-12-31 or Date is on or before 2014-12-31"),
        ("date > :year_end OR date >= :year_end", "Date is after 2014-12-31 or Date is on or after 2014-12-31"),
        ("(score = 1 OR score = 2) AND on_site", "(Score is 1 or Score is 2), and On site"),
        ("score = 1 OR score = 2 AND on_site", "Score is 1 or (Score is 2, and On site)"),
        ("((score = 1))", "Score is 1"),
        ("NOT on_site", "not (On site)"),
        ("score IS NULL OR score IS NOT NULL", "Score is missing or Score is given"),
        ("note LIKE '50%'", "Note begins with 50"),
        ("note LIKE '%50'", "Note ends with 50"),
        ("note LIKE '%50%'", "Note contains 50"),
        ("note NOT LIKE '5_0%'", "not (Note has the form “5_0%”)"),
        ("note = ''", "Note is “”"),
        ("on_site = TRUE", "On site is true"),
        ("platforms.city = '广州'", "City of Register of platforms is 广州"),
        ("enterprises.enterprise_id = enterprise_id", "Enterprise id of Register of enterprises is Enterprise id"),
    ],
)
def test_a_condition_in_words(compiled, text, words):
    assert render(compiled(text, "row", "boolean").words, "en") == words


def test_a_column_has_its_title_in_both_languages(compiled):
    words = compiled("MIN(score) * 2").words
    assert isinstance(words, Joined)
    assert words.parts[0].facts["value"].render("zh") == "评分"
