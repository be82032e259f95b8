"""Replay: an appraisal again, to the digit, or as it would have been under other rules or evidence."""

from appraisal.replays.changes import Change, change_of, changed_rules, parse_change
from appraisal.replays.grid import Variation, grid_table, read_grid
from appraisal.replays.index_tree import standings
from appraisal.replays.recorded import Recorded, compare_with_recorded, recorded_result
from appraisal.replays.replayer import Replay, Replayer, open_replayer, replay, rules_of
from appraisal.replays.weights import weighed_anew

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
    "standings",
    "weighed_anew",
]
