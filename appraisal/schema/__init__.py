"""JSON read strictly, and JSON Schema as columns, checks and words for people."""

from appraisal.schema.compiler import cell_check
from appraisal.schema.documents import check, check_schema_document
from appraisal.schema.json_spelling import canonical, dumps, is_number
from appraisal.schema.strict_json import loads, read
from appraisal.schema.table import Column, Reference, TableSchema, is_shipped, link_faults, shipped_tables, table_schema

__all__ = [
    "Column",
    "Reference",
    "TableSchema",
    "canonical",
    "cell_check",
    "check",
    "check_schema_document",
    "dumps",
    "is_number",
    "is_shipped",
    "link_faults",
    "loads",
    "read",
    "shipped_tables",
    "table_schema",
]
