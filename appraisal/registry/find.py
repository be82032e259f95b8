"""Finding plugins: in folders, else among what pip installed; only those that are asked for are looked into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused
from appraisal.registry.files import digest
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.metadata import EntryPoint

__all__ = ["GROUP", "Found", "available", "digest", "find", "installed", "is_plugin"]

#: The group of entry points under which a package says: I am the plugin of this name.
GROUP = "appraisal.plugins"
_ID = re.compile("[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class Found:
    """A plugin's id and the folder that holds it."""

    id: str
    folder: Path

    @property
    def shown(self) -> str:
        """The plugin as messages name it, the same on every machine."""
        return f"plugins/{self.id}"


def is_plugin(folder: Path) -> bool:
    """The folder holds an indicator, as a file or as a program."""
    return (folder / "indicator.json").is_file() or (folder / "indicator.py").is_file()


def available(folders: Iterable[Path]) -> list[Path]:
    """Every plugin folder below the given ones, sorted by name; nothing in them is run."""
    return sorted(
        (folder for root in folders if root.is_dir() for folder in root.iterdir() if is_plugin(folder)),
        key=lambda folder: folder.name,
    )


def installed(name: str | None = None) -> list[EntryPoint]:
    """What pip installed under this name, or under any; nothing of it is imported."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - few scenarios name an installed plugin

    points = entry_points(group=GROUP) if name is None else entry_points(group=GROUP, name=name)
    return sorted(points, key=lambda point: point.name)


def find(name: str, folders: Sequence[Path], stated_in: str) -> Found:
    """The one place of a plugin; raises Refused where there is none, or more than one.

    A folder goes before anything installed: what pip brought cannot take the place of a plugin that is there.
    """
    at = Place(file=stated_in, pointer=f"$.plugins.{name}")
    places = [folder / name for folder in folders if _ID.fullmatch(name) and is_plugin(folder / name)]
    if len({place.resolve() for place in places}) > 1:
        raise Refused([_twice(name, [str(place) for place in places], at)])
    if places:
        return Found(name, places[0])
    points = installed(name) if _ID.fullmatch(name) else []
    if len(points) > 1:
        raise Refused([_twice(name, [point.value for point in points], at)])
    if points:
        return Found(name, _package_folder(points[0], at))
    known = [folder.name for folder in available(folders)]
    message = text("There is no plugin {name}.", name=name)
    fix = text("Found: {known}. Name another folder with --plugins-dir.", known=Joined(tuple(known), ", "))
    raise Refused([Finding("plugin|unknown", message, fix, place=at)])


def _package_folder(point: EntryPoint, at: Place) -> Path:
    """The folder of an installed plugin, found without importing it."""
    # NOTE: to find a package inside another, Python would import the outer one before its files were hashed.
    spec = find_spec(point.value) if point.value.isidentifier() else None
    places = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    if len(places) != 1 or not is_plugin(places[0]):
        message = text("The installed plugin {name} ({value}) is no package with an indicator.", **_named(point))
        fix = text("Its entry point names a package, without dots, that holds indicator.json or indicator.py.")
        raise Refused([Finding("plugin|installed", message, fix, place=at)])
    return places[0]


def _named(point: EntryPoint) -> dict[str, str]:
    return {"name": point.name, "value": point.value}


def _twice(name: str, places: list[str], at: Place) -> Finding:
    listed = Joined(tuple(places), ", ")
    message = text("The plugin {name} is in two places: {places}.", name=name, places=listed)
    return Finding("plugin|twice", message, text("Remove or rename one of them."), place=at)
