"""The annex of the rules as a workbook: the table that departments know, written for them to edit, and read back."""

from appraisal.annex.grammar import Names
from appraisal.annex.read import read_annex
from appraisal.annex.write import write_annex

__all__ = ["Names", "read_annex", "write_annex"]
