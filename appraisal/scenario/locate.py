"""Where a scenario and its files stand; no path of a scenario may leave its folder."""

from __future__ import annotations

import re
from pathlib import Path

from appraisal import paths
from appraisal.errors import Finding, Place, Refused
from appraisal.texts import Joined, text

_SCENARIO = "scenario.json"
_NAME = r"[a-z0-9][a-z0-9_-]*"


def find_scenario(name: str) -> Path:
    """The folder of a scenario: the name of a shipped one, or a path to a folder (or to its scenario.json).

    A shipped name always means the shipped scenario, whatever folder of that name is here: write ./2014 for that.
    """
    shipped = shipped_folder(name)
    if shipped is not None:
        return shipped
    path = Path(name)
    if path.name == _SCENARIO:
        path = path.parent
    if (path / _SCENARIO).is_file() and not (path / "manifest.json").is_file():
        return path
    if "/" in name or "\\" in name or path.is_dir():
        message = text("There is no scenario.json in {folder}.", folder=path)
        if (path / "manifest.json").is_file():
            message = text("{folder} is a result, not a scenario.", folder=path)
        fix = text("Name the folder that holds it, or one of: {names}.", names=_names())
        raise Refused([Finding("scenario|not_found", message, fix)])
    raise Refused(
        [
            Finding(
                "scenario|not_found",
                text("There is no scenario {name}.", name=name),
                text("Known: {names}. A path to a folder of your own works too.", names=_names()),
            )
        ]
    )


def shipped_scenarios() -> list[str]:
    """The names of the shipped scenarios; those of a group as group/name."""
    return list(shipped_folders())


def shipped_folder(name: str) -> Path | None:
    """The folder of a shipped scenario, also of one in a group by its bare name; None where there is none."""
    if not re.fullmatch(f"({_NAME}/)?{_NAME}", name):
        return None
    if (paths.scenarios() / name / _SCENARIO).is_file():
        return paths.scenarios() / name
    return next((folder for folder in shipped_folders().values() if folder.name == name), None)


def shipped_folders() -> dict[str, Path]:
    """Every shipped folder by its name; a folder that is no scenario groups those inside."""
    root = paths.scenarios()
    if not root.is_dir():
        return {}
    found = (path.parent for pattern in (_SCENARIO, f"*/{_SCENARIO}") for path in root.glob(f"*/{pattern}"))
    kept = (folder for folder in found if not (folder / "manifest.json").is_file())
    named = {folder.relative_to(root).as_posix(): folder for folder in kept}
    return {name: named[name] for name in sorted(named)}


def inside(folder: Path, relative: str, place: Place) -> Path:
    """The file that a scenario names, or Refused if the path leaves the scenario's folder."""
    path = folder / relative
    plain = not re.search(r"[\\:*?\[\]\x00]", relative) and not relative.startswith(("/", "~"))
    if not plain or ".." in Path(relative).parts or not path.resolve().is_relative_to(folder.resolve()):
        raise Refused(
            [
                Finding(
                    "scenario|path",
                    text(
                        "The path {path} leaves the scenario's folder, or is not a plain relative path.", path=relative
                    ),
                    text(
                        "Put the file into the scenario's folder and name it with forward slashes, "
                        "such as evidence/staff.csv."
                    ),
                    place=place,
                    value=relative,
                )
            ]
        )
    if not path.is_file():
        raise Refused(
            [
                Finding(
                    "scenario|file_missing",
                    text("There is no file {path}.", path=relative),
                    text(
                        "Paths begin at the folder of scenario.json: looked for was {path}. Put the file there, or "
                        "correct the path.",
                        path=path.as_posix(),
                    ),
                    place=place,
                    value=relative,
                )
            ]
        )
    return path


def find_parent(folder: Path, name: str) -> Path:
    """The scenario that another extends: one of this name beside it, else a shipped one."""
    beside = folder.resolve().parent / name
    if re.fullmatch(_NAME, name) and (beside / _SCENARIO).is_file():
        return beside
    return find_scenario(name)


def previous_folder(folder: Path, name: str, place: Place) -> Path:
    """The previous result: a folder inside the scenario, or the recorded result of a shipped scenario."""
    shipped = shipped_folder(name)
    if shipped is not None and not (folder / name).is_dir():
        return shipped / "expected"
    return inside(folder, f"{name}/manifest.json", place).parent


def _names() -> Joined:
    return Joined(tuple(shipped_scenarios()), ", ")
