"""Treatments at work: values as they are marked, and the numbers of the cohort that made them so."""

from appraisal.treatments.treat import Treated, treat, value_text
from appraisal.treatments.words import treated_words, treatment_words

__all__ = ["Treated", "treat", "treated_words", "treatment_words", "value_text"]
