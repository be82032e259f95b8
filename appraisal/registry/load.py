"""The registry: find the plugins that a scenario names, load them through one door, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Refused
from appraisal.program.ask import ask
from appraisal.registry.door import fault, indicators
from appraisal.registry.files import digest_of, hashes, read_files
from appraisal.registry.find import Found, find
from appraisal.registry.pins import file_faults, stated_faults
from appraisal.schema import link_faults, loads, shipped_tables, table_schema
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from appraisal.model.indicator import Indicator
    from appraisal.registry.door import Ask
    from appraisal.schema import TableSchema


@dataclass(frozen=True)
class Plugin:
    """One plugin folder as it was found."""

    id: str
    folder: Path
    indicators: tuple[Indicator, ...]
    tables: Mapping[str, TableSchema]
    #: The sha256 of each of its files.
    files: Mapping[str, str]

    @property
    def version(self) -> str:
        """The version of the indicator that has the name of the folder."""
        return next(made.version for made in self.indicators if made.id == self.id)

    @property
    def source(self) -> str:
        """The file in which its formulas stand, as messages name it."""
        return f"plugins/{self.id}/{'indicator.json' if 'indicator.json' in self.files else 'indicator.py'}"

    @property
    def sha256(self) -> str:
        """One digest over all of its files."""
        return digest_of(self.files)


@dataclass(frozen=True)
class Registry:
    """The plugins of one scenario, sorted by id."""

    plugins: Mapping[str, Plugin]
    #: Every table by name: the shipped ones and those that plugins bring.
    tables: Mapping[str, TableSchema]

    @property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by id."""
        return {made.id: made for plugin in self.plugins.values() for made in plugin.indicators}


def load(
    pins: Mapping[str, Mapping[str, Any]],
    folders: Sequence[Path],
    stated_in: str | None = "scenario.json",
    run: Ask = ask,
) -> Registry:
    """Load the plugins that ``stated_in`` names, or a person where it is None; ``run`` runs those in Python.

    Raises Refused with everything that is wrong with any of them.
    """
    findings: list[Finding] = []
    plugins: dict[str, Plugin] = {}
    for name in sorted(pins):
        try:
            plugins[name] = load_one(find(name, folders, stated_in), pins[name], run)
        except Refused as refused:
            findings += refused.findings
    shipped = shipped_tables()
    findings += _clashes(plugins.values(), shipped)
    # A plugin that is named and not there is refused, whatever was said of it.
    if findings or plugins.keys() != pins.keys():
        raise Refused(findings)
    brought = {table: schema for plugin in plugins.values() for table, schema in plugin.tables.items()}
    tables = {**shipped, **brought}
    if brought and (faults := link_faults(tables)):
        raise Refused(faults)
    return Registry(plugins, tables)


def load_one(found: Found, pin: Mapping[str, Any] | None = None, run: Ask = ask) -> Plugin:
    """One plugin, held against what is stated of it before anything in it runs; raises Refused."""
    files = read_files(found.folder, found.id)
    hashed = hashes(files)
    if faults := file_faults(found, hashed, pin or {}):
        raise Refused(faults)
    tables, findings = _tables(found, files)
    try:
        given = indicators(found, files, run)
    except Refused as refused:
        raise Refused([*findings, *refused.findings]) from refused.__cause__
    if findings:
        raise Refused(findings)
    plugin = Plugin(found.id, found.folder, tuple(given), tables, hashed)
    if faults := list(stated_faults(found, {"version": plugin.version}, pin or {})):
        raise Refused(faults)
    return plugin


def _tables(found: Found, files: Mapping[str, bytes]) -> tuple[dict[str, TableSchema], list[Finding]]:
    tables: dict[str, TableSchema] = {}
    findings: list[Finding] = []
    for path, data in sorted(files.items()):
        folder, _, file = path.rpartition("/")
        if folder == "tables" and ".json" in file and not file.endswith(".schema.json"):
            message = text("The file {path} is not read: its name is not that of a table.", path=path)
            fix = text(
                "Name it {name}.schema.json; Windows may hide an ending such as .txt.", name=file.partition(".")[0]
            )
            findings.append(fault(found, "plugin|table_file", message, fix))
        if folder != "tables" or not file.endswith(".schema.json"):
            continue
        try:
            schema = table_schema(loads(data, f"{found.shown}/{path}"), f"{found.shown}/{path}")
        except Refused as refused:
            findings += refused.findings
            continue
        if schema.name in tables:
            findings.append(_clash(found, found.shown, schema.name))
        tables[schema.name] = schema
    return tables, findings


def _clashes(plugins: Iterable[Plugin], shipped: Iterable[str]) -> list[Finding]:
    owners: dict[tuple[str, str], str] = {("table", name): "schemas/evidence" for name in shipped}
    faults = []
    for plugin in plugins:
        found = Found(plugin.id, plugin.folder)
        for key in [
            *(("indicator", made.id) for made in plugin.indicators),
            *(("table", name) for name in plugin.tables),
        ]:
            if key in owners:
                faults.append(_clash(found, owners[key], key[1]))
            owners[key] = found.shown
    return faults


def _clash(found: Found, first: str, name: str) -> Finding:
    message = text("{first} and {second} both bring {name}.", first=first, second=found.shown, name=name)
    return fault(found, "plugin|clash", message, text("Give one of them another id."))
