"""Conditions at work: judged for every platform in three values, and said in words."""

from appraisal.conditions.judge import Ground, fact_checks, left_open
from appraisal.conditions.words import in_words

__all__ = ["Ground", "fact_checks", "in_words", "left_open"]
