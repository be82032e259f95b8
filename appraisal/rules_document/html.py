"""A document as one HTML file: nothing from elsewhere, readable without styles, and printed on A4."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from appraisal.rules_document.document import Facts, Indented, Sentences
from appraisal.texts import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.rules_document.document import Block, RulesDocument, Section, Table
    from appraisal.texts import Language

_LANGUAGES = {"zh": "zh-CN", "en": "en"}
#: What no document holds, and what would turn the writing around.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_DEEPEST = 6
_STYLE = """\
@page { size: A4; margin: 18mm 16mm; }
body { font-family: "Source Han Serif SC", "Noto Serif CJK SC", SimSun, "Songti SC", "WenQuanYi Micro Hei", serif;
  font-size: 11pt; line-height: 1.6; color: #111; max-width: 178mm; margin: 1.5em auto; padding: 0 1em; }
h1, h2, h3, h4, h5, h6, th, dt { font-family: "Source Han Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", SimHei,
  "PingFang SC", "WenQuanYi Micro Hei", sans-serif; }
h1 { font-size: 18pt; text-align: center; line-height: 1.35; margin: 0 0 .4em; }
h2 { font-size: 14pt; border-bottom: 1.5pt solid #1f4e78; color: #1f4e78; margin: 1.5em 0 .5em; padding-bottom: .15em; }
h3 { font-size: 12pt; margin: 1.2em 0 .3em; }
h4, h5, h6 { font-size: 11pt; margin: 1em 0 .3em; }
h1, h2, h3, h4, h5, h6, .caption { break-after: avoid; }
.notice { text-align: center; font-weight: bold; color: #9c0006; margin: 0 0 1em; }
table { border-collapse: collapse; margin: .5em 0 .8em; break-inside: avoid; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: .75pt solid #888; padding: .2em .6em; text-align: left; vertical-align: top; }
th { background: #e8eef6; font-weight: bold; }
.caption { margin: .6em 0 .2em; color: #333; }
.n { text-align: right; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em 1em; margin: .3em 0 .6em; }
dt { color: #444; }
dd { margin: 0; }
ol, p { margin: .4em 0; }
@media print { body { margin: 0; padding: 0; max-width: none; } th { print-color-adjust: exact; } }
"""


def as_html(document: RulesDocument, language: Language) -> str:
    """The whole file."""
    return "\n".join(_page(document, language)) + "\n"


def _page(document: RulesDocument, language: Language) -> Iterator[str]:
    title = _said(document.title, language)
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_LANGUAGES[language]}">'
    yield f'<head>\n<meta charset="utf-8">\n<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>'
    yield f"<body>\n<h1>{title}</h1>"
    if document.notice:
        yield f'<p class="notice">{_said(document.notice, language)}</p>'
    for number, section in enumerate(document.sections, start=1):
        yield from _section(section, str(number), 2, language)
    yield "</body>\n</html>"


def _section(section: Section, number: str, level: int, language: Language) -> Iterator[str]:
    tag = f"h{min(level, _DEEPEST)}"
    yield f"<section>\n<{tag}>{number}. {_said(section.title, language)}</{tag}>"
    for block in section.blocks:
        yield from _block(block, language)
    for at, inner in enumerate(section.sections, start=1):
        yield from _section(inner, f"{number}.{at}", level + 1, language)
    yield "</section>"


def _block(block: Block, language: Language) -> Iterator[str]:
    if isinstance(block, Facts):
        yield "<dl>"
        yield from (f"<dt>{_said(name, language)}</dt><dd>{_said(value, language)}</dd>" for name, value in block.pairs)
        yield "</dl>"
    elif isinstance(block, Sentences):
        lines = [_said(line, language) for line in block.lines]
        yield from (
            ["<ol>", *(f"<li>{line}</li>" for line in lines), "</ol>"]
            if block.numbered
            else [f"<p>{line}</p>" for line in lines]
        )
    else:
        yield from _table(block, language)


def _table(table: Table, language: Language) -> Iterator[str]:
    if table.caption:
        yield f'<p class="caption">{_said(table.caption, language)}</p>'
    yield "<table>"
    yield f"<thead>{_row('th', table.header, table, language)}</thead>"
    yield "<tbody>"
    yield from (_row("td", row, table, language) for row in table.rows)
    yield "</tbody>\n</table>"


def _row(tag: str, cells: tuple[object, ...], table: Table, language: Language) -> str:
    return f"<tr>{''.join(_cell(tag, cell, table, at, language) for at, cell in enumerate(cells))}</tr>"


def _cell(tag: str, cell: object, table: Table, at: int, language: Language) -> str:
    side = ' class="n"' if at in table.numbers else ""
    if isinstance(cell, Indented):
        # Spaces, not styles: they stand in a copy of the text too.
        return f"<{tag}{side}>{'&emsp;' * cell.depth}{_said(cell.words, language)}</{tag}>"
    return f"<{tag}{side}>{_said(cell, language)}</{tag}>"


def _said(words: object, language: Language) -> str:
    return escape(_UNSEEN.sub("�", " ".join(render(words, language).split())))
