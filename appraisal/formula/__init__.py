"""Formulas: a small subset of SQL, read into a typed tree that gives expression, range, columns and words."""

from appraisal.formula.compile import Formula, compile_formula
from appraisal.formula.parser import parse
from appraisal.formula.quotient import Quotient
from appraisal.formula.tables import MEASURES, PREVIOUS, ColumnLike, MeasureLike, ReferenceLike, TableLike

__all__ = [
    "MEASURES",
    "PREVIOUS",
    "ColumnLike",
    "Formula",
    "MeasureLike",
    "Quotient",
    "ReferenceLike",
    "TableLike",
    "compile_formula",
    "parse",
]
