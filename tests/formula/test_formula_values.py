from decimal import Decimal

import polars as pl
import pytest

NULL = None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("COUNT(*)", 4),
        ("count(*)", 4),
        ("COUNT(score)", 3),
        ("COUNT(on_site)", 3),
        ("COUNT(DISTINCT enterprise_id)", 3),
        ("COUNT(DISTINCT kind)", 3),
        ("COUNT(DISTINCT date)", 4),
        ("SUM(score)", 230),
        ("SUM(fee_yuan)", "350.75"),
        ("SUM(人数)", 6),
        ('SUM("人数")', 6),
        ("MIN(score)", 60),
        ("MAX(fee_yuan)", "250.50"),
        ("MIN(hours)", "-2.0"),
        ("YEAR(MIN(date))", 2013),
        ("MONTH(MAX(date))", 12),
        ("COUNT(*) FILTER (WHERE on_site)", 2),
        ("COUNT(score) FILTER (WHERE kind = '检测')", 0),
        ("COUNT(DISTINCT enterprise_id) FILTER (WHERE YEAR(date) = 2014)", 2),
        ("SUM(fee_yuan) FILTER (WHERE on_site)", "100.25"),
        ("SUM(score) FILTER (WHERE kind = '检测')", NULL),
        ("MIN(score) FILTER (WHERE score > 60)", 80),
        ("MAX(score) FILTER (WHERE score > 95)", NULL),
        ("SUM(score) + COUNT(*)", 234),
        ("SUM(fee_yuan) - 0.5", "350.25"),
        ("SUM(hours) * 2", "0.0"),
        ("-SUM(score)", -230),
        ("+SUM(score)", 230),
        ("2 - 3 - 4 + COUNT(*)", -1),
        ("2 - (3 - 4) + COUNT(*)", 7),
        ("2 + 3 * 4", 14),
        ("SUM(score * fee_yuan)", "9020.00"),
        ("SUM(fee_yuan * 1.10)", "385.825"),
        ("GREATEST(COUNT(*), 2)", 4),
        ("LEAST(SUM(fee_yuan), 100)", "100.00"),
        ("SUM(GREATEST(score, 70))", 310),
        ("SUM(LEAST(score, 70))", 270),
        ("YEAR(GREATEST(MIN(date), DATE '2014-02-01'))", 2014),
        ("SUM(ABS(hours))", "4.0"),
        ("ABS(MIN(hours))", "2.0"),
        ("SUM(YEAR(date))", 8055),
        ("SUM(MONTH(date))", 34),
        ("SUM(COALESCE(score, 0))", 230),
        ("COUNT(COALESCE(kind, '无'))", 4),
        ("COUNT(COALESCE(on_site, FALSE))", 4),
        ('COUNT(COALESCE("end", date))', 4),
        ("COALESCE(SUM(score) FILTER (WHERE score > 95), 0)", 0),
        ("COALESCE(NULL, SUM(score))", 230),
        ("COUNT(NULLIF(score, 60))", 2),
        ("COUNT(NULLIF(note, ''))", 2),
        ("COUNT(NULLIF(on_site, TRUE))", 1),
        ("COUNT(NULLIF(date, DATE '2014-07-01'))", 3),
        ("SUM(CASE WHEN score >= 80 THEN 2 WHEN score >= 60 THEN 1 ELSE 0 END)", 5),
        ("SUM(CASE kind WHEN '咨询' THEN 1.5 WHEN '检测' THEN 3 END)", "4.5"),
        ("SUM(CASE WHEN on_site THEN NULL ELSE 1 END)", 2),
        ("COUNT(CASE WHEN on_site THEN kind END)", 1),
        ("COUNT(CASE WHEN on_site THEN date ELSE NULL END)", 2),
        ("CASE WHEN COUNT(score) >= :least THEN SUM(score) END", 230),
        ("CASE WHEN COUNT(score) > :least THEN SUM(score) END", NULL),
        ("CASE COUNT(*) WHEN 3 THEN 1 WHEN 4 THEN 2 ELSE 0 END", 2),
        ("COUNT(*) FILTER (WHERE enterprises.size IN ('微型', '小型', '中型'))", 2),
        ("SUM(enterprises.staff)", 910),
        ("COUNT(*) FILTER (WHERE platforms.city = '广州')", 4),
        (":rate * COUNT(*)", "9.00"),
        ("1", 1),
        ("0.250", "0.25"),
        ("SUM(big)", 2**63 - 1),
        ("SUM(big) FILTER (WHERE date >= DATE '2014-01-01') + SUM(ABS(big))", 4 * (2**63 - 1)),
        ("MAX(big) * MAX(big)", (2**63 - 1) ** 2),
        ("MAX(big) * MAX(big) * 0", 0),
        ("SUM(YEAR(date) * YEAR(date) * YEAR(date))", 3 * 2014**3 + 2013**3),
        ("SUM(MONTH(date) * MONTH(date) * 100)", (9 + 49 + 144 + 144) * 100),
        ("ABS(MIN(depth))", 2**63),
        ("-MIN(depth)", 2**63),
        ("COUNT(*) FILTER (WHERE big * 10 IN (92233720368547758070))", 2),
        ("COUNT(*) FILTER (WHERE TRUE OR score > 1)", 4),
        ("COUNT(*) FILTER (WHERE CASE WHEN TRUE THEN TRUE ELSE on_site END)", 4),
        ("SUM(CASE WHEN TRUE THEN 5 ELSE score END)", 20),
        ("SUM(COALESCE(5, score))", 20),
        ("SUM(GREATEST(score * 0, 1))", 4),
    ],
)
def test_a_number_of_a_platform(value, text, expected):
    assert value(text, least=3, rate=Decimal("2.25")) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("score = 90", [True, NULL, False, False]),
        ("score <> 90", [False, NULL, True, True]),
        ("score != 90", [False, NULL, True, True]),
        ("score < 80", [False, NULL, True, False]),
        ("score <= 80", [False, NULL, True, True]),
        ("score > 80", [True, NULL, False, False]),
        ("score >= 80.00", [True, NULL, False, True]),
        ("80 = score", [False, NULL, False, True]),
        ("80 <> score", [True, NULL, True, False]),
        ("80 < score", [True, NULL, False, False]),
        ("80 <= score", [True, NULL, False, True]),
        ("80 > score", [False, NULL, True, False]),
        ("80 >= score", [False, NULL, True, True]),
        ("80 BETWEEN score AND 85", [False, NULL, True, True]),
        ("80 IN (score, 1)", [False, NULL, False, True]),
        ("fee_yuan = 100", [True, False, NULL, False]),
        ("fee_yuan > 0.249", [True, True, NULL, True]),
        ("fee_yuan < 0.251", [False, False, NULL, True]),
        ("score + 10 = 100", [True, NULL, False, False]),
        ("hours < -1.5", [False, True, False, NULL]),
        ("- hours > 1", [False, True, False, NULL]),
        ("kind = '咨询'", [True, False, False, NULL]),
        ("kind <> '咨询'", [False, True, True, NULL]),
        ("date >= DATE '2014-07-01'", [False, True, False, True]),
        ("date BETWEEN :year_start AND :year_end", [True, True, False, True]),
        ("date NOT BETWEEN :year_start AND :year_end", [False, False, True, False]),
        ("YEAR(date) = :year", [True, True, False, True]),
        ("MONTH(date) IN (7, 12)", [False, True, True, True]),
        ("score BETWEEN 60 AND 80", [False, NULL, True, True]),
        ("fee_yuan BETWEEN 0.25 AND score", [False, NULL, NULL, True]),
        ("date IN (DATE '2014-07-01', :year_end)", [False, True, False, True]),
        ("score IN (60, 90.0)", [True, NULL, True, False]),
        ("score IN (score, 1)", [True, NULL, True, True]),
        ("score NOT IN (60, 90.0)", [False, NULL, False, True]),
        ("fee_yuan IN (0.25, 100)", [True, False, NULL, True]),
        ("fee_yuan IN (0.255, 100)", [True, False, NULL, False]),
        ("on_site IN (FALSE)", [False, True, NULL, False]),
        ("enterprises.size = :word", [True, True, False, NULL]),
        ("on_site", [True, False, NULL, True]),
        ("NOT on_site", [False, True, NULL, False]),
        ("on_site = FALSE", [False, True, NULL, False]),
        ("on_site OR score = 60", [True, NULL, True, True]),
        ("on_site AND score = 60", [False, False, NULL, False]),
        ("NOT on_site AND score = 60 OR score = 80", [False, NULL, NULL, True]),
        ("NOT (on_site AND score = 60)", [True, True, NULL, True]),
        ("score IS NULL", [False, True, False, False]),
        ("score IS NOT NULL", [True, False, True, True]),
        ("(score > 60) IS NULL", [False, True, False, False]),
        ("note LIKE '50%'", [True, NULL, False, False]),
        ("note LIKE '50_ off'", [True, NULL, False, False]),
        ("note LIKE 'x_1'", [False, NULL, True, False]),
        ("note LIKE '%_1'", [False, NULL, True, False]),
        ("note LIKE '%o%'", [True, NULL, False, False]),
        ("note LIKE ''", [False, NULL, False, True]),
        ("note LIKE '%'", [True, NULL, True, True]),
        ("note LIKE '_%'", [True, NULL, True, False]),
        ("note LIKE 'X_1'", [False, NULL, False, False]),
        ("note LIKE '.*'", [False, NULL, False, False]),
        ("note NOT LIKE '50%'", [False, NULL, True, True]),
        ("note = 'it''s'", [False, NULL, False, False]),
        ("CASE WHEN score > 80 THEN on_site ELSE TRUE END", [True, True, True, True]),
        ("TRUE", [True]),
        ("FALSE OR :year = 2014", [True]),
        ('"end" IS NULL', [True, False, True, True]),
    ],
)
def test_a_condition_on_rows(selected, condition, expected):
    assert selected(condition) == expected


