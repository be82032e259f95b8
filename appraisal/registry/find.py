"""Finding plugin folders: only those that are asked for are looked into."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

#: A plugin folder holds more than this only by mistake.
MAX_FILES = 200


def available(folders: Iterable[Path]) -> list[Path]:
    """Every plugin folder below the given ones, sorted by name; nothing in them is run."""
    return sorted(
        (
            folder
            for root in folders
            if root.is_dir()
            for folder in root.iterdir()
            if (folder / "indicator.json").is_file() or (folder / "indicator.py").is_file()
        ),
        key=lambda folder: folder.name,
    )


def is_declared(folder: Path) -> bool:
    """The plugin is an indicator.json, checked when it was read; what Python returns is checked after."""
    return (folder / "indicator.json").is_file()


def shown(folder: Path) -> str:
    """A plugin's folder as messages name it, the same on every machine."""
    return f"plugins/{folder.name}"


def find(name: str, folders: Sequence[Path], stated_in: str) -> Path:
    """The one folder of a plugin; raises Refused where there is none, or more than one."""
    places = [
        folder / name
        for folder in folders
        if (folder / name / "indicator.json").is_file() or (folder / name / "indicator.py").is_file()
    ]
    if len({place.resolve() for place in places}) > 1:
        raise Refused(
            [
                Finding(
                    "plugin|twice",
                    text(
                        "The plugin {name} is in two places: {places}.",
                        name=name,
                        places=Joined(tuple(map(str, places)), ", "),
                    ),
                    text("Remove or rename one of them."),
                    place=Place(file=stated_in, pointer=f"$.plugins.{name}"),
                )
            ]
        )
    if not places:
        known = [folder.name for folder in available(folders)]
        raise Refused(
            [
                Finding(
                    "plugin|unknown",
                    text("There is no plugin {name}.", name=name),
                    text("Found: {known}. Name another folder with --plugins-dir.", known=Joined(tuple(known), ", ")),
                    place=Place(file=stated_in, pointer=f"$.plugins.{name}"),
                )
            ]
        )
    return places[0]


def digest(folder: Path) -> str:
    """One digest over the names and bytes of every file of the plugin; raises Refused for what cannot be pinned."""
    inner = sorted(folder.rglob("*"))
    files = [path for path in inner if path.is_file() and "__pycache__" not in path.parts]
    if len(files) > MAX_FILES or any(path.is_symlink() for path in [folder, *inner]):
        message = text("The plugin {name} holds links, or more than {most} files.", name=folder.name, most=MAX_FILES)
        fix = text("A plugin is a small folder of plain files.")
        raise Refused([Finding("plugin|files", message, fix, place=Place(file=shown(folder)))])
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    ]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
