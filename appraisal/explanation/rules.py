"""The rules of a year as people read rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal import curves
from appraisal.explanation.gates import requirement
from appraisal.model.rules import ROOT, Group, Leaf
from appraisal.numbers.digits import grouped, plain
from appraisal.rules import build
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.model.rules import Node, Rules


def describe_rules(document: Mapping[str, Any]) -> Iterator[object]:
    """The rules line by line: gates, index, grades, ties, awards, funds, coverage."""
    rules, _ = build(document, "rules.json")
    yield rules.title
    if rules.is_example:
        yield text("Example rules, not official")
    if rules.awards:
        yield text("Awards in the years {first} to {last}", first=rules.valid[0], last=rules.valid[-1])
    yield from _gates(rules)
    yield ""
    yield text("Index, full mark {full_mark}:", full_mark=_full_mark(rules.index))
    yield from _nodes(rules.index, 1)
    yield from _outcome(rules)


def _gates(rules: Rules) -> Iterator[object]:
    if rules.gates:
        yield ""
        yield text("Gates:")
    for gate in rules.gates:
        required = requirement(gate)
        yield text(
            "  {title}{clause}: {of} {required}",
            title=gate.title,
            clause=_clause(gate.clause),
            of=gate.indicator or gate.fact,
            required=required,
        )


def _nodes(group: Group, depth: int) -> Iterator[object]:
    for node in group.nodes:
        line = text(
            "{indent}{title} [{id}]{clause}: {full_mark}",
            indent="  " * depth,
            title=node.title,
            id=node.id,
            clause=_clause(node.clause),
            full_mark=_full_mark(node),
        )
        yield line
        if isinstance(node, Leaf):
            yield text(
                "{indent}{indicator}: {curve}",
                indent="  " * (depth + 2),
                indicator=node.indicator,
                curve=curves.describe(node.curve),
            )
        else:
            yield from _nodes(node, depth + 1)


def _full_mark(node: Node) -> object:
    shown = plain(node.full_mark)
    if isinstance(node, Leaf) or node.cap is None:
        return shown
    return text("{full_mark} at most, of {sum}", full_mark=shown, sum=plain(sum(one.full_mark for one in node.nodes)))


def _outcome(rules: Rules) -> Iterator[object]:
    titles = {node.id: node.title for node, _ in rules.index.walk() if node.id != ROOT}
    yield ""
    yield text(
        "Rounding: marks {leaf} decimals, composite {total} decimals, half up",
        leaf=rules.leaf_decimals,
        total=rules.total_decimals,
    )
    yield text(
        "Grades: {grades}",
        grades=Joined(
            tuple(
                grade.title
                if grade.minimum is None
                else text("{title} from {minimum}", title=grade.title, minimum=plain(grade.minimum))
                for grade in rules.grades
            ),
            text(", "),
        ),
    )
    yield text(
        "Equal composites are ordered by: {chain}",
        chain=Joined(tuple(titles.get(tie, tie) for tie in rules.ties), text(", then ")),
    )
    award = rules.awards
    if award:
        yield text(
            "Awards{clause}: {places} places of {amount} yuan each, from {fund}",
            clause=_clause(award.clause),
            places=award.places,
            amount=grouped(award.amount_yuan),
            fund=rules.funds[award.fund].title if award.fund in rules.funds else award.fund,
        )
        if award.per == "legal_entity":
            yield (
                text("One award per legal entity; a freed place goes to the next")
                if award.freed_place == "next"
                else text("One award per legal entity; a freed place lapses")
            )
    for fund in rules.funds.values():
        yield text(
            "Fund{clause}: {title}, {total} yuan",
            clause=_clause(fund.clause),
            title=fund.title,
            total=grouped(fund.total_yuan),
        )
    if rules.coverage:
        targets = Joined(
            tuple(
                text("from the end of {year}: {minimum}", year=year, minimum=minimum)
                for year, minimum in sorted(rules.coverage.minimum_from.items())
            ),
            text(", "),
        )
        yield text(
            "Platforms in each specialised town{clause}: {targets}",
            clause=_clause(rules.coverage.clause),
            targets=targets,
        )


def _clause(clause: str | None) -> object:
    return text(" (Article {clause})", clause=clause) if clause else ""
