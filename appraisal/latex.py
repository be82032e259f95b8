"""A table for a paper: LaTeX with the seed and the digest that it comes from, so that a reader can make it again."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

#: What LaTeX takes for a command.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}


def latex_table(
    frame: pl.DataFrame,
    caption: str,
    *,
    label: str | None = None,
    source: Mapping[str, object] | None = None,
    decimals: int = 3,
) -> str:
    """A ``table`` with rules of the package booktabs: text left, numbers right, floats with so many decimals.

    ``source`` (seed, draws, content digest ...) stands below the table, and all of it in a comment above. Exact
    decimals are printed with all their digits; what is null is a dash.
    """
    columns = "".join("r" if frame.schema[name].is_numeric() else "l" for name in frame.columns)
    # On one line: what comes after a break would be no comment.
    stated = {_joined(key): _joined(str(value)) for key, value in (source or {}).items()}
    below = ", ".join(f"{_escaped(key)} {_escaped(_short(value))}" for key, value in stated.items())
    lines = [
        *(f"% {key}: {value}" for key, value in stated.items()),
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{_escaped(caption)}}}",
        *([rf"\label{{{label}}}"] if label else []),
        rf"\begin{{tabular}}{{{columns}}}",
        r"\toprule",
        " & ".join(map(_escaped, frame.columns)) + r" \\",
        r"\midrule",
        *(" & ".join(_cell(value, decimals) for value in row) + r" \\" for row in frame.iter_rows()),
        r"\bottomrule",
        r"\end{tabular}",
        *([rf"\par\footnotesize {below}"] if below else []),
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def _cell(value: object, decimals: int) -> str:
    if value is None:
        return "--"
    if isinstance(value, float):
        return _signed(f"{value:.{decimals}f}")
    if isinstance(value, int | Decimal):
        return _signed(f"{value:f}" if isinstance(value, Decimal) else str(value))
    return _escaped(str(value))


def _signed(digits: str) -> str:
    """A minus, where a hyphen would be set."""
    return f"$-${digits[1:]}" if digits.startswith("-") else digits


def _short(value: str) -> str:
    """A digest by its beginning; the whole stands in the comment."""
    is_digest = len(value) == 64 and all(letter in "0123456789abcdef" for letter in value)  # noqa: PLR2004 - a sha256
    return value[:12] if is_digest else value


def _escaped(words: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in _joined(words))


def _joined(words: str) -> str:
    """Without line breaks, of which LaTeX would make a paragraph."""
    return " ".join(words.split())
