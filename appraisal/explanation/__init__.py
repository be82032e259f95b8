"""Explain: every number of a platform, an indicator or a rules file in words that an assessor can defend."""

from appraisal.explanation.indicator import describe_indicator
from appraisal.explanation.platform import explain
from appraisal.explanation.words import Explanation, Section, Step

__all__ = ["Explanation", "Section", "Step", "describe_indicator", "explain"]
