"""Formulas written to do harm: to read what is not theirs, to run for ever, to wrap a number, to look like another."""

from __future__ import annotations

_UNSEEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u202d", "\u200f", "\u061c", "\u2066", "\u2069"]  # fmt: skip
_CONTROLS = ["\x00", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x85", "\u2028", "\u2029"]
_SPACES = ["\u00a0", "\u2003", "\u2009", "\u202f", "\u205f", "\u3000", "\u1680", "\u180e"]
#: Letters that look like those of "score" and "SUM", and forms that another normalisation would fold to them.
_LOOKALIKES = [
    "sсore", "scоre", "scoгe", "scorе", "ѕcore", "sϲore", "scοre", "ｓｃｏｒｅ", "𝐬𝐜𝐨𝐫𝐞", "𝓼𝓬𝓸𝓻𝓮", "ⓢⓒⓞⓡⓔ", "s\u0301core",
    "score\u0301", "score\u20dd", "ſcore", "ˢcore", "scorє", "ꜱcore", "Score", "SCORE", "score_", "_score", "人數", "人数\ufe00",
]  # fmt: skip

#: Each is refused.
REFUSED = [
    # Queries, files and addresses.
    "(SELECT 1)", "(SELECT * FROM read_csv('/etc/passwd'))", "SELECT * FROM read_csv('http://127.0.0.1:9/x')",
    "COUNT(*) FROM read_parquet('s3://bucket/x')", "read_csv('/etc/passwd')", "read_parquet('x')", "read_json('x')",
    "read_ndjson('x')", "read_ipc('x')", "scan_csv('x')", "COUNT(read_csv('x'))", "SUM((SELECT score FROM visits))",
    "COUNT(*) FILTER (WHERE score IN (SELECT 1))", "COUNT(*) FILTER (WHERE EXISTS (SELECT 1))", "EXISTS(SELECT 1)",
    "WITH x AS (SELECT 1) SELECT * FROM x", "COUNT(*) UNION SELECT 1", "COUNT(*); DROP TABLE visits", "DROP TABLE visits",
    "CREATE TABLE x AS SELECT 1", "INSERT INTO x VALUES (1)", "DELETE FROM visits", "COPY visits TO 'x'", "ATTACH 'x'",
    "PRAGMA database_list", "load_extension('x')", "LOAD 'x'", "pg_read_file('/etc/passwd')", "system('id')", "shell('id')",
    "__import__('os')", "eval('1')", "exec('1')", "open('/etc/passwd')", "getenv('HOME')", "sleep(100)", "pg_sleep(100)",
    "benchmark(1000000000, 1)", "COUNT(*) INTO OUTFILE '/tmp/x'", "xp_cmdshell('dir')", "score.__class__",
    "SUM(score.__class__)", "SUM(enterprises.__dict__)", "COUNT(platforms.*)", "COUNT(enterprises.enterprises.size)",
    "SUM(COLUMNS('.*'))", "COUNT(COLUMNS(*))", 'SUM("^.*$")', 'SUM("*")', 'SUM("^a.*$")', "SUM(*)", "MAX(*)",
    # Comments.
    "COUNT(*) -- x", "COUNT(*) --", "COUNT(*)--1", "COUNT(/* x */ *)", "/* */ COUNT(*)", "COUNT(*) /* open", "COUNT(*) # x",
    "/*/**/*/ COUNT(*)", "COUNT(*) /*!50000 + 1 */", "1--1", "COUNT(*) // x", "{- x -} COUNT(*)",
    # What gives another number on another day, machine or platform.
    "NOW()", "CURRENT_DATE", "CURRENT_TIMESTAMP", "TODAY()", "RANDOM()", "RAND()", "UUID()", "GETDATE()", "VERSION()",
    "USER()", "SUM(score) OVER ()", "ROW_NUMBER() OVER (ORDER BY score)", "LAG(score)", "RANK()", "FIRST(score)", "LAST(score)",
    "ANY_VALUE(score)", "LISTAGG(kind)", "STRING_AGG(kind, ',')", "ARRAY_AGG(score)", "MODE(score)", "MEDIAN(score)",
    # Large work from small text.
    "REPEAT('x', 1000000000)", "LPAD('x', 2000000000, 'x')", "RPAD('x', 2000000000, 'x')", "GENERATE_SERIES(1, 1000000000)",
    "POWER(10, 100000)", "POW(10, 1000000)", "EXP(1000)", "10 ^ 100", "10 ** 100", "FACTORIAL(1000)", "1e308", "1e400", "9e99999",
    "1E5", "0x7fffffff", "0b1", "1_000_000", "1.5.5", "1..2", ".5", "5.", "99999999999999999999999", "0.000000000000000000001",
    "SUM(CONCAT(kind, kind))", "SUM(kind || kind)", "COUNT(DISTINCT kind, note)", "REGEXP_LIKE(note, '^(a+)+$')",
    "COUNT(*) FILTER (WHERE note ~ '^(a+)+$')", "COUNT(*) FILTER (WHERE note RLIKE 'x')", "COUNT(*) FILTER (WHERE note SIMILAR TO 'x')",
    # Division and rounding by another door.
    "SUM(score) / 0", "1 / 0", "AVG(score)", "SUM(score) // 2", "DIV(1, 0)", "MOD(1, 0)", "5 % 0", "ROUND(SUM(score))",
    "CAST(score AS INT)", "SUM(score)::INT", "TRY_CAST(score AS INT)", "SUM(score::TINYINT)", "SUM(score) :: DECIMAL(38,0)",
    # Numbers beyond 128 bits.
    "SUM(big * big * big)", "SUM(big) * SUM(big)", "SUM(depth * depth * depth)", "COUNT(*) * COUNT(*) * COUNT(*) * COUNT(*)",
    "99999999999999999999 * 99999999999999999999", "SUM(big) * 99999999999999999999", "ABS(SUM(depth)) * SUM(depth)",
    "-SUM(depth) * SUM(depth)", "SUM(fee_yuan * fee_yuan * hours * hours)", "SUM(fee_yuan) * 0.00000000000000001",
    # Unfinished, too much, out of place.
    "", " ", "(", ")", "()", "((", "'", "''", '"', '""', "'''", "COUNT(", "COUNT(*", "COUNT(*))", "COUNT", "COUNT *", "SUM()", "CASE",
    "CASE END", "CASE WHEN", "CASE WHEN TRUE THEN", "WHEN TRUE THEN 1", "END", "NULL", "TRUE", "1 =", "= 1", "1 = 1", "1 < 2 < 3",
    "NOT", "NOT NOT", "AND", "1 AND 1", "IN (1)", "1 IN ()", "1 BETWEEN 2", "COUNT(*) IS", ":", ":1", "::", ":year.x", ":year_",
    "score", "SUM(MAX(score))", "SUM(SUM(SUM(score)))", "COUNT(DISTINCT *)", "COUNT(1)", "SUM(NULL)", "MAX(DATE '2014-13-01')",
    "SUM(score) FILTER (WHERE NULL)", "COUNT(*) FILTER (WHERE COUNT(*) > 1)", "COUNT(*) FILTER (WHERE 1 = 1)", "\\", "\\x41", "$1",
    "?", "@x", "{x}", "%s", "${jndi:ldap://x}", "<script>", "=cmd|' /C calc'!A0", "&amp;", "\ud800", "SUM(\udfffscore)",
    *[f"SUM(score{mark})" for mark in _UNSEEN],
    *[f"SUM({mark}score)" for mark in _CONTROLS],
    *[f"SUM(score){space}+ 1" for space in _SPACES],
    *[f"SUM({name})" for name in _LOOKALIKES],
    "ＳＵＭ(score)", "SUМ(score)", "ЅUM(score)", "SUM（score）", "SUM(score）", "SUM(score)＋1", "SUM(score) − 1", "COUNT(＊)", "COUNT(∗)",
    "COUNT(*) FILTER (WHERE kind = ‘咨询’)", "COUNT(*) FILTER (WHERE kind = “咨询”)", "COUNT(*) FILTER (WHERE kind = '咨询'",
    "COUNT(*) FILTER (WHERE kind = '' OR 1)", "１ + 2", "١ + 2", "२", "Ⅷ", "½", "²",
    # Size.
    "1" + "+1" * 7_999, "(" * 1_000 + "1" + ")" * 1_000, "(" * 61 + "1" + ")" * 61, "-" * 1_999 + "1", "- " * 900 + "1",
    "NOT " * 499 + "TRUE", "CASE WHEN TRUE THEN " * 100 + "1" + " END" * 100, "ABS(" * 61 + "1" + ")" * 61, "x" * 2_001,
    "x" * 1_999, "'" + "x" * 100_000 + "'", "9" * 1_999, "0." + "0" * 1_500 + "1", "SUM(" * 400, ")" * 2_000, "（" * 2_000,
    "'" * 1_999, '"' * 1_999, "NULLIF(" * 50 + "COUNT(*)" + ",1)" * 50,
    "*".join(["big"] * 400), "+".join(f"SUM(x{at})" for at in range(200)), "a" + ".a" * 999, "COUNT(*)," * 200,
    "COUNT(*) FILTER (WHERE note LIKE '" + "%_" * 980 + "')" + " " * 50,
    "COUNT(*) FILTER (WHERE score IN (" + ",".join(["1"] * 600) + "))",
]  # fmt: skip

#: Each looks strange and is a formula all the same: it is accepted, and has the value that the oracle computes.
ACCEPTED = [
    "(" * 59 + "COUNT(*)" + ")" * 59, "1" + "+1" * 249, "1" + " - 1" * 200, "COUNT(*)" + "*0" * 240, "+" * 50 + "SUM(score)",
    "\t\r\nCOUNT(*)\n", "count(*)", "CoUnT(*)", 'SUM("score")', "SUM(人数)", 'SUM("人数")', 'COUNT("end")', "COUNT(date)", 'COUNT("date")',
    "COUNT(*) FILTER (WHERE kind IN ('咨询', '咨询', '咨询'))", "COUNT(*) FILTER (WHERE note = '')", "COUNT(*) FILTER (WHERE note = '''')",
    "COUNT(*) FILTER (WHERE note = ' OR 1=1 --')", "COUNT(*) FILTER (WHERE note = '/* x */')", "COUNT(*) FILTER (WHERE note = '（')",
    "COUNT(*) FILTER (WHERE note = '\u202e')", "COUNT(*) FILTER (WHERE note = '\x00')", "COUNT(*) FILTER (WHERE note LIKE '%')",
    "COUNT(*) FILTER (WHERE note LIKE '')", "COUNT(*) FILTER (WHERE note LIKE '" + "%" * 500 + "')", "COUNT(*) FILTER (WHERE note LIKE '(a+)+$')",
    "COUNT(*) FILTER (WHERE note LIKE '" + "_%" * 400 + "')", "COUNT(*) FILTER (WHERE note LIKE '.*')", "COUNT(*) FILTER (WHERE note LIKE '[')",
    "COUNT(*) FILTER (WHERE note <> '" + "x" * 1_500 + "')", "SUM(big)", "SUM(big) - SUM(big)", "SUM(depth)", "MIN(depth)", "ABS(MIN(depth))",
    "-MIN(depth)", "MIN(depth) - MAX(big)", "SUM(big + big)", "SUM(big) * 2", "SUM(-depth)", "SUM(ABS(depth))", "MAX(big) * MAX(big)", "MIN(depth) * MIN(depth)",
    "COUNT(*) - 5", "1 - 2", "0 - COUNT(*)", "COUNT(*) * COUNT(*)", "99999999999999999999 - 99999999999999999998", "0.000001", "000012", "1.50",
    "SUM(fee_yuan) * 0.0001", "YEAR(MAX(date)) * 10000 + MONTH(MAX(date))", "SUM(YEAR(date) * 1000000)", "MAX(YEAR(date))",
    "COUNT(DISTINCT enterprise_id) - COUNT(DISTINCT kind)", "COUNT(score) FILTER (WHERE NOT (NOT (NOT on_site)))",
    "COUNT(*) FILTER (WHERE on_site" + " AND on_site" * 150 + ")", "COUNT(*) FILTER (WHERE on_site" + " OR on_site" * 150 + ")",
    "CASE WHEN COUNT(*) > 1 THEN " * 30 + "1" + " END" * 30, "COUNT(*) FILTER (WHERE score BETWEEN 90 AND 60)", "GREATEST(" + ",".join(["COUNT(*)"] * 200) + ")",
    "COUNT(*) FILTER (WHERE kind = '咨询' OR 'x' = 'x')", "CASE " * 30 + "COUNT(*)" + " WHEN 1 THEN 2 END" * 30,
    "COALESCE(SUM(score) FILTER (WHERE score > 1000), -1)", "NULLIF(COUNT(*), COUNT(*))", "COUNT(*) FILTER (WHERE score IS NULL AND score = 1)",
    "COUNT(*) FILTER (WHERE (score = 1) IS NULL)", "SUM(CASE WHEN on_site THEN 2000000000 ELSE 2000000000 END * score)",
]  # fmt: skip
