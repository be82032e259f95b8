"""A trial: what an indicator would have done to a year, with nothing touched."""

from appraisal.trial.alone import measured_alone
from appraisal.trial.borrowed import Borrowed, borrow
from appraisal.trial.rows import Rows
from appraisal.trial.spread import Spread
from appraisal.trial.trial import Trial, try_plugin
from appraisal.trial.weighed import Move, Weighed

__all__ = ["Borrowed", "Move", "Rows", "Spread", "Trial", "Weighed", "borrow", "measured_alone", "try_plugin"]