def test_nothing_selected_has_a_count_and_no_sum(value, rows):
    none = rows.with_columns(score=pl.lit(None, dtype=pl.Int64))
    found = [value(f"{name}(score)", frame=none) for name in ("COUNT", "SUM", "MIN", "MAX")]
    assert found == [0, None, None, None]


def test_a_like_pattern_covers_line_breaks(selected):
    frame = pl.DataFrame({"note": ["a\nb", "ab\n", "ab"]})
    assert selected("note LIKE 'a_b'", frame=frame) == [True, False, False]
    assert selected("note LIKE 'ab'", frame=frame) == [False, False, True]
    assert selected("note LIKE 'a%b'", frame=frame) == [True, False, True]


def test_a_quote_in_a_text_is_written_twice(selected):
    assert selected("note = 'it''s'", frame=pl.DataFrame({"note": ["it's", "it''s"]})) == [True, False]


def test_each_platform_is_measured_alone(compiled, rows):
    both = pl.concat([rows, rows.head(2).with_columns(platform_id=pl.lit("P2"))])
    formula = compiled("COUNT(DISTINCT enterprise_id) * 10 + COALESCE(SUM(score) FILTER (WHERE NOT on_site), 7)")
    together = both.group_by("platform_id").agg(formula.expr.alias("found")).sort("platform_id")["found"].to_list()
    assert together == [37, 17]


