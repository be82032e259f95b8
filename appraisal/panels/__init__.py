"""Panels: the marks of experts become one number per platform, an exact trimmed mean."""

from appraisal.panels.average import COUNTED, HIGHEST, LOWEST, PARTS, RECUSED
from appraisal.panels.ballot import EXPERT, EXPERTS, organisation
from appraisal.panels.measures import DETAILS, PanelMeasures, measure_panels
from appraisal.panels.ranges import range_of

__all__ = [
    "COUNTED",
    "DETAILS",
    "EXPERT",
    "EXPERTS",
    "HIGHEST",
    "LOWEST",
    "PARTS",
    "RECUSED",
    "PanelMeasures",
    "measure_panels",
    "organisation",
    "range_of",
]
