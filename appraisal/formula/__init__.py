"""Formulas: a small subset of SQL, read into a typed tree that gives expression, range, columns and words."""

from appraisal.formula.compile import Formula, compile_formula
from appraisal.formula.parser import parse
from appraisal.formula.tables import ColumnLike, ReferenceLike, TableLike

__all__ = ["ColumnLike", "Formula", "ReferenceLike", "TableLike", "compile_formula", "parse"]
