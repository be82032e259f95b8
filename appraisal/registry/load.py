"""The registry: find the plugins that a scenario names, load them through one door, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pluggy

from appraisal import declarative
from appraisal.errors import Finding, Refused
from appraisal.hookspecs import PROJECT, Hooks
from appraisal.model.indicator import Indicator
from appraisal.registry.door import broken, fault, plugin_object
from appraisal.registry.find import digest, find, is_declared, shown
from appraisal.schema import link_faults, read, shipped_tables, table_schema
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from appraisal.schema import TableSchema


@dataclass(frozen=True)
class Plugin:
    """One plugin folder as it was found."""

    id: str
    folder: Path
    indicators: tuple[Indicator, ...]
    tables: Mapping[str, TableSchema]
    sha256: str

    @property
    def version(self) -> str:
        """The version of its indicator."""
        return self.indicators[0].version


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


def load(pins: Mapping[str, Mapping[str, str]], folders: Sequence[Path], stated_in: str = "scenario.json") -> Registry:
    """Load the plugins that ``stated_in`` names; raises Refused with everything that is wrong with any of them."""
    findings: list[Finding] = []
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    found: dict[str, Path] = {}
    for name in sorted(pins):
        try:
            found[name] = find(name, folders, stated_in)
            manager.register(plugin_object(name, found[name]), name=name)
        except Refused as refused:
            findings += refused.findings
    if findings:
        raise Refused(findings)
    findings += [_misspelt(name, folder) for name, folder in found.items() if _has_unknown_hooks(manager, name)]
    if findings:
        raise Refused(findings)
    plugins = {name: _load_one(manager, name, folder, findings) for name, folder in found.items()}
    shipped = shipped_tables()
    findings += _clashes(plugins.values(), shipped)
    findings += [change for name, plugin in plugins.items() for change in _pin_faults(plugin, pins[name])]
    if findings:
        raise Refused(findings)
    brought = {table: schema for plugin in plugins.values() for table, schema in plugin.tables.items()}
    tables = {**shipped, **brought}
    if brought and (faults := link_faults(tables)):
        raise Refused(faults)
    return Registry(plugins, tables)


def _has_unknown_hooks(manager: pluggy.PluginManager, name: str) -> bool:
    plugin = manager.get_plugin(name)
    names = [word for word in dir(plugin) if word.startswith("appraisal_")]
    return any(manager.parse_hookimpl_opts(plugin, word) and not hasattr(Hooks, word) for word in names)


def _misspelt(name: str, folder: Path) -> Finding:
    message = text("The plugin {name} has a hook that does not exist.", name=name)
    return fault(folder, "plugin|hook", message, text("Compare the names of its hooks with the documentation."))


def _load_one(manager: pluggy.PluginManager, name: str, folder: Path, findings: list[Finding]) -> Plugin:
    others = [plugin for other, plugin in manager.list_name_plugin() if other != name]
    caller = manager.subset_hook_caller("appraisal_indicators", remove_plugins=others)
    made: list[Indicator] = []
    if any(impl.wrapper or impl.hookwrapper for impl in caller.get_hookimpls()):
        findings.append(
            fault(
                folder,
                "plugin|wrapper",
                text("The plugin {name} wraps a hook.", name=name),
                text("A plugin gives its own indicators and touches no other's."),
            )
        )
    else:
        try:
            made = [one for given in caller() for one in given]
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            findings.append(broken(folder, error))
    try:
        faults = _result_faults(name, folder, made)
    except (AttributeError, TypeError, ValueError) as error:
        faults = [broken(folder, error)]
    findings += faults
    sound = [] if faults else sorted(made, key=lambda one: one.id)
    return Plugin(name, folder, tuple(sound), _tables(folder, findings), digest(folder))


def _result_faults(name: str, folder: Path, made: Sequence[Any]) -> list[Finding]:
    faults = []
    for one in made:
        if not isinstance(one, Indicator):
            faults.append(
                fault(
                    folder,
                    "plugin|result",
                    text("The plugin {name} returned {kind}, not an Indicator.", name=name, kind=type(one).__name__),
                    text("Return appraisal.Indicator records."),
                )
            )
        elif not is_declared(folder):
            faults += declarative.indicator(declarative.document(one), shown(folder))[1]
    if name not in [one.id for one in made if isinstance(one, Indicator)]:
        faults.append(
            fault(
                folder,
                "plugin|id",
                text("The plugin folder {name} gives no indicator with this id.", name=name),
                text("Let the folder and the id have the same name."),
            )
        )
    return faults


def _tables(folder: Path, findings: list[Finding]) -> dict[str, TableSchema]:
    tables = {}
    for path in sorted(folder.glob("tables/*.schema.json")):
        file = f"{shown(folder)}/tables/{path.name}"
        try:
            schema = table_schema(read(path, file), file)
        except Refused as refused:
            findings += refused.findings
        else:
            tables[schema.name] = schema
    return tables


def _clashes(plugins: Iterable[Plugin], shipped: Iterable[str]) -> list[Finding]:
    owners: dict[tuple[str, str], str] = {("table", name): "schemas/evidence" for name in shipped}
    faults = []
    for plugin in plugins:
        for key in [
            *(("indicator", made.id) for made in plugin.indicators),
            *(("table", name) for name in plugin.tables),
        ]:
            if key in owners:
                faults.append(
                    fault(
                        plugin.folder,
                        "plugin|clash",
                        text(
                            "{first} and {second} both bring {name}.",
                            first=owners[key],
                            second=shown(plugin.folder),
                            name=key[1],
                        ),
                        text("Give one of them another id."),
                    )
                )
            owners[key] = shown(plugin.folder)
    return faults


def _pin_faults(plugin: Plugin, pin: Mapping[str, str]) -> list[Finding]:
    have = {"version": plugin.version if plugin.indicators else "", "sha256": plugin.sha256}
    return [
        fault(
            plugin.folder,
            "plugin|changed",
            text(
                "The plugin {name} is not the one the scenario names: {key} is {have}, stated is {stated}.",
                name=plugin.id,
                key=key,
                have=have[key],
                stated=stated,
            ),
            text("Bring back the plugin that was stated, or change the scenario after checking it."),
        )
        for key, stated in pin.items()
        if have[key] != stated
    ]
