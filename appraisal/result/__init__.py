"""The result of an appraisal: its tables, three documents and a manifest, written whole or not at all."""

from appraisal.result.compose import compose
from appraisal.result.encode import result_file
from appraisal.result.read import Previous, previous_result, read_changed, read_manifest, read_result, read_table
from appraisal.result.result import Result, build
from appraisal.result.short_digest import read_short_digest, short_digest
from appraisal.result.standing import Standing, published_standing, standing_of
from appraisal.result.tables import MANIFEST, TABLES
from appraisal.result.write import Written, write_result

__all__ = [
    "MANIFEST",
    "TABLES",
    "Previous",
    "Result",
    "Standing",
    "Written",
    "build",
    "compose",
    "previous_result",
    "published_standing",
    "read_changed",
    "read_manifest",
    "read_result",
    "read_short_digest",
    "read_table",
    "result_file",
    "short_digest",
    "standing_of",
    "write_result",
]
