"""Exact numbers: scaled integers with proved bounds, their ratios and their digits."""

from appraisal.numbers.digits import decimal_text
from appraisal.numbers.exact import (
    MAX_ROWS,
    Comparison,
    Exact,
    OutOfRangeError,
    choose,
    column,
    constant,
    divide_half_up,
)
from appraisal.numbers.interval import Interval
from appraisal.numbers.proportion import whole_numbers
from appraisal.numbers.ratio import Ratio

__all__ = [
    "MAX_ROWS",
    "Comparison",
    "Exact",
    "Interval",
    "OutOfRangeError",
    "Ratio",
    "choose",
    "column",
    "constant",
    "decimal_text",
    "divide_half_up",
    "whole_numbers",
]
