"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from appraisal.cli.output import here
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.texts import Text


def option(what: Text, *names: str, metavar: str | None = None) -> Any:
    """An option of a command, explained in the language of its reader."""
    return typer.Option(*names, metavar=metavar, help=here(what))


Scenario = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help=here(text("Name of a shipped scenario, such as 2014, or the path of a folder with a scenario.json.")),
    ),
]
ResultFolder = Annotated[
    str, typer.Argument(metavar="RESULT", help=here(text("A result folder, such as results/2014.")))
]
Evidence = Annotated[str | None, option(text("Take the evidence files from this folder."), "--evidence", metavar="DIR")]
PluginsDirs = Annotated[
    list[str] | None,
    option(text("Look for plugins in this folder too; may be repeated."), "--plugins-dir", metavar="DIR"),
]
Json = Annotated[bool, option(text("Print JSON for programs."), "--json")]
Replace = Annotated[bool, option(text("Write over a file that is there already."), "--replace")]


def folders(given: list[str] | None) -> list[Path]:
    """The folders of an option that may be repeated; one that is not there is a slip of the pen."""
    for folder in given or ():
        if not Path(folder).is_dir():
            raise typer.BadParameter(here(text("There is no folder {folder}.", folder=folder)))
    return [Path(folder) for folder in given or ()]
