"""The names that a plugin, its table and its columns may have."""

from __future__ import annotations

import re

from appraisal.errors import Finding, Refused
from appraisal.storage.names import is_portable
from appraisal.texts import text

_NAME = re.compile("[a-z][a-z0-9_]{0,59}")


def is_name(name: str) -> bool:
    """A plugin, a table or a column may have this name; what Windows takes for a device is none."""
    return _NAME.fullmatch(name) is not None and is_portable(name)


def valid_name(name: str) -> str:
    """The name of a plugin or a table, or Refused."""
    if not is_name(name):
        message = text("{name} cannot be the name of a plugin or of a table.", name=name)
        fix = text("Write small letters a-z, digits and _, beginning with a letter, at most 60; not con, nul or aux.")
        raise Refused([Finding("plugin|name", message, fix, value=name)])
    return name
