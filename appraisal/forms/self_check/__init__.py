"""The self-check of a form: the gates in live formulas that give the same answer as the engine."""

from appraisal.forms.self_check.sheet import write_check

__all__ = ["write_check"]
