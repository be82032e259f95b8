"""The result of an appraisal: nine tables, three documents and a manifest, written whole or not at all."""

from appraisal.result.compose import compose
from appraisal.result.read import Previous, previous_result, read_changed, read_manifest, read_result
from appraisal.result.result import Result, build
from appraisal.result.tables import MANIFEST, TABLES
from appraisal.result.write import Written, write_result

__all__ = [
    "MANIFEST",
    "TABLES",
    "Previous",
    "Result",
    "Written",
    "build",
    "compose",
    "previous_result",
    "read_changed",
    "read_manifest",
    "read_result",
    "write_result",
]
