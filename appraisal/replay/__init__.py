"""Replay: an appraisal again, to the digit, or as it would have been under other rules or evidence."""

from appraisal.replay.changes import Change, change_of, changed_rules, parse_change
from appraisal.replay.grid import Variation, grid_table, read_grid
from appraisal.replay.recorded import Recorded, compare_with_recorded, recorded_result
from appraisal.replay.replayer import Replay, Replayer, open_replayer, replay, rules_of

__all__ = [
    "Change",
    "Recorded",
    "Replay",
    "Replayer",
    "Variation",
    "change_of",
    "changed_rules",
    "compare_with_recorded",
    "grid_table",
    "open_replayer",
    "parse_change",
    "read_grid",
    "recorded_result",
    "replay",
    "rules_of",
]
