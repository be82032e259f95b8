"""Authoring: plugin folders written, tried on their own example, packed into one file, and locked in a scenario."""

from appraisal.authoring.column import OwnColumn, own_column, own_columns
from appraisal.authoring.example import Example, example_faults, read_example
from appraisal.authoring.formulas import formula_faults, suggested_decimals
from appraisal.authoring.lock import Locked, lock
from appraisal.authoring.names import is_name, valid_name
from appraisal.authoring.pack import is_packed, pack
from appraisal.authoring.parcel import Parcel, read_parcel
from appraisal.authoring.wish import Wish, key_of
from appraisal.authoring.write import write_plugin

__all__ = [
    "Example",
    "Locked",
    "OwnColumn",
    "Parcel",
    "Wish",
    "example_faults",
    "formula_faults",
    "is_name",
    "is_packed",
    "key_of",
    "lock",
    "own_column",
    "own_columns",
    "pack",
    "read_example",
    "read_parcel",
    "suggested_decimals",
    "valid_name",
    "write_plugin",
]
