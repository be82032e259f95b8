"""Repairs: what a cell says where only its dress is wrong, by declared rules, and what is never repaired."""

from appraisal.evidence.repairs.column import ColumnReading, read_column
from appraisal.evidence.repairs.numbers import is_placeholder
from appraisal.evidence.repairs.outcome import Mended, Refusal
from appraisal.evidence.repairs.spelling import without_spaces
from appraisal.evidence.repairs.units import MONEY, Unit, header_unit, is_unit, money_unit, own_unit, said_units

__all__ = [
    "MONEY",
    "ColumnReading",
    "Mended",
    "Refusal",
    "Unit",
    "header_unit",
    "is_placeholder",
    "is_unit",
    "money_unit",
    "own_unit",
    "read_column",
    "said_units",
    "without_spaces",
]
