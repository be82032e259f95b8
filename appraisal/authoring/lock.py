"""A lock: version and sha256 of every file of every plugin that a scenario names, written into scenario.json."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal import registry
from appraisal.errors import Finding, Place, Refused
from appraisal.scenario import find_scenario, shipped_folder
from appraisal.scenario.plugins import named_plugins
from appraisal.schema import dumps, read
from appraisal.storage.whole import write_file
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Locked:
    """One plugin of a scenario as it was locked."""

    plugin: registry.Plugin
    #: What the scenario stated of it before.
    before: Mapping[str, Any]

    @property
    def pin(self) -> dict[str, Any]:
        """What the scenario states of it now."""
        return {"version": self.plugin.version, "sha256": self.plugin.sha256, "files": dict(self.plugin.files)}

    @property
    def is_new(self) -> bool:
        """Nothing was stated of it before."""
        return "sha256" not in self.before

    @property
    def changed(self) -> list[str]:
        """The files that are not those of the lock before, where that named files."""
        before = self.before.get("files")
        have = self.plugin.files
        if before is None:
            return []
        return sorted(path for path in {*have, *before} if have.get(path) != before.get(path))

    @property
    def differs(self) -> bool:
        """It is another than the one that was stated."""
        return not self.is_new and self.before["sha256"] != self.plugin.sha256


def lock(name: str, plugins_dirs: Sequence[Path]) -> list[Locked]:
    """Pin every plugin that a scenario names as it is now; raises Refused where one of them is not sound."""
    if shipped_folder(name) is not None:
        message = text("{name} is a shipped scenario; it is not changed.", name=name)
        fix = text("Lock a scenario of your own by its path.")
        raise Refused([Finding("lock|shipped", message, fix)])
    folder = find_scenario(name)
    named = named_plugins(folder, plugins_dirs)
    loaded = registry.load({plugin: {} for plugin in named.own}, named.folders, named.file)
    locked = [Locked(loaded.plugins[plugin], pin) for plugin, pin in sorted(named.own.items())]
    document: Any = read(folder / "scenario.json", named.file)
    pins = {one.plugin.id: one.pin for one in locked}
    if pins and pins != document.get("plugins"):
        # Each plugin stays where its author named it.
        document["plugins"] = {**{key: pins[key] for key in document.get("plugins", {}) if key in pins}, **pins}
        try:
            write_file(folder / "scenario.json", dumps(document).encode())
        except OSError as error:
            message = text("The file cannot be written: {reason}.", reason=error.strerror or error)
            raise Refused([Finding("lock|unwritable", message, place=Place(file=named.file))]) from None
    return locked
