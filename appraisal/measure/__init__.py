"""Measures: how each indicator's number is read from evidence, platform by platform."""

from appraisal.measure.bind import PLATFORM, Compiled, bind
from appraisal.measure.facts import with_facts
from appraisal.measure.measures import Measure, Measures
from appraisal.measure.read import measure, submitted
from appraisal.measure.sources import in_order, linked
from appraisal.measure.writable import decimals_of

__all__ = [
    "PLATFORM",
    "Compiled",
    "Measure",
    "Measures",
    "bind",
    "decimals_of",
    "in_order",
    "linked",
    "measure",
    "submitted",
    "with_facts",
]
