"""The options that several of these commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from appraisal.cli.output import here
from appraisal.texts import text

Out = Annotated[str | None, typer.Option("-o", "--out", metavar="DIR", help=here(text("The folder to write.")))]
Id = Annotated[
    str | None, typer.Option("--id", metavar="ID", help=here(text("The id; the name of the folder by default.")))
]
