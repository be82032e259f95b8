"""Evidence: bytes of a file become a checked table, or findings that say what to mend."""

from appraisal.evidence.checking import check_table
from appraisal.evidence.reading import read_table
from appraisal.evidence.references import check_references
from appraisal.evidence.table import Table

__all__ = ["Table", "check_references", "check_table", "read_table"]
