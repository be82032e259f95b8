"""Finding plugins: in folders, else among what pip installed; only those that are asked for are looked into."""

from __future__ import annotations

import contextlib
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
    inside = (folder for root in folders if root.is_dir() for folder in root.iterdir())
    # What no scenario can name, such as a folder that is being written, is no plugin yet.
    found = [folder for folder in inside if _ID.fullmatch(folder.name) and is_plugin(folder)]
    return sorted(found, key=lambda folder: folder.name)


def installed(name: str | None = None) -> list[EntryPoint]:
    """What pip installed under this name, or under any; nothing of it is imported."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - few scenarios name an installed plugin

    try:
        points = list(entry_points(group=GROUP))
    except Exception:  # noqa: BLE001 - some package's metadata are broken, in whatever way
        points = _readable()
    return sorted((point for point in points if name in (None, point.name)), key=lambda point: point.name)


def _readable() -> list[EntryPoint]:
    """The entry points of every package but those whose metadata cannot be read, which are no plugins."""
    from importlib.metadata import distributions  # noqa: PLC0415 - as above

    found: dict[str, list[EntryPoint]] = {}
    for package in distributions():
        with contextlib.suppress(Exception):
            # The first of a name is the one that Python imports.
            found.setdefault(package.name, [point for point in package.entry_points if point.group == GROUP])
    return [point for points in found.values() for point in points]


def find(name: str, folders: Sequence[Path], stated_in: str | None) -> Found:
    """The one place of a plugin; raises Refused where there is none, or more than one.

    ``stated_in`` is the file that names it; None where a person did.
    A folder goes before anything installed: what pip brought cannot take the place of a plugin that is there.
    """
    at = Place(file=stated_in, pointer=f"$.plugins.{name}") if stated_in else Place()
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
