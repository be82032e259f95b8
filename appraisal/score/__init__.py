"""Scores: the index at work, from values to marks, from marks to the composite."""

from appraisal.score.ends import Ends, ends_of
from appraisal.score.lines import long_table
from appraisal.score.score import Scores, score, within

__all__ = ["Ends", "Scores", "ends_of", "long_table", "score", "within"]
