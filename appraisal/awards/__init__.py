"""Awards: who wins, what is still open, and what the fund holds afterwards."""

from appraisal.awards.amounts import with_amounts
from appraisal.awards.awarded import Awarded
from appraisal.awards.findings import SAME_ENTITY, open_findings, rounding_findings
from appraisal.awards.given import award
from appraisal.awards.grouped import group_of
from appraisal.awards.ledger import LEDGER, ledger

__all__ = [
    "LEDGER",
    "SAME_ENTITY",
    "Awarded",
    "award",
    "group_of",
    "ledger",
    "open_findings",
    "rounding_findings",
    "with_amounts",
]
