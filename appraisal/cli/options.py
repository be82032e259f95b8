"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from appraisal.cli.output import here
from appraisal.texts import text

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
Evidence = Annotated[
    str | None,
    typer.Option("--evidence", metavar="DIR", help=here(text("Take the evidence files from this folder."))),
]
PluginsDirs = Annotated[
    list[str] | None,
    typer.Option(
        "--plugins-dir", metavar="DIR", help=here(text("Look for plugins in this folder too; may be repeated."))
    ),
]
Json = Annotated[bool, typer.Option("--json", help=here(text("Print JSON for programs.")))]


def folders(given: list[str] | None) -> list[Path]:
    """The folders of an option that may be repeated; one that is not there is a slip of the pen."""
    for folder in given or ():
        if not Path(folder).is_dir():
            raise typer.BadParameter(here(text("There is no folder {folder}.", folder=folder)))
    return [Path(folder) for folder in given or ()]
