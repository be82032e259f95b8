"""The registry: find the plugins that a scenario names, load them through one door, and nothing else."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pluggy

from appraisal import declarative
from appraisal.errors import Finding, Place, Refused
from appraisal.hookspecs import PROJECT, Hooks, hookimpl
from appraisal.model.indicator import Indicator
from appraisal.schema import read, shipped_tables, table_schema
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from appraisal.schema import TableSchema

#: A plugin folder holds more than this only by mistake.
MAX_FILES = 200


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Registry:
    """The plugins of one scenario, sorted by id."""

    plugins: Mapping[str, Plugin]

    @property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by id."""
        return {made.id: made for plugin in self.plugins.values() for made in plugin.indicators}

    @property
    def tables(self) -> dict[str, TableSchema]:
        """The shipped tables and those that plugins bring."""
        return {**shipped_tables(), **{name: table for plugin in self.plugins.values() for name, table in plugin.tables.items()}}


def load(pins: Mapping[str, Mapping[str, str]], folders: Sequence[Path]) -> Registry:
    """Load the named plugins; raises Refused with everything that is wrong with any of them."""
    findings: list[Finding] = []
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    found: dict[str, Path] = {}
    for name in sorted(pins):
        try:
            found[name] = _find(name, folders)
            manager.register(_plugin_object(name, found[name]), name=name)
        except Refused as refused:
            findings += refused.findings
    if findings:
        raise Refused(findings)
    plugins = {name: _load_one(manager, name, folder, findings) for name, folder in found.items()}
    findings += _clashes(plugins.values())
    findings += [fault for name, plugin in plugins.items() for fault in _pin_faults(plugin, pins[name])]
    if findings:
        raise Refused(findings)
    return Registry(plugins)


def available(folders: Iterable[Path]) -> list[Path]:
    """Every plugin folder below the given ones, sorted by name; nothing in them is run."""
    return sorted(
        (folder for root in folders if root.is_dir() for folder in root.iterdir() if (folder / "indicator.json").is_file() or (folder / "indicator.py").is_file()),
        key=lambda folder: folder.name,
    )


def shown(folder: Path) -> str:
    """A plugin's folder as messages name it, the same on every machine."""
    return f"plugins/{folder.name}"


def _find(name: str, folders: Sequence[Path]) -> Path:
    places = [folder / name for folder in folders if (folder / name / "indicator.json").is_file() or (folder / name / "indicator.py").is_file()]
    if len({place.resolve() for place in places}) > 1:
        raise Refused([Finding(
            "plugin|twice", text("The plugin {name} is in two places: {places}.", name=name, places=Joined(tuple(map(str, places)), ", ")),
            text("Remove or rename one of them."), place=Place(file="scenario.json", pointer=f"$.plugins.{name}"),
        )])
    if not places:
        known = [folder.name for folder in available(folders)]
        raise Refused([Finding(
            "plugin|unknown", text("There is no plugin {name}.", name=name),
            text("Found: {known}. Name another folder with --plugins-dir.", known=Joined(tuple(known), ", ")), place=Place(file="scenario.json", pointer=f"$.plugins.{name}"),
        )])
    return places[0]


class _Declared:
    """A folder with an indicator.json, as a plugin like any other."""

    def __init__(self, made: Indicator) -> None:
        self.made = made

    @hookimpl
    def appraisal_indicators(self) -> list[Indicator]:
        return [self.made]


def _plugin_object(name: str, folder: Path) -> object:
    if (folder / "indicator.json").is_file():
        file = f"{shown(folder)}/indicator.json"
        made, findings = declarative.indicator(read(folder / "indicator.json", file), file)
        if made is None or findings:
            raise Refused(findings)
        return _Declared(made)
    return _imported(name, folder / "indicator.py")


def _imported(name: str, path: Path) -> object:
    """A Python plugin: code with the rights of the user, imported only because the scenario names it."""
    module_name = f"appraisal_plugin_{name}"
    spec = importlib.util.spec_from_file_location(module_name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        sys.modules.pop(module_name, None)
        if isinstance(error, KeyboardInterrupt):
            raise
        raise Refused([_broken(path.parent, error)]) from error
    return module


def _load_one(manager: pluggy.PluginManager, name: str, folder: Path, findings: list[Finding]) -> Plugin:
    others = [plugin for other, plugin in manager.list_name_plugin() if other != name]
    caller = manager.subset_hook_caller("appraisal_indicators", remove_plugins=others)
    made: list[Indicator] = []
    if any(impl.wrapper or impl.hookwrapper for impl in caller.get_hookimpls()):
        findings.append(_fault(folder, "plugin|wrapper", text("The plugin {name} wraps a hook.", name=name), text("A plugin gives its own indicators and touches no other's.")))
    else:
        try:
            manager.check_pending()
            made = [one for given in caller() for one in given]
        except BaseException as error:  # noqa: BLE001 - the plugin door: whatever it raises is reported by its name
            if isinstance(error, KeyboardInterrupt):
                raise
            findings.append(_broken(folder, error))
    findings += _result_faults(name, folder, made)
    tables = _tables(folder, findings)
    return Plugin(name, folder, tuple(sorted(made, key=lambda one: one.id)), tables, _digest(folder))


def _result_faults(name: str, folder: Path, made: Sequence[Any]) -> list[Finding]:
    faults = []
    for one in made:
        if not isinstance(one, Indicator):
            faults.append(_fault(folder, "plugin|result", text("The plugin {name} returned {kind}, not an Indicator.", name=name, kind=type(one).__name__), text("Return appraisal.Indicator records.")))
        else:
            faults += declarative.indicator(declarative.document(one), shown(folder))[1]
    if name not in [one.id for one in made if isinstance(one, Indicator)]:
        faults.append(_fault(folder, "plugin|id", text("The plugin folder {name} gives no indicator with this id.", name=name), text("Let the folder and the id have the same name.")))
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


def _clashes(plugins: Iterable[Plugin]) -> list[Finding]:
    owners: dict[tuple[str, str], str] = {("table", name): "schemas/evidence" for name in shipped_tables()}
    faults = []
    for plugin in plugins:
        for key in [*(("indicator", made.id) for made in plugin.indicators), *(("table", name) for name in plugin.tables)]:
            if key in owners:
                faults.append(_fault(
                    plugin.folder, "plugin|clash", text("{first} and {second} both bring {name}.", first=owners[key], second=shown(plugin.folder), name=key[1]),
                    text("Give one of them another id."),
                ))
            owners[key] = shown(plugin.folder)
    return faults


def _digest(folder: Path) -> str:
    """One digest over the names and bytes of every file of the plugin."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files[:MAX_FILES]]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def _pin_faults(plugin: Plugin, pin: Mapping[str, str]) -> list[Finding]:
    have = {"version": plugin.version if plugin.indicators else "", "sha256": plugin.sha256}
    return [
        _fault(
            plugin.folder, "plugin|changed", text("The plugin {name} is not the one the scenario names: {key} is {have}, stated is {stated}.", name=plugin.id, key=key, have=have[key], stated=stated),
            text("Bring back the plugin that was stated, or change the scenario after checking it."),
        )
        for key, stated in pin.items() if have[key] != stated
    ]


def _broken(folder: Path, error: BaseException) -> Finding:
    return _fault(folder, "plugin|broken", text("The plugin {name} failed: {error}", name=folder.name, error=f"{type(error).__name__}: {error}"), text("Ask its author; the scenario cannot run without it."))


def _fault(folder: Path, code: str, message: Any, fix: Any) -> Finding:
    return Finding(code, message, fix, place=Place(file=shown(folder)))
