"""Curves at work: from the JSON of a rules file to pieces, from pieces to exact marks and to words."""

from appraisal.curves.kinds import curve, pieced
from appraisal.curves.marks import Marked
from appraisal.curves.words import arithmetic, describe, exact_mark, number_words, shown

__all__ = ["Marked", "arithmetic", "curve", "describe", "exact_mark", "number_words", "pieced", "shown"]
