"""A matrix of units and indicators becomes a scenario: evidence, indicators and an index that averages their shares."""

from appraisal.matrix.begin import Begun, begin
from appraisal.matrix.tree import Marking

__all__ = ["Begun", "Marking", "begin"]
