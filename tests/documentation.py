"""The parts of the documentation that are made from code and schemas. ``python -m tests.documentation`` writes them anew."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jsonschema_specifications import REGISTRY

from appraisal.evidence import limits
from appraisal.result import TABLES
from appraisal.result.described import TITLES
from appraisal.schema import keywords, shipped_tables
from appraisal.schema.formats import format_names
from tests.messages.page import messages

if TYPE_CHECKING:
    from appraisal.schema.column import Column
    from appraisal.texts import Language

ROOT = Path(__file__).parent.parent
DOCUMENTS = {
    "en": [
        "| `rules.json` | – | the rules as used, patches applied |",
        "| `scenario.json` | – | the scenario as used: sha256 of evidence and plugins, decisions, closing balances before |",
        "| `indicators.json` | – | the indicators and table schemas as used |",
        "| `manifest.json` | – | `content_digest`, sha256 of every input and output, environment; no time of day |",
    ],
    "zh": [
        "| `rules.json` | – | 实际采用的办法，修改已并入 |",
        "| `scenario.json` | – | 实际采用的方案：佐证数据和插件的 sha256、会议认定、上年度期末余额 |",
        "| `indicators.json` | – | 实际采用的指标和各表规定 |",
        "| `manifest.json` | – | `content_digest`、全部输入和输出的 sha256、运行环境；不含时间 |",
    ],
}
KINDS = {"text": "文字", "integer": "整数", "boolean": "是否", "date": "日期"}


def result_tables(language: Language) -> str:
    """A line per table file of a result."""
    heads = {"en": "| file | a row is | columns |", "zh": "| 文件 | 每行是 | 各列 |"}
    lines = ["", heads[language], "|---|---|---|"]
    for name, table in TABLES.items():
        keys = ", ".join(f"`{key}`" for key in table.key) or "–"
        row = (
            f"{name} by {keys}"
            if language == "en"
            else f"{TITLES[name].zh}，主键 {keys}"
            if table.key
            else f"{TITLES[name].zh}，无主键"
        )
        lines.append(f"| `{table.file}` | {row} | {', '.join(f'`{column}`' for column in table.columns)} |")
    return "\n".join([*lines, *DOCUMENTS[language], ""])


def evidence_tables(language: Language) -> str:
    """A table per evidence table: key, title, kind, what it must be."""
    parts = []
    for name, schema in shipped_tables().items():
        zh, en, keys = schema.title.zh, schema.title.en, ", ".join(f"`{key}`" for key in schema.key)
        if language == "en":
            parts += [f"### `{name}` {zh} ({en})", "", schema.description.en, "", f"Key: {keys}."]
            parts += ["", "| column | 名称 | kind | |", "|---|---|---|---|"]
        else:
            parts += [f"### `{name}` {zh}", "", schema.description.zh, "", f"主键：{keys}。"]
            parts += ["", "| 键名 | 名称 | 种类 | |", "|---|---|---|---|"]
        parts += [_column(column, language) for column in schema.columns.values()]
        parts.append("")
    return "\n".join(parts).rstrip()


def _column(column: Column, language: Language) -> str:
    choices = "、".join(column.enum) if column.enum else ""
    if language == "en":
        kind = f"decimal, {column.scale} digits" if column.kind == "decimal" else column.kind
        notes = "; ".join(part for part in ("required" if column.required else "", column.unit, choices) if part)
    else:
        kind = f"小数，{column.scale} 位" if column.kind == "decimal" else KINDS[column.kind]
        notes = "；".join(part for part in ("必填" if column.required else "", column.unit, choices) if part)
    return f"| `{column.name}` | {column.title.zh} | {kind} | {notes} |"


def schema_keywords(language: Language) -> str:
    """The keywords of JSON Schema 2020-12: those that are run, those that only describe, and those that are refused."""
    words = {
        "en": (
            "run on the columns",
            "describe, and check nothing",
            "ours",
            "refused when a schema is loaded",
            "formats",
        ),
        "zh": ("按列执行", "只作说明，不作检查", "本程序自定", "载入时拒绝", "format 的取值"),
    }[language]
    parts = [
        (words[0], set(keywords.SUPPORTED) - keywords.ANNOTATIONS),
        (words[4], format_names()),
        (words[1], keywords.ANNOTATIONS),
        (words[2], keywords.OURS),
        (words[3], refused_keywords()),
    ]
    lines = ["", "| | |", "|---|---|"]
    return "\n".join(
        [*lines, *(f"| {title} | {', '.join(f'`{name}`' for name in sorted(names))} |" for title, names in parts), ""]
    )


def refused_keywords() -> set[str]:
    """Every keyword of the draft that is neither run nor a description."""
    known: set[str] = set()
    for resource in REGISTRY.crawl():
        if "/draft/2020-12/" in resource:
            known |= set(REGISTRY.contents(resource).get("properties", {}))
    return known - set(keywords.SUPPORTED) - set(keywords.ANNOTATIONS)


_MB = 1024**2
#: Each limit of a file: what it is in both languages, and the unit in which a person says the number.
LIMITS = {
    "MAX_WORKBOOK_BYTES": ("一个工作簿的大小", "a workbook", "MB"),
    "MAX_BYTES": ("一个 CSV 或 Parquet 文件的大小", "a CSV or Parquet file", "MB"),
    "MAX_SHEETS": ("一个工作簿的工作表数", "sheets of a workbook", ""),
    "MAX_SHEET_ROWS": ("一张工作表的行数", "rows of a sheet", ""),
    "MAX_ROWS": ("一个 CSV 或 Parquet 文件的行数", "rows of a CSV or Parquet file", ""),
    "MAX_CSV_CELLS": (
        "一个 CSV 文件的单元格数（各行都按最宽的一行计）",
        "cells of a CSV file, every row counted as wide as the widest",
        "",
    ),
    "MAX_COLUMNS": ("一张表的列数", "columns of a table", ""),
    "MAX_SHEET_CELLS": (
        "一个工作簿的单元格数（每张表从 A1 到最后一个有内容的格）",
        "cells of a workbook, each sheet from A1 to its last cell",
        "",
    ),
    "MAX_CELL": ("一格文字的字数", "characters of a text", ""),
    "MAX_SHEET_TEXT": ("一格的字数（Excel 的限度）", "characters of a cell, Excel's own limit", ""),
    "MAX_WORKBOOK_TEXT": ("一个工作簿全部文字的字数", "characters of a workbook", ""),
    "MAX_UNPACKED": ("工作簿解压后的大小", "a workbook, unpacked", "MB"),
    "MAX_RATIO": ("工作簿内一个部件解压后的倍数", "times a part of a workbook may grow when unpacked", ""),
    "MAX_MEMBERS": ("工作簿内部的部件数", "parts inside a workbook", ""),
    "CHILD_MEMORY": ("读取一个文件所用内存", "memory to read a file", "MB"),
    "CHILD_CPU_SECONDS": ("读取一个文件的计算时间", "computing time to read a file", "s"),
    "MAX_CELL_FINDINGS": (
        "同一列同一问题逐格列出的个数，其余只计数",
        "findings of one kind in a column told one by one; the rest is counted",
        "",
    ),
    "MAX_REFERENCE_FINDINGS": (
        "对不上另一张表的行，逐行列出的个数，其余只计数",
        "rows that point at nothing told one by one; the rest is counted",
        "",
    ),
}


def file_limits(language: Language) -> str:
    """A line for each limit of a file."""
    head = {"zh": "| 项目 | 限度 |", "en": "| what | limit |"}[language]
    rows = [
        f"| {zh if language == 'zh' else en} | {_number(getattr(limits, name), unit)} |"
        for name, (zh, en, unit) in LIMITS.items()
    ]
    return "\n".join(["", head, "|---|---|", *rows, ""])


def _number(limit: int, unit: str) -> str:
    return f"{limit // _MB if unit == 'MB' else limit:,} {unit}".rstrip()


#: File, the line before the part, what it says.
PARTS = [
    ("docs/schemas.md", "<!-- keywords -->", partial(schema_keywords, "en")),
    ("docs/schemas.zh-CN.md", "<!-- keywords -->", partial(schema_keywords, "zh")),
    ("docs/results.md", "<!-- tables -->", partial(result_tables, "en")),
    ("docs/results.zh-CN.md", "<!-- tables -->", partial(result_tables, "zh")),
    ("docs/messages.md", "<!-- messages -->", partial(messages, "en")),
    ("docs/messages.zh-CN.md", "<!-- messages -->", partial(messages, "zh")),
    ("docs/intake.md", "<!-- limits -->", partial(file_limits, "en")),
    ("docs/intake.zh-CN.md", "<!-- limits -->", partial(file_limits, "zh")),
    ("docs/scenarios.md", "<!-- evidence -->", partial(evidence_tables, "en")),
    ("docs/scenarios.zh-CN.md", "<!-- evidence -->", partial(evidence_tables, "zh")),
]


def with_parts(text: str, mark: str, made: str) -> str:
    """The page with the part behind its mark: up to the next mark or, where there is none yet, put in."""
    end = mark.replace("<!-- ", "<!-- /")
    before, _, rest = text.partition(mark)
    after = rest.partition(end)[2] if end in rest else rest
    return f"{before}{mark}\n{made}\n{end}{after}"


if __name__ == "__main__":
    for file, mark, make in PARTS:
        path = ROOT / file
        path.write_text(with_parts(path.read_text(encoding="utf-8"), mark, make()), encoding="utf-8", newline="\n")
