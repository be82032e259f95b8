"""A rules file becomes a document, in the order in which an appraisal goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.errors import Refused
from appraisal.rules import build
from appraisal.rules_document.conditions import classes_section, gates_section
from appraisal.rules_document.document import Facts, RulesDocument, Section
from appraisal.rules_document.index import adjustments_section, index_section
from appraisal.rules_document.labels import VALUES
from appraisal.rules_document.money import money_section
from appraisal.rules_document.outcome import (
    checks_section,
    coverage_section,
    ranking_section,
)
from appraisal.rules_document.panels import panels_section
from appraisal.rules_document.places import lists_section
from appraisal.rules_words import Words, readable
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.model.indicator import Indicator
    from appraisal.schema import TableSchema


def rules_document(
    document: Mapping[str, Any],
    indicators: Mapping[str, Indicator],
    tables: Mapping[str, TableSchema],
    year: int,
) -> RulesDocument:
    """The document of rules that satisfy their schema, for one year; ``tables`` hold the register.

    Raises Refused where a curve is faulty.
    """
    rules, findings = build(document, "rules.json")
    if findings:
        raise Refused(findings)
    words = Words(rules, indicators, tables, year - 1 if rules.data_year == "previous" else year)
    sections = (
        Section(text("About these rules"), (Facts(tuple(_about(document, words))),)),
        gates_section(words),
        classes_section(words),
        index_section(words),
        adjustments_section(words),
        panels_section(words),
        ranking_section(words),
        money_section(words),
        lists_section(words),
        coverage_section(words),
        _params(words),
        checks_section(words),
    )
    notice = text("Example rules, not official") if rules.is_example else ""
    return RulesDocument(rules.title, notice, tuple(section for section in sections if not section.is_empty))


def _about(document: Mapping[str, Any], words: Words) -> Iterator[tuple[object, object]]:
    authority, rules = document["authority"], words.rules
    yield text("Id"), rules.id
    if authority.get("issuers"):
        yield text("Issued by"), Joined(tuple(authority["issuers"]), text(", "))
    if authority.get("document_no"):
        yield text("Number"), authority["document_no"]
    if authority.get("issued_on"):
        yield text("Issued on"), authority["issued_on"]
    if "clauses" in document:
        yield text("Clauses are those of"), document["clauses"]
    if rules.valid:
        yield text("Years"), text("{first} to {last}", first=rules.valid[0], last=rules.valid[-1])
    yield text("Data year"), VALUES["data_year", rules.data_year]


def _params(words: Words) -> Section:
    """What the rules set of the formulas of indicators."""
    pairs = []
    for name, values in words.rules.params.items():
        made = words.indicators.get(name)
        for param, value in values.items():
            title = made.params[param].title if made and param in made.params else param
            of = text("{indicator}: {param}", indicator=words.source(name), param=title)
            pairs.append((of, value if isinstance(value, str) else readable(value)))
    return Section(text("Numbers set for the indicators"), (Facts(tuple(pairs)),) if pairs else ())