def test_a_row_formula_of_numbers(compiled, rows):
    formula = compiled("LEAST(score, score + 人数, fee_yuan)", level="row")
    assert rows.select(formula.expr.alias("found"))["found"].to_list() == [9000, 25050, 6000, 25]
    assert (formula.level, formula.number.scale) == ("row", 2)


def test_a_formula_says_what_it_reads(compiled):
    formula = compiled("COUNT(*) FILTER (WHERE enterprises.size = '微型' AND score > 1 AND platforms.city = '广州')")
    assert formula.columns == {"score"}
    assert formula.references == {"enterprises.size", "platforms.city"}
    assert set(formula.expr.meta.root_names()) == formula.columns | formula.references
    assert (formula.level, formula.type) == ("platform", "number")


@pytest.mark.parametrize(
    ("text", "low", "high", "scale"),
    [
        ("COUNT(*)", 0, 2**32, 0),
        ("MAX(score)", 0, 100, 0),
        ("SUM(score)", 0, 100 * 2**32, 0),
        ("MIN(hours) * 0.5", -5000, 5000, 2),
        ("MAX(score) - MIN(fee_yuan)", -(10**14), 10_000, 2),
        ("ABS(MAX(hours))", 0, 1000, 1),
        ("ABS(MAX(score) + 1)", 1, 101, 0),
        ("ABS(-1 - MAX(score))", 1, 101, 0),
        ("YEAR(MAX(date))", 0, 9999, 0),
        ("MONTH(MAX(date))", 1, 12, 0),
        ("COALESCE(MAX(score), -1)", -1, 100, 0),
        ("GREATEST(MAX(score), 50, 200)", 0, 200, 0),
        ("CASE WHEN COUNT(*) > 3 THEN 5 WHEN COUNT(*) > 2 THEN NULL ELSE 7.5 END", 50, 75, 1),
        ("NULLIF(MAX(score), 0)", 0, 100, 0),
        ("12.500", 125, 125, 1),
        ("-0.5", -5, -5, 1),
        (":year", 2014, 2014, 0),
    ],
)
def test_the_range_is_proved(compiled, text, low, high, scale):
    number = compiled(text).number
    assert (number.low, number.high, number.scale) == (low, high, scale)


@pytest.mark.parametrize(
    ("text", "level"), [("COUNT(*)", "platform"), ("1 + 1", "constant"), ("GREATEST(1, MIN(score))", "platform")]
)
def test_a_formula_has_a_level(compiled, text, level):
    assert compiled(text).level == level
