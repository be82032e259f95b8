"""appraisal scenarios: which there are and what they say, one of your own begun, and what a city may be handed."""

from appraisal.cli.scenarios.annex import annex, from_annex
from appraisal.cli.scenarios.diff import diff
from appraisal.cli.scenarios.list import list_
from appraisal.cli.scenarios.new import new
from appraisal.cli.scenarios.pack import pack
from appraisal.cli.scenarios.show import show

__all__ = ["annex", "diff", "from_annex", "list_", "new", "pack", "show"]
