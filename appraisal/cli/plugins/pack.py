"""appraisal plugins pack: a plugin as one file to send."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from appraisal.cli.options import PluginsDirs, folders, option
from appraisal.cli.output import complain_findings, here, progress, say
from appraisal.cli.plugins.place import as_given, opened, shown
from appraisal.errors import Finding, Refused
from appraisal.texts import text


def pack(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help=here(text("The folder of a plugin.")))],
    out: Annotated[str | None, option(text("The zip file to write."), "-o", "--out", metavar="FILE.zip")] = None,
    plugins_dir: PluginsDirs = None,
) -> int:
    from appraisal.authoring import is_packed, read_parcel
    from appraisal.authoring import pack as packed
    from appraisal.cli.plugins.verdict import passes, verdict, was_made
    from appraisal.registry import Found, load_one

    progress(text("Trying the example and every law …"))
    if Path(folder).is_file():
        fix = text("Name the folder of one plugin.")
        raise Refused([Finding("plugin|none", text("{folder} is not a folder.", folder=folder), fix)])
    with opened(folder, trust=False) as place:
        findings = as_given(verdict(place, folders(plugins_dir)), place.name, folder)
        complain_findings(findings, refused=False)
        if not was_made(findings):
            message = text("{name} was not checked; only what passes is packed.", name=place.name)
            raise Refused([Finding("pack|not_checked", message, text("Install what is said above."))])
        if not passes(findings):
            message = text("{name} does not pass; only what passes is packed.", name=place.name)
            raise Refused([Finding("pack|not_passed", message, text("Mend what is said above."))])
        version = load_one(Found(place.name, place)).version
        target = Path(out) if out else Path(f"{place.name}-{version}.zip")
        before = is_packed(target)
        packed(place, target, replace=False)
    parcel = read_parcel(target)
    say(text("Unchanged: {folder}", folder=target) if before else text("Written: {folder}", folder=target))
    say(text("sha256 of its files: {digest}", digest=parcel.sha256))
    say(text("Whoever gets it sees it with: appraisal plugins show {file}", file=shown(target)))
    return 0


pack.__doc__ = here(text("Pack a plugin that passes into one zip file, always the same bytes."))
