"""The oracle's appraisal, in the order of ``docs/semantics.md``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tests.oracle.awards import FEW, contest, number_of_outcomes, reserved_places, settle
from tests.oracle.bounds import settle_by_bounds
from tests.oracle.coverage import coverage, in_operation
from tests.oracle.decisions import Decisions
from tests.oracle.evidence import Cells, Evidence, read_evidence
from tests.oracle.gates import Ends, gate_of_cell, gate_of_measure, narrowed
from tests.oracle.ledger import ledger
from tests.oracle.marks import ROOT, grade, grades_from_below, marks_of_platform, rounded, tree
from tests.oracle.measures import Indicator, measure, read_indicators
from tests.oracle.order import Order, chain_key
from tests.oracle.scenario import Scenario, read_scenario
from tests.oracle.verdict import Registered, Verdict

if TYPE_CHECKING:
    from pathlib import Path

#: Parts the further types of a platform in the register.
FULL_SEMICOLON = "\uff1b"


def judge(scenario_folder: Path, plugins_dirs: list[Path], opening: dict[str, int] | None = None) -> Verdict:
    """The verdict on a scenario; ``opening`` gives a fund the closing balance of the previous result."""
    case = Case.of(read_scenario(scenario_folder), plugins_dirs)
    case.open_verdict()
    case.measure()
    case.put_to_the_gates()
    case.mark()
    case.give_status_and_grade()
    case.rank()
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
    verdict: Verdict = field(default_factory=Verdict)
    order: Order = field(init=False)

    @classmethod
    def of(cls, scenario: Scenario, plugins_dirs: list[Path]) -> Case:
        """The case of a scenario, with its files read."""
        return cls(
            scenario,
            read_evidence(scenario.evidence, plugins_dirs),
            read_indicators(scenario, plugins_dirs),
            Decisions(scenario.decisions),
        )

    def open_verdict(self) -> None:
        """The platforms of the appraisal: those in operation in the data year."""
        rules, year = self.scenario.rules, self.scenario.data_year
        first, last = date(year, 1, 1), date(year, 12, 31)
        for row in self.evidence.table("platforms").rows:
            if in_operation(row, first, last):
                self.platforms[row["platform_id"]] = row
        verdict = self.verdict
        verdict.nodes = tree(rules)
        verdict.leaf_digits, verdict.total_digits = rules["rounding"]["leaf"], rules["rounding"]["total"]
        verdict.amount_yuan = rules.get("awards", {}).get("amount_yuan", 0)
        verdict.register = {
            one: Registered(row["name"], row["city"], row["town"], row["entity_code"] or "")
            for one, row in self.platforms.items()
        }

    def submitted(self) -> list[str]:
        """The platforms that handed in anything."""
        return [one for one in self.platforms if self.evidence.has_submitted(one)]

    def ends_of(self, platform: str) -> dict[str, Ends | None]:
        """The ends of one platform's measures, narrowed by the gates that it does not fail; None where missing."""
        found: dict[str, Ends | None] = {}
        for name, indicator in self.indicators.items():
            measure = self.verdict.measures[platform, name]
            requirements = [
                gate["require"]
                for id_, gate in self.scenario.rules.get("gates", {}).items()
                if gate["of"] == name
                and self.verdict.gates[platform, id_] != "fail"
                and not self.decisions.is_waived(platform, id_)
            ]
            is_measured = measure.state == "measured"
            found[name] = narrowed(indicator.ends(measure), requirements) if is_measured else None
        return found

    def measure(self) -> None:
        """Measures."""
        for platform in self.platforms:
            for name, indicator in self.indicators.items():
                self.verdict.measures[platform, name] = measure(indicator, platform, self.evidence)

    def put_to_the_gates(self) -> None:
        """Gates, after the decisions."""
        for platform in self.submitted():
            for name, gate in self.scenario.rules.get("gates", {}).items():
                if "." in gate["of"]:
                    outcome = gate_of_cell(gate, self.platforms[platform])
                else:
                    found = self.verdict.measures[platform, gate["of"]]
                    outcome = gate_of_measure(gate, found, self.indicators[gate["of"]])
                self.verdict.gates[platform, name] = self.decisions.on_gate(outcome, platform, name)

    def gate_outcomes(self, platform: str) -> list[str]:
        """One platform's outcomes, gate by gate."""
        return [self.verdict.gates[platform, name] for name in self.scenario.rules.get("gates", {})]

    def mark(self) -> None:
        """Marks and composites of all that submitted."""
        rules, verdict = self.scenario.rules, self.verdict
        for platform in self.submitted():
            marks = marks_of_platform(rules, self.ends_of(platform))
            verdict.marks |= {(platform, node): mark for node, mark in marks.items()}
            verdict.composites[platform] = rounded(marks[ROOT], verdict.total_digits)

    def give_status_and_grade(self) -> None:
        """Status; a grade only for ranked and undecided platforms."""
        verdict = self.verdict
        for platform in self.platforms:
            verdict.status[platform] = self._status(platform)
            graded = verdict.status[platform] in {"ranked", "undecided"}
            verdict.grade[platform] = grade(self.scenario.rules, verdict.composites[platform]) if graded else ""

    def _status(self, platform: str) -> str:
        if platform not in self.verdict.composites:
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

    def rank(self) -> None:
        """Ranks in the province, the cities and the types."""
        rules, verdict = self.scenario.rules, self.verdict
        keys = {}
        for one, composite in verdict.composites.items():
            marks = {node: verdict.marks[one, node] for node in verdict.nodes}
            keys[one] = chain_key(rules, marks, composite, self.ends_of(one), self.indicators)
        self.order = Order(keys, self.decisions)
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

    def _scopes(self, platform: str) -> set[str]:
        row = self.platforms[platform]
        types = {row["type"], *(row["other_types"] or row["type"]).split(FULL_SEMICOLON)}
        return {"province", f"city:{row['city']}", *(f"type:{name}" for name in types)}

    def award(self, opening: dict[str, int]) -> None:
        """Awards and the ledger of their fund."""
        rules, verdict = self.scenario.rules, self.verdict
        verdict.awards = dict.fromkeys(self.platforms, "none")
        if "awards" not in rules:
            return
        reserved = 0
        if rules["valid"]["from"] <= self.scenario.year <= rules["valid"]["to"]:
            reserved = self._give_awards()
        given = [one for one in verdict.award_order if verdict.awards[one] == "given"]
        verdict.ledger = ledger(self.scenario, self.evidence, opening.get(rules["awards"]["fund"]), given, reserved)

    def _give_awards(self) -> int:
        """Fill in the awards; the number of places that may still be given."""
        rules, verdict = self.scenario.rules, self.verdict
        from_below = grades_from_below(rules)
        good = from_below[from_below.index(rules["awards"]["grade"]) :]
        candidates = [one for one in self.with_status("ranked", "undecided") if verdict.grade[one] in good]
        if not candidates:
            return 0
        entities = {one: row["entity_code"] or one for one, row in self.platforms.items()}
        game = contest(rules, candidates, set(self.with_status("undecided")), self.order, entities)
        few = number_of_outcomes(game) <= FEW
        settlement = settle(game) if few else settle_by_bounds(game)
        for platform in settlement.sometimes:
            verdict.awards[platform] = "given" if platform in settlement.always else "open"
        line = verdict.ranking + self.order.sorted(game.undecided)
        verdict.award_order = [one for one in line if one in settlement.sometimes]
        return reserved_places(game, settlement)

    def cover(self) -> None:
        """Coverage of the towns."""
        passed = [one for one in self.submitted() if all(outcome == "pass" for outcome in self.gate_outcomes(one))]
        self.verdict.coverage = coverage(self.scenario, self.evidence, passed)
