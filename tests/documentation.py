"""The parts of the documentation that are made from code and schemas. ``python -m tests.documentation`` writes them anew."""

from __future__ import annotations

from pathlib import Path

from appraisal.result import TABLES
from appraisal.schema import shipped_tables

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    "| `rules.json` | – | the rules as used, patches applied |",
    "| `scenario.json` | – | the scenario as used: sha256 of evidence and plugins, decisions, closing balances before |",
    "| `indicators.json` | – | the indicators and table schemas as used |",
    "| `manifest.json` | – | `content_digest`, sha256 of every input and output, environment; no time of day |",
]


def result_tables() -> str:
    """A line per table file of a result."""
    lines = ["", "| file | a row is | columns |", "|---|---|---|"]
    for name, table in TABLES.items():
        keys = ", ".join(f"`{key}`" for key in table.key) or "–"
        lines.append(f"| `{table.file}` | {name} by {keys} | {', '.join(f'`{column}`' for column in table.columns)} |")
    return "\n".join([*lines, *DOCUMENTS, ""])


def evidence_tables() -> str:
    """A table per evidence table: key, title, kind, what it must be."""
    parts = []
    for name, schema in shipped_tables().items():
        parts += [f"### `{name}` {schema.title.zh} ({schema.title.en})", "", f"{schema.description.zh}", ""]
        parts += [
            f"Key: {', '.join(f'`{key}`' for key in schema.key)}.",
            "",
            "| column | 名称 | kind | |",
            "|---|---|---|---|",
        ]
        for column in schema.columns.values():
            kind = f"decimal, {column.scale} digits" if column.kind == "decimal" else column.kind
            choices = "、".join(column.enum) if column.enum else ""
            notes = "; ".join(part for part in ("required" if column.required else "", column.unit, choices) if part)
            parts.append(f"| `{column.name}` | {column.title.zh} | {kind} | {notes} |")
        parts.append("")
    return "\n".join(parts).rstrip()


#: File, the line before the part, what it says.
PARTS = [
    ("docs/results.md", "<!-- tables -->", result_tables),
    ("docs/scenarios.md", "<!-- evidence -->", evidence_tables),
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
