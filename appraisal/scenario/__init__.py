"""A scenario: one appraisal's rules, evidence, plugins and decisions, found, checked and ready to run."""

from appraisal.scenario.documents import Documents, EvidenceFile
from appraisal.scenario.load import Scenario, assemble, load_scenario
from appraisal.scenario.locate import find_scenario, shipped_scenarios

__all__ = ["Documents", "EvidenceFile", "Scenario", "assemble", "find_scenario", "load_scenario", "shipped_scenarios"]
