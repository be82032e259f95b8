"""Messy but correct workbooks as cities send them, and planted errors with the address that has to be told.

Nothing here is taken from the program but the JSON of its table schemas: what a reader must give is known from the
rows that were written, not from reading them.
"""

from __future__ import annotations

from .build import Workbook, build
from .plants import Planted
from .tables import FOLDERS, tables

__all__ = ["FOLDERS", "Planted", "Workbook", "build", "tables"]
