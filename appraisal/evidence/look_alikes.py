"""Look-alikes: ids that a person reads as the same and a machine does not, by case, width or a letter's twin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

#: Capital letters and digits without O, I and L: two such ids that differ also look different.
_DISTINCT = r"^[0-9A-HJKMNP-Z_-]*$"
_INVISIBLE = r"[\s\x{00AD}\x{200B}-\x{200F}\x{2060}\x{FEFF}]"
#: After NFKC and in small letters: what a person takes for the other, in Latin, Cyrillic and Greek.
_TWINS = {
    **dict(zip("oоοilіιјј", "000111111", strict=True)),
    **dict(zip("авсеһнкмпрѕтухѵ", "abcehhkmnpstyxv", strict=True)),
    **dict(zip("αβεζηκμνρςτυχω", "abezhkmnpstyxw", strict=True)),
    **dict.fromkeys("‐‑‒–—−", "-"),
}


def folded(cell: pl.Expr) -> pl.Expr:
    """The text without what a person does not see: equal for two texts that look alike."""
    plain = cell.str.normalize("NFKC").str.replace_all(_INVISIBLE, "").str.to_lowercase()
    return plain.str.replace_many([*_TWINS], [*_TWINS.values()])


def may_look_alike(cell: pl.Expr) -> pl.Expr:
    """Whether a text holds a character that could be taken for another: one look, before anything is folded."""
    return cell.str.contains(_DISTINCT).not_()
