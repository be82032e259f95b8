"""Authoring: plugin folders written, tried on their own example, packed into one file, and locked in a scenario."""

from appraisal.authoring.example import Example, example_faults, read_example
from appraisal.authoring.lock import Locked, lock
from appraisal.authoring.pack import pack
from appraisal.authoring.parcel import Parcel, read_parcel
from appraisal.authoring.wish import OwnColumn, Wish
from appraisal.authoring.write import write_plugin

__all__ = [
    "Example",
    "Locked",
    "OwnColumn",
    "Parcel",
    "Wish",
    "example_faults",
    "lock",
    "pack",
    "read_example",
    "read_parcel",
    "write_plugin",
]
