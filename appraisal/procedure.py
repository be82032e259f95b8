"""The appraisal itself, in the order of the policy: who takes part, measures, marks, gates, grades, ranks, awards."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from appraisal import (
    awards,
    coverage,
    decisions,
    gates,
    grades,
    history,
    local_ranks,
    measure,
    payments,
    ranks,
    received,
    result,
    score,
    shortlist,
)
from appraisal.conditions import Ground
from appraisal.errors import Finding, Refused, refuse_on_error
from appraisal.numbers import OutOfRangeError
from appraisal.observed import Observed, doubts_of, ground_of, in_operation, observe, vetoed
from appraisal.rules import notice
from appraisal.scenario import recorded
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.evidence import Table
    from appraisal.model.scope import Scope
    from appraisal.result import Result
    from appraisal.scenario import Scenario
    from appraisal.score import Scores


def appraise(scenario: Scenario, observed: Observed | None = None) -> Result:
    """Judge every platform of a scenario by its rules; see :func:`_judge` for the steps.

    A pure function of the scenario: the same rules, evidence and indicators give the same result. ``observed``
    saves observing again; it must be what :func:`observe` gives for this scenario. Raises
    :class:`appraisal.Refused` where the evidence lets no result stand.
    """
    try:
        return _judge(scenario, observed)
    except OutOfRangeError as error:
        raise Refused([_too_large(error)]) from error


def _judge(scenario: Scenario, observed: Observed | None) -> Result:
    """The steps of the appraisal in the order of the policy."""
    if scenario.scope:
        return _judge_locally(scenario, scenario.scope)
    rules, tables = scenario.rules, scenario.tables
    observed = observed or observe(scenario)
    platforms, measured = observed.platforms, observed.measures
    refuse_on_error(decisions.faults(scenario.decisions, rules, set(platforms[measure.PLATFORM])))
    ground = Ground(measured, scenario.facts)
    # Articles 5 and 6: who is eligible at all.
    gated = gates.apply(platforms, ground, rules.gates, vetoed(scenario), scenario.decisions)
    # Article 24, 服务绩效: the marks; who passes a gate has at least what it requires.
    scored = score.score(gated.frame, ground, rules, _before(scenario))
    # Article 24, 考核优秀: the order and the grade, which may be a share of the best.
    ranked = ranks.rank(scored.frame, scored, measured, rules, scenario.decisions)
    judged, ranked, open_grades = grades.graded(scored, ranked, ground)
    # Article 24, 前20家: the awards, within the fund of Article 17.
    rule = rules.awards if scenario.year in rules.valid else None
    awarded = awards.award(ranked.frame, rule, rules.classes)
    awarded = awards.with_amounts(awarded, rule, scenario.received, scenario.year)
    # Articles 13 and 20: what is paid or stated beside the awards.
    sheets, unpaid = _paid(scenario, judged, ground, scored)
    outlays = tables["ledger"].frame if "ledger" in tables else None
    lines, overdrawn = awards.ledger(rules, scenario.year, scenario.opening, outlays, awarded, sheets)
    sheets = pl.concat([payments.awarded_lines(rules, awarded.frame), sheets])
    # Article 3: how many platforms each specialised town has.
    towns = tables["towns"].frame if rules.coverage else None
    covered = coverage.coverage(tables["platforms"].frame, gated.frame, towns, rules.coverage, scenario.year)
    findings = [*observed.doubts, *scored.findings, *gated.findings, *ranked.findings, *open_grades]
    findings += [*unpaid, *overdrawn]
    findings += [
        *awards.open_findings(awarded, ranked.frame),
        *awards.rounding_findings(awarded, awards.award(ranked.unrounded, rule, rules.classes)),
    ]
    findings += shortlist.too_many_nominated(judged, ground, rules)
    refuse_on_error(findings)
    # What the years after this one will ask of it.
    counted = partial(history.closing, scenario.history, rules=rules, year=scenario.year)
    handed = partial(received.closing, scenario.received, register=judged, year=scenario.year)
    return result.build(
        result.compose(
            rules,
            judged,
            measured,
            scored,
            awarded,
            sheets,
            lines,
            covered,
            findings,
            history=counted,
            handed=handed,
        ),
        recorded(scenario.documents),
        year=scenario.year,
        notice=said.render("zh") if (said := notice(rules, scenario.documents.scenario)) else None,
        exact=rules.is_exact,
        awards_state="open" if awarded.is_open else "given" if rule else "none",
        inputs=scenario.documents.inputs,
    )


def _judge_locally(scenario: Scenario, scope: Scope) -> Result:
    """A city's rules on the evidence of all, and the order of its scope beside what the province says of it."""
    # The province first, by itself: nothing local is in reach of it.
    province = appraise(scenario.province) if scenario.province else None
    standing = result.standing_of(province) if province else scenario.official
    assert standing is not None
    rules = scenario.rules
    ground, scored, findings = _marked(scenario, local_ranks.handed_in(scenario.tables, standing))
    measured, scored = ground.measures, score.within(scored, scope.holds)
    ids = set(scored.frame[measure.PLATFORM])
    ranked = ranks.rank(scored.frame, scored, measured, rules, scenario.decisions)
    judged, ranked, open_grades = grades.graded(scored, ranked, ground)
    awarded = awards.with_amounts(awards.award(ranked.frame, None), None, None, scenario.year)
    nothing, _ = payments.pay(judged, ground, {}, replace(rules, payments=()), None)
    findings = local_ranks.concerning([*findings, *ranked.findings, *open_grades], ids, scenario)
    findings += local_ranks.differing(judged, standing, scenario.documents.label)
    refuse_on_error(findings)
    ledger, _ = awards.ledger(rules, scenario.year, {}, None, awarded, nothing)
    measured = replace(measured, frame=measured.frame.filter(pl.col(measure.PLATFORM).is_in(ids)))
    both = local_ranks.both_ranks(ranked.frame.lazy(), standing)
    return result.build(
        result.compose(rules, judged, measured, scored, awarded, nothing, ledger, None, findings, both),
        recorded(scenario.documents, standing.content_digest),
        year=scenario.year,
        notice=said.render("zh") if (said := notice(rules, scenario.documents.scenario)) else None,
        exact=rules.is_exact and (province is None or bool(province.manifest["exact"])),
        awards_state="none",
        inputs=scenario.documents.inputs,
    )


