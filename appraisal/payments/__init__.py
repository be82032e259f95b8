"""Money sheets: what platforms are paid, or what is stated of an amount, beside and apart from all marks."""

from appraisal.payments.lines import PAYMENTS, awarded_lines
from appraisal.payments.sheets import pay
from appraisal.payments.words import in_yuan, rule_words

__all__ = ["PAYMENTS", "awarded_lines", "in_yuan", "pay", "rule_words"]
