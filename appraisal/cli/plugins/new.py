"""appraisal plugins new: the folder of a new indicator, complete and already sound."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from appraisal.cli.options import option
from appraisal.cli.output import here, say
from appraisal.cli.plugins.ask import Answers, asked, suggested
from appraisal.cli.plugins.place import shown
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from appraisal.authoring import OwnColumn, Wish

_DIRECTIONS = {"higher": "higher_is_better", "lower": "lower_is_better"}
_EMPTY = ("missing", "zero")
_MOST_DECIMALS = 6

_Text = str | None
_COLUMN = text(
    "A column of the own table, such as works:integer:设计项目数, or note:text?:备注 for one that may be empty; "
    "may be repeated."
)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=here(text("The id: small letters, digits and _.")))],
    title: Annotated[_Text, option(text("Chinese title."), "--title")] = None,
    title_en: Annotated[_Text, option(text("English title."), "--title-en")] = None,
    unit: Annotated[_Text, option(text("Unit in print; % multiplies by 100."), "--unit")] = None,
    table: Annotated[_Text, option(text("The table that is read."), "--table")] = None,
    numerator: Annotated[_Text, option(text("Formula of the numerator."), "--numerator")] = None,
    denominator: Annotated[_Text, option(text("Formula of the denominator."), "--denominator")] = None,
    where: Annotated[_Text, option(text("Which rows count."), "--where")] = None,
    scale: Annotated[_Text, option(text("The ratio times this is the value."), "--scale")] = None,
    decimals: Annotated[
        _Text, option(text("Decimals in print, 0 to 6; by default 0 of whole numbers, else 2."), "--decimals")
    ] = None,
    direction: Annotated[str, option(text("Which end is better."), "--direction", metavar="higher|lower")] = "higher",
    empty: Annotated[
        _Text, option(text("What a platform without rows has."), "--empty", metavar="missing|zero")
    ] = None,
    clause: Annotated[_Text, option(text("The article it serves."), "--clause")] = None,
    own_table: Annotated[
        bool, option(text("The plugin brings the table, under a name of its own."), "--own-table")
    ] = False,
    column: Annotated[list[str] | None, option(_COLUMN, "--column", metavar="NAME:KIND:TITLE")] = None,
    table_title: Annotated[str, option(text("Chinese title of the own table."), "--table-title")] = "",
    python: Annotated[bool, option(text("Write it in Python, to be installed by pip."), "--python")] = False,
    out: Annotated[str, option(text("Where the folder is made; here by default."), "-o", "--out", metavar="DIR")] = ".",
) -> None:
    from appraisal.authoring import Wish, suggested_decimals, valid_name, write_plugin
    from appraisal.authoring.taken import refuse_taken
    from appraisal.authoring.write import refuse_there

    refuse_taken(valid_name(name))
    refuse_there(name, Path(out))
    given = Answers(title, unit, table, numerator, denominator, where, title_en, empty, _columns(column, own_table))
    given = _completed(given, name, Path(out))
    wish = Wish(
        name=name,
        title=given.title or "",
        title_en=given.title_en or "",
        unit=given.unit or "",
        table=given.table or "",
        numerator=given.numerator or "",
        denominator=given.denominator or None,
        where=given.where or None,
        scale=_whole(scale or ("100" if given.unit == "%" else "1"), "--scale", 1, 1_000_000),
        decimals=0 if decimals is None else _whole(decimals, "--decimals", 0, _MOST_DECIMALS),
        direction=_one_of(direction, "--direction", _DIRECTIONS),
        empty=_one_of(given.empty or _EMPTY[0], "--empty", {word: word for word in _EMPTY}),
        clause=clause,
        columns=given.columns,
        table_title=table_title,
        form="python" if python else "json",
    )
    if decimals is None:
        wish = replace(wish, decimals=suggested_decimals(wish, Path(out)))
    folder = write_plugin(wish, Path(out))
    _say_written(wish, folder)


new.__doc__ = here(
    text("Write the folder of a new indicator, with an example and its result; asks for what is missing.")
)


def _columns(written: list[str] | None, own_table: bool) -> tuple[OwnColumn, ...] | None:
    from appraisal.authoring.column import SENSIBLE_START, own_columns

    if written:
        return own_columns(written)
    return SENSIBLE_START if own_table else None


def _completed(given: Answers, name: str, out: Path) -> Answers:
    """The answers, asked for on a terminal; elsewhere what has to be known is missing."""
    if sys.stdin.isatty() and not (given.title and given.table and given.numerator):
        return asked(given, name, out)
    start = suggested(name, given)
    known = replace(
        given,
        table=given.table or start.table,
        numerator=given.numerator or start.numerator,
        where=start.where if given.where is None else given.where,
    )
    missing = [f"--{key}" for key in ("title", "table", "numerator") if not getattr(known, key)]
    if missing:
        raise typer.BadParameter(here(text("{options} is missing.", options=Joined(tuple(missing), ", "))))
    return known


def _whole(value: str, option: str, low: int, high: int) -> int:
    if value.isascii() and value.isdigit() and low <= int(value) <= high:
        return int(value)
    raise typer.BadParameter(
        here(
            text(
                "{option} is a whole number from {low} to {high}, not {value}.",
                option=option,
                low=low,
                high=high,
                value=value,
            )
        )
    )


def _one_of(value: str, option: str, known: dict[str, str]) -> Any:
    if value in known:
        return known[value]
    words = Joined(tuple(known), ", ")
    raise typer.BadParameter(
        here(text("{option} is one of {words}, not {value}.", option=option, words=words, value=value))
    )


def _say_written(wish: Wish, folder: Path) -> None:
    say(text("Written: {folder}", folder=folder))
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        say(f"  {path.relative_to(folder).as_posix()}")
    if wish.columns is not None:
        from appraisal.authoring import key_of

        key = key_of(wish.columns)
        one = text(
            "Each platform has one row. For several, delete the folder and write it again with a column of the kind id."
        )
        say(text("A platform may have several rows, told apart by {column}.", column=key.title) if key else one)
    say(text("Numerator: {numerator}", numerator=wish.numerator))
    if wish.where:
        say(text("Rows that count: {where}", where=wish.where))
    if (folder / "example").is_dir():
        say(text("Compare example/expected.json with a sum of your own: it was computed by the formula."))
    say(text("Next: appraisal plugins check {folder}", folder=shown(folder)))
    say(text("      appraisal plugins try {folder} --on 2013 --weight 10", folder=shown(folder)))
