"""Forms filled in as people fill them in: with care, without, with tricky codes, with the examples of the docs."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl

from appraisal import forms
from appraisal.model.indicator import Indicator
from appraisal.schema import shipped_tables, table_schema
from appraisal.texts import Bilingual
from tests.synthetic.facts import FACTS

DOC = (Path(__file__).parent.parent / "docs" / "formulas.md").read_text(encoding="utf-8")
#: Without the measures of other years, which a form does not hold, and without the empty text, which no cell can hold.
EXAMPLES = {
    formula: value
    for formula, value in re.findall(
        r"\| `([^|`]+)` \| (-?[0-9.]+|missing) \|$", DOC[: DOC.index("## Measures\n")], re.MULTILINE
    )
    if "NOT LIKE" not in formula
}
TRICKY_IDS = ("1E3", "1000", "007", "7", "e1", "E1", "0x1", "A-B", "A_B", "1000")
DAY, YEAR_END = date(2014, 5, 1), date(2014, 12, 31)
#: The same day as people write it, and the reader mends it.
DAYS = (
    "2014-05-01", "2014-5-1", "2014/05/01", "2014.5.1", "2014年5月1日", "2014年05月01", 20140501, "20140501", 41760,
    " 2014-05-01\u3000", "2014-05-01\u00a0", DAY,
)  # fmt: skip
#: What is no day, or a day that only the reader finds.
ODD_DAYS = (
    "约2014年5月", "2014-02-30", "2014-13-01", "2014/5-1", "2014年5-1", "2014-5月1日", "2014年12月", "2014-5-1日", "01/02/2014", "2014",
    2014, 2014.5, 41760.5, 201405, "2014-05-001", "2014-+5-01", "2014-5-1e", "２０１４-05-01", "2014-05-01 00:00:00", "2014-05-01\t",
    "-", " ", "14-5-1", "0014-05-01", "1899-12-31", "2014|5|1", "20140230", "2014-1 2-31", "2014. 5. 1", "41760", "2014-0-1", "2014--5-1", True, "?",
)  # fmt: skip
TRUTHS = ("是", "否", True, False, "TRUE", "false", " 是", "是\u3000", "True", "有", 1, "ＴＲＵＥ", "是|TRUE", "?", " ")
CHOICES = ("本科", "本科\u3000", " 大专", "博 士", "大专\u200b", "大学", "\u00a0硕士", "?", True)
COUNTS = (12, 12.5, "12", "１２", "12人", -1, 0, 10**9, "", " ", "约12", 1e20)


def filled(content, *, register=None, enterprises=None, services=None, staff=None, reported=()):
    """The empty form, filled in by hand: 50 different SMEs, one large enterprise, 60 % of ten people.

    With changes: cells of the platform, and for a table a function from the number of a row to its cells.
    """
    book = openpyxl.load_workbook(io.BytesIO(content))
    platform = {"platform_id": "P1", "name": "一", "city": "佛山市", "town": "北滘镇", "sme_discount": "否"}
    put(book, "Register of platforms", [{**dict.fromkeys(FACTS, "是"), **platform, **(register or {})}])
    rows = [{"enterprise_id": f"E{n}", "size": "大型" if n == 50 else "微型"} for n in range(51)]
    put(book, "Register of enterprises", changed(rows, enterprises))
    rows = [{"service_id": f"S{n}", "platform_id": "P1", "enterprise_id": f"E{n}", "date": DAY} for n in range(51)]
    rows[0]["date"], rows[1]["date"] = YEAR_END, date(2014, 1, 1)
    put(book, "Service ledger", changed(rows, services))
    person = {"platform_id": "P1", "as_of": YEAR_END, "on_team": "是"}
    rows = [{**person, "person_id": f"R{n}", "education": "大专" if n < 6 else "中专"} for n in range(10)]
    put(book, "Team roster", changed(rows, staff))
    put(book, "Headline figures as reported", reported)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(rows, change):
    return [{**row, **(change(number) if change else {})} for number, row in enumerate(rows)]


def put(book, sheet, rows):
    keys = {cell.value: cell.column for cell in book[sheet][2]}
    for number, row in enumerate(rows, 4):
        for key, value in row.items():
            cell = book[sheet].cell(number, keys[key], value)
            if key in ("date", "as_of") and isinstance(value, int) and number % 2:
                # Typed into the cells of the form; pasted ones bring their own format.
                cell.number_format = "yyyy-mm-dd"


def odd(column, values):
    """A change of each row: the next of the values, again and again."""
    return lambda number: {column: values[number % len(values)]}


def rows_of(scenario, form, platform):
    frames = {schema.name: scenario.tables[schema.name].frame for schema in form.tables}
    rows = {
        name: frame.filter(pl.col("platform_id") == platform)
        for name, frame in frames.items()
        if "platform_id" in frame.columns
    }
    served = rows["services"].select("enterprise_id").unique()
    return {
        **rows,
        "enterprises": frames["enterprises"].join(served, on="enterprise_id", how="semi", maintain_order="left"),
    }


def tricky_rows():
    """Codes that a spreadsheet likes to take for equal."""
    known = shipped_tables()
    ids = [*TRICKY_IDS[:-1]]
    return {
        "platforms": frame(known["platforms"], [{"platform_id": "p1"}, {"platform_id": "P1"}]),
        "enterprises": frame(
            known["enterprises"],
            [{"enterprise_id": one, "size": "大型" if one in ("e1", "7") else "小型"} for one in ids],
        ),
        "services": frame(
            known["services"],
            [
                {"service_id": f"S{n}", "platform_id": "p1", "enterprise_id": one, "date": date(2014, 5, 1)}
                for n, one in enumerate(TRICKY_IDS)
            ],
        ),
        "staff": frame(
            known["staff"],
            [
                {
                    "platform_id": "p1",
                    "person_id": "R1",
                    "as_of": date(2013, 12, 31),
                    "on_team": True,
                    "education": "博士",
                }
            ],
        ),
        "reported": frame(
            known["reported"], [{"platform_id": "p1", "team": 10, "degree": 10, "titled": 0, "skilled": 0}]
        ),
    }


def frame(schema, rows):
    types = {name: column.dtype for name, column in schema.columns.items()}
    return pl.DataFrame([{name: row.get(name) for name in types} for row in rows], schema=types)


def example_form(formulas):
    """A form whose gates are the examples of docs/formulas.md, on the four rows printed there."""
    code = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
    number = {"type": "number", "minimum": -1000000, "maximum": 1000000}
    visits = {
        "platform_id": code, "enterprise_id": code, "date": {"type": "string", "format": "date"}, "kind": {"type": "string", "enum": ["咨询", "检测", "培训"]},
        "note": {"type": "string"}, "score": {"type": "integer", "minimum": 0, "maximum": 100}, "fee_yuan": {**number, "multipleOf": Decimal("0.01")},
        "hours": {**number, "multipleOf": Decimal("0.1")}, "on_site": {"type": "boolean"}, "人数": {"type": "integer", "minimum": 0, "maximum": 1000},
    }  # fmt: skip
    enterprises = {
        "enterprise_id": code,
        "size": {"type": "string", "enum": ["微型", "小型", "中型", "大型"]},
        "staff": {"type": "integer", "minimum": 0, "maximum": 100000},
    }
    schemas = {
        "platforms": schema("platforms", {"platform_id": code}, "platform_id"),
        "enterprises": schema("enterprises", enterprises, "enterprise_id"),
        "visits": schema("visits", visits, None, [("enterprise_id", "enterprises"), ("platform_id", "platforms")]),
    }
    made = {
        f"i{n}": Indicator(
            id=f"i{n}", version="1", title=Bilingual(text, text), table="visits", numerator=text, decimals=6
        )
        for n, text in enumerate(formulas)
    }
    rules = {
        "format": 1, "id": "examples", "title": "例", "authority": {"status": "example"}, "valid": {"from": 2014, "to": 2014},
        "gates": {f"g{n}": {"title": text, "x-en": text, "of": f"i{n}", "require": {"minimum": 0}} for n, text in enumerate(formulas)},
        "index": {"full_mark": 1, "nodes": {}}, "rounding": {"leaf": 2, "total": 2}, "grades": {"all": {"title": "全"}}, "ranking": {"ties": []},
    }  # fmt: skip
    form = forms.form_of({"id": "examples", "title": "例", "year": 2014}, rules, made, schemas)
    table = DOC.split("| enterprise_id |")[1].split("\n\n")[0].splitlines()
    header = ["enterprise_id", *(cell.strip() for cell in table[0].split("|") if cell.strip())]
    written = [
        dict(zip(header, [cell.strip() for cell in line.strip("|").split("|")], strict=True)) for line in table[2:]
    ]
    firms = {row["enterprise_id"]: row for row in written if row["enterprises.size"] != "—"}
    rows = {
        "platforms": frame(schemas["platforms"], [{"platform_id": "P1"}]),
        "enterprises": frame(schemas["enterprises"], [{"enterprise_id": key, "size": row["enterprises.size"], "staff": int(row["enterprises.staff"])} for key, row in firms.items()] + [{"enterprise_id": "E3"}]),
        "visits": frame(schemas["visits"], [{"platform_id": "P1", **{name: cell(schemas["visits"].columns[name], row[name]) for name in visits if name != "platform_id"}} for row in written]),
    }  # fmt: skip
    return forms.write_form(form, rows=rows, language="en")


def cell(column, written):
    if written in ("—", "(empty text)"):
        return None
    match column.kind:
        case "date":
            return date.fromisoformat(written)
        case "boolean":
            return written == "true"
        case "integer" | "decimal":
            return int(Decimal(written).scaleb(column.scale))
    return written


def schema(name, columns, key, links=()):
    document = {
        "x-format": 1, "x-table": name, "title": name, "type": "object", "x-key": [key] if key else [], "additionalProperties": False, "properties": columns,
        "x-references": [{"columns": [column], "table": table, "key": [column]} for column, table in links],
    }  # fmt: skip
    return table_schema(document, f"{name}.schema.json")
