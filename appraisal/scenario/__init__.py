"""A scenario: one appraisal's rules, evidence, plugins and decisions, found, checked and ready to run."""

from appraisal.scenario.documents import Documents, EvidenceFile, kept, shipped_evidence, stated_rules, stated_scenario
from appraisal.scenario.evidence import check_files
from appraisal.scenario.load import Scenario, assemble, load_scenario
from appraisal.scenario.locate import find_scenario, inside, shipped_scenarios

__all__ = [
    "Documents",
    "EvidenceFile",
    "Scenario",
    "assemble",
    "check_files",
    "find_scenario",
    "inside",
    "kept",
    "load_scenario",
    "shipped_evidence",
    "shipped_scenarios",
    "stated_rules",
    "stated_scenario",
]
