"""A scenario: one appraisal's rules, evidence, plugins and decisions, found, checked and ready to run."""

from appraisal.scenario.chain import merge_patch
from appraisal.scenario.difference import Difference, differences
from appraisal.scenario.documents import Documents, named_plugins, resolve, stated_rules, stated_scenario, written_rules
from appraisal.scenario.load import Scenario, assemble, load_scenario
from appraisal.scenario.locate import find_scenario, previous_folder, shipped_folder, shipped_scenarios
from appraisal.scenario.new import is_scenario_id, new_scenario
from appraisal.scenario.own_copy import copied_scenario
from appraisal.scenario.prepare import Prepared, prepare
from appraisal.scenario.previous import Before
from appraisal.scenario.recall import recall
from appraisal.scenario.record import recorded
from appraisal.scenario.rounds import ROUNDS, round_title
from appraisal.scenario.sources import source_faults
from appraisal.scenario.stated_files import EvidenceFile

__all__ = [
    "ROUNDS",
    "Before",
    "Difference",
    "Documents",
    "EvidenceFile",
    "Prepared",
    "Scenario",
    "assemble",
    "copied_scenario",
    "differences",
    "find_scenario",
    "is_scenario_id",
    "load_scenario",
    "merge_patch",
    "named_plugins",
    "new_scenario",
    "prepare",
    "previous_folder",
    "recall",
    "recorded",
    "resolve",
    "round_title",
    "shipped_folder",
    "shipped_scenarios",
    "source_faults",
    "stated_rules",
    "stated_scenario",
    "written_rules",
]
