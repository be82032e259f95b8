"""Where the shipped plugins, schemas and scenarios stand: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "shipped"


def _folder(name: str) -> Path:
    installed = _SHIPPED / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def plugins() -> Path:
    """The folder of the shipped indicator plugins, one folder each."""
    return _folder("plugins")


def schemas() -> Path:
    """The folder of the JSON Schemas of every file a user writes or gets."""
    return _folder("schemas")


def scenarios() -> Path:
    """The folder of the shipped scenarios, one folder a year."""
    return _folder("scenarios")


def locale() -> Path:
    """The folder of the gettext catalogues."""
    return _PACKAGE / "locale"
