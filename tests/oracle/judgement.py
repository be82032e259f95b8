"""The oracle's appraisal, in the order of ``docs/semantics.md``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tests.oracle.awards import FEW, contest, number_of_outcomes, reserved_places, settle
from tests.oracle.bounds import settle_by_bounds
from tests.oracle.cohort import Cohort
from tests.oracle.comparison import compared
from tests.oracle.conditions import FACT, Subject
from tests.oracle.coverage import coverage, in_operation
from tests.oracle.decisions import Decisions
from tests.oracle.evidence import Cells, Evidence, read_evidence
from tests.oracle.gates import narrowed, narrows, outcome
from tests.oracle.grades import Grading
from tests.oracle.history import history_measure, read_counts
from tests.oracle.ledger import ledger
from tests.oracle.marks import Marking
from tests.oracle.measures import Indicator, measure, read_indicators
from tests.oracle.money import all_paid, award_lines, sheet_lines
from tests.oracle.order import Order, chain_key
from tests.oracle.panels import panel_measure
from tests.oracle.places import group_scopes
from tests.oracle.rounding import rounded
from tests.oracle.scales import with_scales
from tests.oracle.scenario import Scenario, read_scenario
from tests.oracle.sources import marked_facts, used_panels
from tests.oracle.stand_ins import StandIns
from tests.oracle.tree import Freezer, tree
from tests.oracle.verdict import Registered, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from pathlib import Path

    from tests.oracle.requirements import Ends
    from tests.oracle.scenario import Json

    #: The marks that a result says, by node of each platform.
    Said = Mapping[str, Mapping[str, Fraction]]

#: Parts the further types of a platform in the register.
FULL_SEMICOLON = "\uff1b"


def judge(
    scenario_folder: Path, plugins_dirs: list[Path], opening: dict[str, int] | None = None, said: Said | None = None
) -> Verdict:
    """The verdict on a scenario; ``opening`` gives a fund the closing balance of the previous result.

    The marks that a result ``said`` are taken over for nodes whose exact value has no end, where they are within a
    unit of the last decimal of the oracle's own: so all that follows from them can be compared exactly.
    """
    scenario = read_scenario(scenario_folder)
    case = Case.of(scenario, plugins_dirs)
    case.to_the_ranks(said or {})
    case.award(opening or {})
    case.cover()
    return case.verdict


@dataclass
class Case:
    """What a verdict is made of; each step below fills its part of it."""

    scenario: Scenario
    evidence: Evidence
    indicators: dict[str, Indicator]
    decisions: Decisions
    platforms: dict[str, Cells] = field(default_factory=dict)
    #: The platforms that submitted, as conditions and curves see them.
    subjects: dict[str, Subject] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=Verdict)
    order: Order = field(init=False)

    @classmethod
    def of(cls, scenario: Scenario, plugins_dirs: list[Path]) -> Case:
        """The case of a scenario, with its files read."""
        scenario.rules = {**scenario.rules, "index": with_scales(scenario.rules["index"])}
        return cls(
            scenario,
            read_evidence(scenario.evidence, plugins_dirs),
            read_indicators(scenario, plugins_dirs),
            Decisions(scenario.decisions),
        )

    def to_the_ranks(self, said: Said) -> None:
        """All that comes before the awards."""
        self.open_verdict()
        self.measure()
        self.put_to_the_gates()
        self.give_status()
        self.mark(said)
        self.rank()
        self.give_grades()

    def open_verdict(self) -> None:
        """The platforms of the appraisal: those in operation in the data year."""
        rules, year = self.scenario.rules, self.scenario.data_year
        first, last = date(year, 1, 1), date(year, 12, 31)
        for row in self.evidence.table("platforms").rows:
            if in_operation(row, first, last):
                self.platforms[row["platform_id"]] = row
        verdict = self.verdict
        verdict.nodes = tree(rules)
        verdict.total_digits = rules["rounding"]["total"]
        verdict.register = {
            one: Registered(row["name"], row["city"], row["town"], row["entity_code"] or "")
            for one, row in self.platforms.items()
        }

    def measure(self) -> None:
        """Measures."""
        rules = self.scenario.rules
        panels, counts = used_panels(rules), read_counts(self.scenario)
        for platform, row in self.platforms.items():
            for name, indicator in self.indicators.items():
                self.verdict.measures[platform, name] = measure(indicator, platform, self.evidence)
            for name, known in counts.items():
                self.verdict.measures[platform, name] = history_measure(name, platform, known, self.evidence)
            for name in panels:
                self.verdict.measures[platform, name] = panel_measure(name, row, rules, self.evidence)
            self.verdict.facts |= {(platform, one): row[one.removeprefix(FACT)] for one in marked_facts(rules)}
            if self.evidence.has_submitted(platform):
                measured = {name: self._ends(platform, name) for name in (*self.indicators, *panels, *counts)}
                self.subjects[platform] = Subject(row, measured, classes=rules.get("classes", {}))

    def _ends(self, platform: str, name: str) -> Ends | None:
        found = self.verdict.measures[platform, name]
        if found.state != "measured" or name in self.indicators:
            return self.indicators[name].ends(found) if found.state == "measured" else None
        return (found.numerator / found.denominator,) * 2

    def put_to_the_gates(self) -> None:
        """Gates, after the decisions; then the intervals are narrowed by the gates that are not failed."""
        gates = self.scenario.rules.get("gates", {})
        for platform, subject in self.subjects.items():
            for name, gate in gates.items():
                found = outcome(gate, subject)
                self.verdict.gates[platform, name] = self.decisions.on_gate(found, platform, name)
            subject.narrowed = {
                name: None if ends is None else narrowed(ends, self._proved(platform, name))
                for name, ends in subject.measured.items()
            }

    def _proved(self, platform: str, indicator: str) -> list[Mapping[str, object]]:
        return [
            gate["require"]
            for id_, gate in self.scenario.rules.get("gates", {}).items()
            if narrows(gate, indicator)
            and self.verdict.gates[platform, id_] != "fail"
            and not self.decisions.is_waived(platform, id_)
        ]

    def gate_outcomes(self, platform: str) -> list[str]:
        """One platform's, gate by gate."""
        return [self.verdict.gates[platform, name] for name in self.scenario.rules.get("gates", {})]

    def give_status(self) -> None:
        """The status of every platform."""
        self.verdict.status = {platform: self._status(platform) for platform in self.platforms}

    def _status(self, platform: str) -> str:
        if platform not in self.subjects:
            return "not_submitted"
        if self._is_vetoed(platform):
            return "vetoed"
        outcomes = self.gate_outcomes(platform)
        if "fail" in outcomes:
            return "ineligible"
        return "undecided" if "undecided" in outcomes else "ranked"

    def _is_vetoed(self, platform: str) -> bool:
        decided = self.decisions.on_veto(platform)
        if decided is not None:
            return decided == "veto"
        return "vetoes" in self.scenario.rules and bool(self.evidence.table("vetoes").of_platform(platform))

    def with_status(self, *wanted: str) -> list[str]:
        """The platforms of some status."""
        return [one for one, status in self.verdict.status.items() if status in wanted]

    def cohort(self) -> Cohort:
        """The platforms that the cohort's numbers are taken from."""
        if self.scenario.rules.get("cohort") == "eligible":
            return Cohort([self.subjects[one] for one in self.with_status("ranked", "undecided")])
        return Cohort(list(self.subjects.values()))

    def mark(self, said: Said) -> None:
        """Marks and composites of all that submitted."""
        verdict, cohort = self.verdict, self.cohort()
        freezer = Freezer(cohort)
        rules = freezer.rules(self.scenario.rules)
        verdict.cohort_numbers = freezer.numbers
        stand_ins = StandIns(cohort, self.indicators, self.scenario.previous)

        def mark_all(rules: Json) -> dict[str, dict[str, Fraction]]:
            markings = {
                one: Marking(rules, subject, stand_ins, said.get(one, {})) for one, subject in self.subjects.items()
            }
            for marking in markings.values():
                marking.run()
            return {one: marking.marks for one, marking in markings.items()}

        names = [one.row["platform_id"] for one in cohort.members]
        rules = compared(rules, mark_all, names)
        keys = {}
        for platform, subject in self.subjects.items():
            marking = Marking(rules, subject, stand_ins, said.get(platform, {}))
            composite = rounded(marking.run(), verdict.total_digits)
            verdict.marks |= {(platform, node): mark for node, mark in marking.marks.items()}
            verdict.composites[platform] = composite
            subject.marks, subject.valued = {**marking.marks, "composite": composite}, marking.scored
            values = {name: ends and marking.scored.get(name, ends[0]) for name, ends in subject.narrowed.items()}
            keys[platform] = chain_key(rules, marking.marks, composite, values, self.indicators)
        self.order = Order(keys, self.decisions)

    def rank(self) -> None:
        """Ranks in the province, the cities, the types and the classes."""
        verdict = self.verdict
        ranked = self.with_status("ranked")
        verdict.ranking = self.order.sorted(ranked)
        blocks = self.order.blocks(self.with_status("ranked", "undecided"))
        verdict.ties = [block for block in blocks if len(block) > 1]
        members: dict[str, list[str]] = {}
        for platform in ranked:
            for scope in self._scopes(platform):
                members.setdefault(scope, []).append(platform)
        for scope, platforms in members.items():
            for platform in platforms:
                rank = self.order.competition_rank(platform, platforms)
                verdict.ranks[platform, scope] = (rank, len(platforms))

    def give_grades(self) -> None:
        """Grades of ranked and undecided platforms, some of them by place."""
        verdict = self.verdict
        graded = self.with_status("ranked", "undecided")
        grading = Grading(self.scenario.rules, graded, len(verdict.ranking), self.order)
        verdict.grade = dict.fromkeys(self.platforms, "")
        for one in graded:
            verdict.grade[one] = grading.grade(one, verdict.composites[one], self.subjects[one])

    def _scopes(self, platform: str) -> set[str]:
        row = self.platforms[platform]
        types = {one for one in (row["type"], *(row["other_types"] or "").split(FULL_SEMICOLON)) if one}
        inside = group_scopes(self.scenario.rules, self.subjects[platform])
        return {"province", f"city:{row['city']}", *(f"type:{name}" for name in types), *inside}

    def award(self, opening: dict[str, int]) -> None:
        """Awards, money sheets and the ledger of the funds."""
        rules, verdict = self.scenario.rules, self.verdict
        verdict.awards = dict.fromkeys(self.platforms, "none")
        reserved = 0
        if rules["valid"]["from"] <= self.scenario.year <= rules["valid"]["to"]:
            reserved = self._give_awards() if "awards" in rules else 0
            verdict.payments = {**award_lines(self), **sheet_lines(self)}
        verdict.received = all_paid(self)
        verdict.ledger = ledger(self, opening, reserved)

    def _give_awards(self) -> int:
        """Fill in the awards; the number of places that may still be given."""
        verdict, game = self.verdict, contest(self)
        if not game.candidates:
            return 0
        settlement = settle(game) if number_of_outcomes(game) <= FEW else settle_by_bounds(game)
        for platform in settlement.sometimes:
            verdict.awards[platform] = "given" if platform in settlement.always else "open"
        line = verdict.ranking + self.order.sorted(game.undecided)
        verdict.award_order = [one for one in line if one in settlement.sometimes]
        return reserved_places(game, settlement)

    def cover(self) -> None:
        """Coverage of the towns."""
        passed = [one for one in self.subjects if all(outcome == "pass" for outcome in self.gate_outcomes(one))]
        self.verdict.coverage = coverage(self.scenario, self.evidence, passed)
