"""appraisal scenarios new --from-matrix: an index of any units begun from a table of their numbers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.output import here, say
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.matrix import Begun
    from appraisal.texts import Text

_COMBINES = ("mean", "geometric", "harmonic", "minimum", "maximum", "copeland")


FromMatrix = Annotated[
    str | None,
    typer.Option(
        "--from-matrix",
        metavar="CSV",
        help=here(text("An index of any units: a line per unit, a column per indicator (iData of COINr).")),
    ),
]
Meta = Annotated[
    str | None,
    typer.Option(
        "--meta", metavar="CSV", help=here(text("The columns of the matrix and their tree (iMeta of COINr)."))
    ),
]
Combine = Annotated[
    str | None,
    typer.Option(
        "--combine", metavar="HOW", help=here(text("How the groups of a matrix combine: mean (default), geometric, …"))
    ),
]
Lowest = Annotated[
    str | None,
    typer.Option("--lowest", metavar="MARK", help=here(text("The mark of the worst unit of a matrix; 0 by default."))),
]


def refuse_options(given: Mapping[str, object], by: Text) -> None:
    """Options that say nothing beside the option that was chosen."""
    if wrong := [name for name, one in given.items() if one is not None]:
        raise typer.BadParameter(
            here(text("{options} does not go with {chosen}.", options=", ".join(wrong), chosen=by))
        )


def begin_from_matrix(
    data: str, meta: str | None, out: str | None, *, year: int | None, combine: str | None, lowest: str | None
) -> None:
    """Write the scenario and say what is in it, what was left out and what stands for what."""
    from appraisal.matrix import Marking, begin

    if meta is None or out is None:
        raise typer.BadParameter(here(text("--from-matrix needs --meta and -o.")))
    if combine is not None and combine not in _COMBINES:
        raise typer.BadParameter(here(text("Known here: {names}.", names=", ".join(_COMBINES))))
    begun = begin(Path(data), Path(meta), Path(out), year=year, marking=Marking(_mark(lowest), combine or "mean"))
    say(text("Written: {folder}", folder=begun.folder / "scenario.json"))
    for line in _remarks(begun):
        say(line)
    shown = begun.folder if begun.folder.is_absolute() or len(begun.folder.parts) > 1 else f"./{begun.folder}"
    say(text("Then: appraisal run {folder}", folder=shown))


def _mark(written: str | None) -> Decimal:
    try:
        mark = Decimal(written or 0)
    except InvalidOperation:
        mark = Decimal(-1)
    if not 0 <= mark < 100:  # noqa: PLR2004 - the full mark of every node
        raise typer.BadParameter(here(text("{value} is no mark from 0 to below 100.", value=written)))
    return mark


def _remarks(begun: Begun) -> list[object]:
    said: list[object] = [
        text(
            "{units} units stand as platforms; city and town of the register say 不分地区 until you fill them in.",
            units=begun.units,
        )
    ]
    if begun.are_numbered:
        said.append(text("Their codes are no ids: they are numbered u0001, u0002, …, with uName or uCode as the name."))
    if begun.gaps:
        said.append(
            text(
                "{gaps} cells are empty: the unit's other indicators carry the weight (missing: rescale).",
                gaps=begun.gaps,
            )
        )
    if begun.left_out:
        said.append(
            text("The meta does not name these columns; they were left out: {names}.", names=", ".join(begun.left_out))
        )
    said += [
        text(
            "{name}: {decimals} decimals are kept, as 64 bits hold; no number changes by more than {change}.",
            name=one.item.code,
            decimals=one.decimals,
            change=f"{one.change:.1E}",
        )
        for one in begun.shortened
    ]
    return said
