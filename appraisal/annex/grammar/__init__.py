"""The small language of the annex: curves, conditions and other values of the rules as an official writes them."""

from appraisal.annex.grammar.conditions import read_condition, write_condition
from appraisal.annex.grammar.curves import read_curve, write_curve
from appraisal.annex.grammar.factors import read_factor, write_factor
from appraisal.annex.grammar.names import Names
from appraisal.annex.grammar.scanner import Scanner, UnreadableError
from appraisal.annex.grammar.values import number_text, parse_number

__all__ = [
    "Names",
    "Scanner",
    "UnreadableError",
    "number_text",
    "parse_number",
    "read_condition",
    "read_curve",
    "read_factor",
    "write_condition",
    "write_curve",
    "write_factor",
]