def _paid(
    scenario: Scenario, judged: pl.DataFrame, ground: Ground, scored: Scores
) -> tuple[pl.DataFrame, list[Finding]]:
    """The money sheets, which pay nothing in a simulation of another year."""
    rules = scenario.rules
    if scenario.year not in rules.valid:
        rules = replace(rules, payments=())
    return payments.pay(judged, ground, scored.scored, rules, scenario.received)


def _before(scenario: Scenario) -> dict[str, dict[str, Fraction]]:
    """The values of the year before by source and platform, where a rule carries them over."""
    wanted = {leaf.source for leaf in scenario.rules.leaves if leaf.missing.kind == "carry"}
    if scenario.previous is None or not wanted:
        return {}
    scales = {one.indicator.id: one.indicator.scale for one in scenario.compiled}
    rows = scenario.previous.filter(pl.col("indicator").is_in(sorted(wanted)) & (pl.col("state") == "measured"))
    found: dict[str, dict[str, Fraction]] = {}
    for platform, source, low, bottom in rows.select(measure.PLATFORM, "indicator", "low", "denominator").iter_rows():
        found.setdefault(source, {})[platform] = Fraction(low) * scales.get(source, 1) / Fraction(bottom)
    return found


def _marked(scenario: Scenario, tables: Mapping[str, Table]) -> tuple[Ground, Scores, list[Finding]]:
    """Measures, gates and marks of all platforms of a local scenario."""
    rules = scenario.rules
    platforms = in_operation(tables["platforms"].frame, scenario.data_year)
    refuse_on_error(decisions.faults(scenario.decisions, rules, set(platforms[measure.PLATFORM])))
    ground = ground_of(scenario, platforms, tables)
    gated = gates.apply(platforms, ground, rules.gates, vetoed(scenario), scenario.decisions)
    scored = score.score(gated.frame, ground, rules, _before(scenario))
    return ground, scored, [*doubts_of(scenario, ground.measures), *scored.findings, *gated.findings]


def _too_large(error: OutOfRangeError) -> Finding:
    return Finding(
        "numbers|range",
        text("A number of the evidence or the rules is too large to be computed exactly ({error}).", error=error),
        text("Look for an amount in the wrong unit."),
    )


def marked(scenario: Scenario) -> tuple[Ground, Scores]:
    """Measures and marks of every platform that handed in anything, with nobody ranked.

    Of a local ranking the marks are by the city's rules. Raises Refused as :func:`appraise` does.
    """
    tables = scenario.tables
    if scenario.scope:
        standing = result.standing_of(appraise(scenario.province)) if scenario.province else scenario.official
        assert standing is not None
        tables = local_ranks.handed_in(tables, standing)
    ground, scored, findings = _marked(scenario, tables)
    refuse_on_error(findings)
    return ground, scored


def examine(scenario: Scenario) -> list[Finding]:
    """Every finding of a scenario's rules, evidence and decisions, with nothing scored."""
    if scenario.scope:
        return _examine_locally(scenario, scenario.scope)
    rules = scenario.rules
    platforms = in_operation(scenario.tables["platforms"].frame, scenario.data_year)
    ground = ground_of(scenario, platforms, scenario.tables)
    measured = ground.measures
    faults = list(decisions.faults(scenario.decisions, rules, set(platforms[measure.PLATFORM])))
    if faults:
        return [*faults, *doubts_of(scenario, measured)]
    gated = gates.apply(platforms, ground, rules.gates, vetoed(scenario), scenario.decisions)
    scored = score.score(gated.frame, ground, rules, _before(scenario))
    ranked = ranks.rank(scored.frame, scored, measured, rules, scenario.decisions)
    return [*doubts_of(scenario, measured), *scored.findings, *gated.findings, *ranked.findings]


def _examine_locally(scenario: Scenario, scope: Scope) -> list[Finding]:
    """Those about the scope and about what is the city's own; the others are the province's business."""
    _, scored, findings = _marked(scenario, scenario.tables)
    ids = set(scored.frame.filter(scope.holds)[measure.PLATFORM])
    return local_ranks.concerning(findings, ids, scenario)
