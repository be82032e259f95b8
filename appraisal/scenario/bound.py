"""The indicators of a scenario bound to its tables, its params and its year, and the tables that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal import declarative
from appraisal.errors import Finding, Place, Refused
from appraisal.formula import MEASURES, PREVIOUS
from appraisal.measure import Compiled, bind, in_order, linked
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from appraisal.model.rules import Rules
    from appraisal.scenario.documents import Documents


def bound_indicators(
    rules: Rules, documents: Documents, year: int, file: str, findings: list[Finding]
) -> tuple[Compiled, ...]:
    """The indicators that the rules read, bound to a year; what is wrong is added to ``findings``."""
    indicators, schemas = documents.made, documents.schemas
    findings += _reserved(schemas)
    bound: dict[str, Compiled] = {}
    for name in sorted(rules.indicators):
        if name not in indicators:
            findings.append(
                Finding(
                    "rules|indicator_unknown",
                    text("There is no indicator {name} among the scenario's plugins.", name=name),
                    text("Named in the scenario: {known}.", known=Joined(tuple(indicators), ", ")),
                    place=Place(file=file, pointer=_pointer(rules, name)),
                    value=name,
                )
            )
            continue
    # Those that nothing reads yet as well: what is wrong with them is said all the same.
    for name, made in sorted(indicators.items()):
        params = rules.params.get(name, {})
        faults = declarative.param_faults(made, params, file, f"$.params.{name}")
        findings += faults
        try:
            values = {} if faults else params
            bound[name] = bind(made, schemas, year, values, f"plugins/{name}/indicator.json", among=indicators)
        except Refused as refused:
            findings += refused.findings
    try:
        compiled = linked(sorted(rules.indicators), bound, lambda: _before(documents))
    except Refused as refused:
        findings += refused.findings
        return ()
    read = {one.indicator.id for one in in_order(compiled)} | set(rules.indicators)
    findings += [
        Finding(
            "params|indicator_unknown",
            text("There are params for {name}, which the rules do not read.", name=name),
            text("Remove them, or correct the id."),
            place=Place(file=file, pointer=f"$.params.{name}"),
        )
        for name in rules.params
        if name not in read
    ]
    return compiled


def _before(documents: Documents) -> pl.DataFrame | None:
    return documents.before.frame() if documents.before else None


def _reserved(schemas: Iterable[str]) -> list[Finding]:
    return [
        Finding(
            "evidence|table_reserved",
            text("No table of evidence has the name {table}: formulas read measures there.", table=table),
            text("Give the table of the plugin another name."),
            place=Place(file=f"{table}.schema.json", pointer="$.x-table"),
        )
        for table in sorted({MEASURES, PREVIOUS} & set(schemas))
    ]


def _pointer(rules: Rules, indicator: str) -> str:
    leaf = next((leaf.id for leaf in rules.leaves if leaf.source == indicator), None)
    if leaf:
        return f"$.index, {leaf}"
    sheet = next((sheet.id for sheet in rules.payments if sheet.source == indicator), None)
    if sheet:
        return f"$.payments.{sheet}.from"
    for panel in rules.panels.values():
        for criterion in panel.criteria.values():
            if criterion.range and str(criterion.range.of) == indicator:
                return f"$.panels.{panel.id}.criteria.{criterion.id}.range.of"
    return next(f"{one.pointer}.of" for one in rules.requirements if str(one.of) == indicator)


def readers(rules: Rules, compiled: Sequence[Compiled]) -> dict[str, str]:
    """Every table that the rules or an indicator reads, and the first that does."""
    tables = {"platforms": "platforms"}
    if rules.has_vetoes:
        tables["vetoes"] = "$.vetoes"
    if rules.coverage:
        tables["towns"] = "$.coverage"
    if rules.panels:
        tables |= {"experts": "$.panels", "panel_marks": "$.panels"}
    for one in in_order(compiled):
        if one.is_of_measures:
            continue
        formulas = [formula for formula in (one.where, one.numerator, one.denominator) if formula]
        for table in (
            one.indicator.table,
            *(full.partition(".")[0] for formula in formulas for full in formula.references),
        ):
            tables.setdefault(table, one.indicator.id)
    return tables
