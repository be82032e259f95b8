"""The door of plugins: a folder becomes a plugin object, and whatever it breaks is said with its name."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from appraisal import declarative
from appraisal.errors import Finding, Place, Refused
from appraisal.hookspecs import hookimpl
from appraisal.registry.find import is_declared, shown
from appraisal.schema import read
from appraisal.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from appraisal.model.indicator import Indicator
    from appraisal.texts import Text


class _Declared:
    """A folder with an indicator.json, as a plugin like any other."""

    def __init__(self, made: Indicator) -> None:
        self.made = made

    @hookimpl
    def appraisal_indicators(self) -> list[Indicator]:
        return [self.made]


def plugin_object(name: str, folder: Path) -> object:
    """The plugin in a folder: declared by an indicator.json, or written in Python."""
    if is_declared(folder):
        file = f"{shown(folder)}/indicator.json"
        made, findings = declarative.indicator(read(folder / "indicator.json", file), file)
        if made is None or findings:
            raise Refused(findings)
        return _Declared(made)
    return _imported(name, folder / "indicator.py")


def _imported(name: str, path: Path) -> object:
    """A Python plugin: code with the rights of the user, imported only because the scenario names it."""
    module_name = f"appraisal_plugin_{name}"
    module = ModuleType(module_name)
    module.__file__ = str(path)
    sys.modules[module_name] = module
    try:
        # The bytes that were hashed are the bytes that run: no compiled copy beside them is looked at.
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)  # noqa: S102 - a plugin is code
    except BaseException as error:
        sys.modules.pop(module_name, None)
        if isinstance(error, KeyboardInterrupt):
            raise
        raise Refused([broken(path.parent, error)]) from error
    return module


def broken(folder: Path, error: BaseException) -> Finding:
    """A plugin that raised, by its name."""
    return fault(
        folder,
        "plugin|broken",
        text("The plugin {name} failed: {error}", name=folder.name, error=f"{type(error).__name__}: {error}"),
        text("Ask its author; the scenario cannot run without it."),
    )


def fault(folder: Path, code: str, message: Text, fix: Text) -> Finding:
    """A finding about a plugin folder."""
    return Finding(code, message, fix, place=Place(file=shown(folder)))
