"""What a notebook shows of a value: plain HTML in the reader's language, every text escaped, no style of its own.

Jupyter and marimo ask a value for it with ``_repr_html_``.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from appraisal.texts import preferred, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def block(title: object, *parts: str) -> str:
    """A titled block of ``parts``, which are HTML of this module already."""
    return f'<div lang="{preferred()}"><h4>{_said(title)}</h4>{"".join(parts)}</div>'


def line(words: object) -> str:
    """One sentence; a text is said in the reader's language."""
    return f"<p>{_said(words)}</p>"


def table(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Rows of cells beneath their heads; None is an empty cell."""
    head = "".join(f"<th>{_said(one)}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{_said(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _said(value: object) -> str:
    return "" if value is None else escape(render(value, preferred()))
