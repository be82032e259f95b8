"""appraisal export: a result as a data package for researchers, as it is or anonymised."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from appraisal.cli.options import ResultFolder
from appraisal.cli.output import here, say
from appraisal.texts import text


def export(
    result: ResultFolder,
    out: Annotated[str, typer.Option("-o", "--out", metavar="DIR", help=here(text("The folder to write.")))],
    anonymise: Annotated[
        bool,
        typer.Option(
            "--anonymise",
            help=here(text("Without names, towns, persons and reasons; ids become pseudonyms, see removed.csv.")),
        ),
    ] = False,
    key_file: Annotated[
        str | None,
        typer.Option(
            "--key-file",
            metavar="FILE",
            help=here(
                text("The same key gives the same pseudonyms in every year; made if it is not there. Keep it secret.")
            ),
        ),
    ] = None,
    keep_city: Annotated[
        bool, typer.Option("--keep-city", help=here(text("Keep the cities that have at least 5 platforms.")))
    ] = False,
    replace: Annotated[
        bool,
        typer.Option("--replace", help=here(text("Keep an older, different export as <name>.1 and write this one."))),
    ] = False,
) -> None:
    from appraisal.export import anonymised, check_place, copied, read_key, write_export
    from appraisal.result import read_result

    if not anonymise and (key_file is not None or keep_city):
        raise typer.BadParameter(here(text("--key-file and --keep-city go with --anonymise.")))
    folder, key_path = Path(out), Path(key_file) if key_file else None
    of = read_result(Path(result))
    check_place(Path(result), folder, key_path)
    files = anonymised(of, read_key(key_path), keep_city=keep_city) if anonymise else copied(of)
    words = {
        "written": text("Written: {folder}", folder=folder),
        "unchanged": text("Unchanged: {folder}", folder=folder),
    }
    say(words[write_export(files, folder, replace=replace)])
    say(text("{count} files, described in datapackage.json.", count=len(files)))
    if anonymise:
        say(text("What was removed stands in removed.csv."))
        say(
            text(
                "Published ranks and marks are the same here: whoever has them finds the published platforms again. "
                "Read README.txt before you hand it on."
            )
        )
        if key_path is None:
            say(text("The key of the pseudonyms was not kept: another export will have others."))
        else:
            say(text("Key of the pseudonyms: {path}. Keep it secret, and do not hand it on.", path=key_path))


export.__doc__ = here(text("Write a result as a data package that researchers can load, as it is or anonymised."))
