"""The rules of a year: from rules.json to frozen values, with everything that is wrong said at once."""

from appraisal.rules.build import build, notice
from appraisal.rules.consistency import inconsistencies
from appraisal.rules.dated import in_force

__all__ = ["build", "in_force", "inconsistencies", "notice"]
