"""The parts of the documentation that are made from code and schemas. ``python -m tests.documentation`` writes them anew."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.result import TABLES
from appraisal.schema import shipped_tables

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
TITLES = {
    "ranking": "排名",
    "scores": "得分",
    "measures": "指标值",
    "gates": "资格条件",
    "ranks": "各范围名次",
    "awards": "奖励",
    "ledger": "资金账",
    "coverage": "覆盖",
    "findings": "核查问题",
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
            else f"{TITLES[name]}，主键 {keys}"
            if table.key
            else f"{TITLES[name]}，无主键"
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


#: File, the line before the part, what it says.
PARTS = [
    ("docs/results.md", "<!-- tables -->", partial(result_tables, "en")),
    ("docs/results.zh-CN.md", "<!-- tables -->", partial(result_tables, "zh")),
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
