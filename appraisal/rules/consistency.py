"""What a JSON Schema cannot say of a rules file: marks that add up, names that exist, grades that cover."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Severity
from appraisal.model.node import Group
from appraisal.model.rules import cohort_numbers
from appraisal.model.treatment import needs_cohort
from appraisal.numbers.digits import plain
from appraisal.rules.bound_faults import bound_faults
from appraisal.rules.condition_faults import condition_faults
from appraisal.rules.fault import Fault, fault, unknown
from appraisal.rules.node_faults import node_faults
from appraisal.rules.panels import panel_faults
from appraisal.rules.payment_faults import payment_faults
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.model.node import Node
    from appraisal.model.rules import Rules

#: What the province itself states: a fault in it is mended, never set aside.
_NEVER_SET_ASIDE = frozenset({"platforms", "towns", "verified", "vetoes", "ledger", "experts", "panel_marks"})


def inconsistencies(rules: Rules, document: Mapping[str, object], file: str) -> list[Finding]:
    """Everything in the rules that contradicts itself."""
    return [
        Finding(code, message, fix, severity, Place(file=file, pointer=pointer))
        for code, pointer, message, fix, severity in (
            *node_faults(rules),
            *bound_faults(rules, document),
            *condition_faults(rules),
            *panel_faults(rules.panels, rules.sources),
            *_cohort(rules),
            *_grades(rules),
            *_grade_order(rules, document),
            *_awards(rules, document),
            *payment_faults(rules, document),
            *_ties(rules),
            *_quarantine(rules),
        )
    ]


def _cohort(rules: Rules) -> Iterator[Fault]:
    uses: list[Node] = [
        leaf
        for leaf in rules.leaves
        if cohort_numbers(leaf.curve) or leaf.missing.kind == "median" or any(map(needs_cohort, leaf.treat))
    ]
    uses += [node for node, _ in rules.walk() if isinstance(node, Group) and node.compares]
    if uses and rules.cohort is None:
        yield fault(
            "cohort",
            "$",
            text(
                "{title} takes a number from all platforms, but the rules do not say which ones.", title=uses[0].title
            ),
            text('Write "cohort": "eligible" for those that no gate or veto excludes, or "submitted" for all.'),
        )


def _grades(rules: Rules) -> Iterator[Fault]:
    without = [grade.id for grade in rules.grades if grade.is_last]
    if len(without) != 1 or not rules.grades[-1].is_last:
        yield fault(
            "grades_lowest",
            "$.grades",
            text("{count} grades ask for nothing: {ids}.", count=len(without), ids=Joined(tuple(without), ", ")),
            text("Exactly one grade, the last, asks for nothing: no minimum, no condition, no quota."),
        )
    plain_ones = [one for one in rules.grades if one.when is None and one.quota is None]
    for minimum, times in Counter(grade.minimum for grade in plain_ones if grade.minimum is not None).items():
        if times > 1:
            yield fault(
                "grades_equal",
                "$.grades",
                text("{count} grades have the minimum {minimum}.", count=times, minimum=plain(minimum)),
                text("Give each grade a minimum of its own."),
            )


def _grade_order(rules: Rules, document: Mapping[str, object]) -> Iterator[Fault]:
    """Grades stand from the best to the last; minimums that say otherwise are more likely mistyped than meant."""
    stated = document.get("grades")
    written = list(stated) if isinstance(stated, dict) else []
    ordered = [grade.id for grade in rules.grades]
    if written != ordered:
        titles = {grade.id: grade.title for grade in rules.grades}
        yield fault(
            "grades_order",
            "$.grades",
            text(
                "The grades are written as {written}, but by their minimums the order is {ordered}.",
                written=Joined(tuple(titles[one] for one in written), text(", ")),
                ordered=Joined(tuple(titles[one] for one in ordered), text(", ")),
            ),
            text("Correct the minimums, or write the grades from the best to the last."),
            Severity.WARNING,
        )


def _awards(rules: Rules, document: Mapping[str, object]) -> Iterator[Fault]:
    if len(rules.valid) == 0:
        yield fault(
            "valid_years",
            "$.valid",
            text("The years of the rules end before they begin."),
            text("Let from be at most to."),
        )
    if rules.awards is None:
        return
    given = document.get("awards")
    grade = given.get("grade") if isinstance(given, dict) else None
    if not rules.awards.grades:
        yield unknown("awards_grade", "$.awards.grade", grade, [grade.id for grade in rules.grades])
    if rules.awards.fund not in rules.funds:
        yield unknown("awards_fund", "$.awards.fund", rules.awards.fund, rules.funds)


def _ties(rules: Rules) -> Iterator[Fault]:
    known = {node.id for node, _ in rules.walk()} | set(rules.sources)
    for position, tie in enumerate(rules.ties):
        if tie not in known:
            yield unknown("ties_unknown", f"$.ranking.ties[{position}]", tie, known)


def _quarantine(rules: Rules) -> Iterator[Fault]:
    for table in rules.quarantine:
        if table in _NEVER_SET_ASIDE:
            yield fault(
                "quarantine_table",
                "$.quarantine",
                text("Rows of {table} are never set aside: they say who takes part and who is paid.", table=table),
                text("Take it off the list and mend its rows."),
            )
