"""Plausibility: evidence that breaks no schema and yet is probably wrong. Such findings ask; they change no number."""

from appraisal.plausibility.measured import measure_doubts
from appraisal.plausibility.tables import doubtful_rows, table_doubts
from appraisal.plausibility.verified import VERIFIED_DIFFERS

__all__ = ["VERIFIED_DIFFERS", "doubtful_rows", "measure_doubts", "table_doubts"]
