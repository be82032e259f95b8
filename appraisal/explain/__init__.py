"""Explain: every number of a platform, an indicator or a rules file in words that an assessor can defend."""

from appraisal.explain.explanation import Explanation, Section, Step
from appraisal.explain.indicator import describe_indicator
from appraisal.explain.platform import explain
from appraisal.explain.rules import describe_rules

__all__ = ["Explanation", "Section", "Step", "describe_indicator", "describe_rules", "explain"]
