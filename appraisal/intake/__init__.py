"""The cities' files as they come: read, checked together, answered one by one, and made into evidence."""

from appraisal.intake.book import Entry
from appraisal.intake.examine import examine_files, mark_files, merge_files, nothing_found
from appraisal.intake.inbox import Received, find_files
from appraisal.intake.matching import Matched
from appraisal.intake.receive import Outcome, receive
from appraisal.intake.standing import Standing, standing
from appraisal.intake.words import STATES, state_of

__all__ = [
    "STATES",
    "Entry",
    "Matched",
    "Outcome",
    "Received",
    "Standing",
    "examine_files",
    "find_files",
    "mark_files",
    "merge_files",
    "nothing_found",
    "receive",
    "standing",
    "state_of",
]
