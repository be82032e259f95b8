"""The blank sheets of a panel: a workbook for each expert, in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.cli.output import say
from appraisal.errors import Finding, Place, Refused, refuse_on_error
from appraisal.texts import Bilingual, preferred, text

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from appraisal.model.panel import Panel
    from appraisal.scenario import Prepared

_PLATFORM = "platform_id"


def write_expert_sheets(prepared: Prepared, name: str, result: Path | None, folder: Path, *, replace: bool) -> None:
    """A sheet for every expert of the scenario's register of experts; raises Refused, and then none is written."""
    from appraisal.cli.workbook import write_workbook
    from appraisal.forms import expert_sheets, write_expert_sheet
    from appraisal.rules import notice

    documents, stated = prepared.documents, prepared.documents.scenario
    panel = _panel(prepared, name)
    platforms = _to_be_marked(_table(prepared, "platforms"), result, prepared.year)
    sheets = expert_sheets(
        panel,
        _table(prepared, "experts"),
        platforms,
        scenario=stated["id"],
        title=Bilingual(stated["title"], stated.get("x-en", stated["title"])),
        year=stated["year"],
        data_year=prepared.year,
        notice=notice(prepared.rules, stated),
        measures={key: made.title for key, made in documents.made.items()},
    )
    files = {f"{panel.id}-{one.expert_id}.xlsx": write_expert_sheet(one, language=preferred()) for one in sheets}
    _refuse_filled(folder, files, replace=replace)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = text("The folder {path} cannot be made: {reason}.", path=folder, reason=error.strerror or error)
        place = Place(file=str(folder))
        raise Refused([Finding("form|unwritable", message, text("Choose another folder."), place=place)]) from error
    for file, content in files.items():
        write_workbook(folder / file, content, replace=True)
    say(
        text(
            "Written: {folder}: {experts} experts, {platforms} platforms.",
            folder=folder,
            experts=len(files),
            platforms=platforms.height,
        )
    )


def _panel(prepared: Prepared, name: str) -> Panel:
    from appraisal.rules.panels import panels_of
    from appraisal.schema.pointer import suggestion

    panels = panels_of(prepared.documents.rules)
    if name in panels:
        return panels[name]
    message = text("The rules know no panel {name}.", name=name)
    place = Place(file=prepared.documents.rules_file, pointer="$.panels")
    raise Refused([Finding("panel|unknown", message, suggestion(name, panels), place=place)])


def _table(prepared: Prepared, name: str) -> pl.DataFrame:
    """A table of the scenario's own evidence, read and checked."""
    from appraisal.evidence import check_table, read_table

    schema, source = prepared.schemas[name], prepared.documents.evidence.get(name)
    if source is None:
        message = text("The scenario names no evidence for the table {table}.", table=schema.label)
        fix = text("Add it under evidence with its path.")
        place = Place(file=f"{prepared.documents.label}/scenario.json", pointer="$.evidence")
        raise Refused([Finding("evidence|table_missing", message, fix, place=place, value=name)])
    table, findings = read_table(source.data, source.name, schema)
    if table is None:
        raise Refused(findings)
    refuse_on_error([*findings, *check_table(table)])
    return table.frame


def _to_be_marked(register: pl.DataFrame, result: Path | None, year: int) -> pl.DataFrame:
    """The platforms in operation; with a result those of its shortlist, or those that it ranks."""
    from appraisal.procedure import in_operation
    from appraisal.result import read_result

    if result is None:
        return in_operation(register, year)
    tables = read_result(result).tables
    listed = tables["shortlist"].filter("listed")
    asked = listed if listed.height else tables["ranking"].filter(status="ranked")
    unknown = asked.join(register, on=_PLATFORM, how="anti")[_PLATFORM].sort().to_list()
    if unknown:
        message = text(
            "The result has platforms that the register does not have: {platforms}.", platforms=", ".join(unknown[:8])
        )
        fix = text("Name a result of this scenario.")
        raise Refused([Finding("panel|other_result", message, fix, place=Place(file=str(result)))])
    return register.join(asked.select(_PLATFORM), on=_PLATFORM, how="semi").sort(_PLATFORM)


def _refuse_filled(folder: Path, files: dict[str, bytes], *, replace: bool) -> None:
    """No sheet is written over another one that an expert may have filled in."""
    if len({file.casefold() for file in files}) < len(files):
        message = text("Two experts have ids that differ by capitals only; their files would be one.")
        raise Refused([Finding("panel|files", message, text("Give each expert an id of its own."))])
    found = [folder / file for file in files if (folder / file).exists()] if not replace else []
    if there := [path for path in found if path.is_dir() or path.read_bytes() != files[path.name]]:
        message = text("There is already a file {path}, and it is another one.", path=there[0])
        fix = text("Choose another folder, or write over them with --replace.")
        raise Refused([Finding("form|exists", message, fix, place=Place(file=str(there[0])))])
