"""A local ranking: the city's rules on the evidence of all, its platforms in order, beside the province's verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle import judgement
from tests.oracle.evidence import NOT_A_SUBMISSION
from tests.oracle.judgement import FULL_SEMICOLON, Case
from tests.oracle.scenario import province_of, read_scenario

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from tests.oracle.evidence import Cells, Evidence
    from tests.oracle.judgement import Said
    from tests.oracle.scenario import Json
    from tests.oracle.verdict import Verdict

LOCAL = "local"
#: What the province gives, and no city.
NOT_LOCAL = ("awards", "payments", "funds", "coverage")


def judge(
    scenario_folder: Path, plugins_dirs: list[Path], opening: dict[str, int] | None = None, said: Said | None = None
) -> Verdict:
    """The verdict on a scenario; ``opening`` and ``said`` as in ``judgement.judge``."""
    scenario = read_scenario(scenario_folder)
    if not scenario.scope:
        return judgement.judge(scenario_folder, plugins_dirs, opening, said)
    province = judgement.judge(province_of(scenario_folder), plugins_dirs, opening)
    for part in NOT_LOCAL:
        scenario.rules.pop(part, None)
    case = Case.of(scenario, plugins_dirs)
    _forget_rows_of(case.evidence, [one for one, status in province.status.items() if status == "not_submitted"])
    case.to_the_ranks(said or {})
    members = {one for one, row in case.platforms.items() if _is_within(row, scenario.scope)}
    return _narrowed(case, province, members)


def _forget_rows_of(evidence: Evidence, silent: Container[str]) -> None:
    """Who handed in nothing to the province has no rows here either."""
    for name, table in evidence.tables.items():
        if name not in NOT_A_SUBMISSION and "platform_id" in table.columns:
            table.rows = [row for row in table.rows if row["platform_id"] not in silent]


def _is_within(row: Cells, scope: Json) -> bool:
    ((key, name),) = scope.items()
    types = {row["type"], *(row["other_types"] or "").split(FULL_SEMICOLON)}
    return name == row["city"] if key == "city" else name in types


def _narrowed(case: Case, province: Verdict, members: set[str]) -> Verdict:
    """The verdict on the members alone; who takes part is as the province says, and so are its ranks."""
    verdict = case.verdict
    ranked = [one for one in members if province.status[one] == "ranked"]
    verdict.ranking = case.order.sorted(ranked)
    verdict.ranks = {key: rank for key, rank in province.ranks.items() if key[0] in members}
    for one in ranked:
        verdict.ranks[one, LOCAL] = (case.order.competition_rank(one, ranked), len(ranked))
    verdict.rank_scope = LOCAL
    verdict.status = {one: province.status[one] for one in members}
    for name in ("register", "composites", "grade"):
        setattr(verdict, name, {one: value for one, value in getattr(verdict, name).items() if one in members})
    for name in ("measures", "facts", "marks", "gates"):
        setattr(verdict, name, {key: value for key, value in getattr(verdict, name).items() if key[0] in members})
    verdict.awards = dict.fromkeys(members, "none")
    return verdict
