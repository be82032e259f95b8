"""The way from one appraisal to another in stated steps, each an appraisal of its own between the two.

The parts of A give way to those of B one after the other: eligibility, measures, curves, weights. What a step
changes depends on the order (docs/decisions/0009); the changes of all steps add up to the whole, exactly.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal.errors import Refused
from appraisal.model.rules import ADJUSTMENTS, ROOT
from appraisal.replays.index_tree import standings
from appraisal.scenario import assemble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.scenario import Documents, Scenario

#: In their order.
STEPS = ("eligibility", "measures", "curves", "weights")
#: What of the rules says who takes part and among whom a number of the cohort is taken.
_ELIGIBILITY = ("gates", "classes", "cohort", "vetoes")
#: What of the rules says how evidence becomes measures.
_MEASURES = ("params", "panels", "data_year", "checks", "limits", "quarantine")


def hybrids(before: Scenario, after: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Each step with the appraisal after it; the last is ``after``.

    A step between the two that makes no appraisal is left out: what it would have changed is the next one's.
    """
    a, b = before.documents, after.documents
    eligible = _taking(a.rules, b.rules, _ELIGIBILITY)
    measured = _taking(eligible, b.rules, _MEASURES)
    documents = {
        "eligibility": replace(_with_both(a, b), rules=eligible),
        "measures": replace(_with_both(b, a), rules=measured),
        "curves": replace(_with_both(b, a), rules=_with_curves(measured, b.rules)),
    }
    for step in STEPS[:-1]:
        known = before if step == "eligibility" else after
        try:
            yield step, assemble(documents[step], known)
        except Refused:
            continue
    yield STEPS[-1], after


def _taking(rules: Mapping[str, Any], others: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The rules with some of their keys as the others have them."""
    kept = {key: value for key, value in rules.items() if key not in keys}
    return {**kept, **{key: others[key] for key in keys if key in others}}


def _with_both(own: Documents, others: Documents) -> Documents:
    """Documents that also know the indicators and tables of the others, which rules of theirs may read."""
    indicators = {
        **own.indicators,
        **{kind: {**others.indicators[kind], **own.indicators[kind]} for kind in ("indicators", "tables")},
    }
    made, schemas = {**others.made, **own.made}, {**others.schemas, **own.schemas}
    return replace(own, indicators=indicators, made=made, schemas=schemas)


def _with_curves(rules: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """The tree and the weights of the rules, each leaf that both have as the others mark it."""
    theirs, own = _leaves(others), standings(rules)

    def walked(name: str, node: Mapping[str, Any], *, adds_up: bool, is_index: bool) -> dict[str, Any]:
        if "nodes" in node:
            sums = node.get("combine", "sum") == "sum"
            nodes = {one: walked(one, part, adds_up=sums, is_index=is_index) for one, part in node["nodes"].items()}
            return {**node, "nodes": nodes}
        if name not in theirs:
            return dict(node)
        leaf = {key: value for key, value in theirs[name].items() if key not in ("weight", "scaled_by")}
        leaf |= {key: node[key] for key in ("weight",) if key in node}
        if not is_index:
            return leaf
        if adds_up:
            ratio = own[name].stated(name) * own[name].ratio(name) / Fraction(leaf["full_mark"])
            return leaf if ratio == 1 else {**leaf, "scaled_by": f"{ratio.numerator}/{ratio.denominator}"}
        kept = {key: node[key] for key in ("scaled_by",) if key in node}
        return {**leaf, "weight": node.get("weight", node["full_mark"]), **kept}

    found = {**rules, ROOT: walked(ROOT, rules[ROOT], adds_up=True, is_index=True)}
    if rules.get(ADJUSTMENTS):
        nodes = rules[ADJUSTMENTS].items()
        found[ADJUSTMENTS] = {name: walked(name, node, adds_up=True, is_index=False) for name, node in nodes}
    return found


def _leaves(rules: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    def walked(nodes: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for name, node in nodes.items():
            if "nodes" in node:
                yield from walked(node["nodes"])
            else:
                yield name, node

    return {**dict(walked(rules[ROOT]["nodes"])), **dict(walked(rules.get(ADJUSTMENTS, {})))}
