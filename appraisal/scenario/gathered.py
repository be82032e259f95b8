"""The evidence of a scenario as its rules take it, kept so that other rules need not read it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal.plausibility import table_doubts
from appraisal.scenario.evidence import check_evidence, read_evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.errors import Finding
    from appraisal.evidence import Table
    from appraisal.model.rules import Rules
    from appraisal.scenario.documents import Documents
    from appraisal.scenario.evidence import Read


@dataclass(frozen=True)
class Gathered:
    """Tables that were read, checked, and rid of the rows that the rules set aside."""

    #: What they were gathered from.
    documents: Documents
    read: Read
    #: All that rules and year had to say in what follows.
    asked: tuple[Any, ...]
    tables: Mapping[str, Table]
    findings: tuple[Finding, ...]
    doubts: tuple[Finding, ...]


def gather(
    documents: Documents,
    rules: Rules,
    year: int,
    beside: Mapping[str, Table] | None = None,
    known: Gathered | None = None,
) -> Gathered:
    """The evidence of the documents; what ``known`` holds of the very same files is not read, nor checked, again."""
    asked = (rules.quarantine, rules.checks, year)
    known = known if known is not None and _same_files(documents, known.documents) else None
    if known is not None and known.asked == asked:
        return known
    read = known.read if known is not None else read_evidence(documents, beside or ())
    tables, findings = check_evidence(read, rules, year, beside)
    return Gathered(documents, read, asked, tables, tuple(findings), tuple(table_doubts(tables, rules, year)))


def _same_files(documents: Documents, others: Documents) -> bool:
    """The same bytes are read by the same schemas, beside the same tables of the province."""
    same = documents.evidence is others.evidence and documents.province is others.province
    return same and all(documents.schemas.get(name) is others.schemas.get(name) for name in documents.evidence)
