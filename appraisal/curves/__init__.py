"""Curves at work: from the JSON of a rules file to pieces, from pieces to exact marks and to words."""

from appraisal.curves.kinds import curve
from appraisal.curves.marks import mark
from appraisal.curves.words import arithmetic, describe

__all__ = ["arithmetic", "curve", "describe", "mark"]
