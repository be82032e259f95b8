"""Comparison: two results, who moved, by how much, and why; and which corrected cell changed which award."""

from appraisal.comparison.cells import changed_cells
from appraisal.comparison.compare import Comparison, compare
from appraisal.comparison.hybrids import STEPS

__all__ = ["STEPS", "Comparison", "changed_cells", "compare"]
