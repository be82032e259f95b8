"""A summary: what an assessor wants to know first of a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.awards import SAME_ENTITY
from appraisal.model.scope import scope_of
from appraisal.rules import build, notice
from appraisal.scenario import round_title
from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from decimal import Decimal

    from appraisal.model.rules import Rules
    from appraisal.result import Result
    from appraisal.texts import Text


@dataclass(frozen=True)
class Fund:
    """A fund over one year, in yuan."""

    id: str
    title: Bilingual
    opening: int
    awards: int
    #: By the money sheets.
    payments: int
    outlays: int
    reserve: int
    closing: int


@dataclass(frozen=True)
class Summary:
    """The figures of one result."""

    title: Bilingual
    notice: Text | None
    #: The round of the appraisal; None where it has one alone.
    round: Bilingual | None
    platforms: int
    #: Platforms by status, then by grade.
    statuses: dict[str, int]
    grades: list[tuple[Bilingual, int]]
    #: How many platforms each gate failed; one platform may fail several.
    failed: list[tuple[Bilingual, int]]
    winners: list[dict[str, Any]]
    places: int
    #: The first platform without an award that was ranked, and how far it is behind the last winner.
    next: dict[str, Any] | None
    margin: Decimal | None
    #: Finding sentences of the open decisions, in both languages.
    open_decisions: list[Bilingual]
    funds: list[Fund]
    #: Of a local ranking: whom it ranks, and its ranked platforms in order, each with its rank in the province.
    scope: str | None
    local: list[dict[str, Any]]
    #: Findings by severity.
    findings: dict[str, int]
    #: Findings by their code.
    codes: dict[str, int]


def summarise(result: Result) -> Summary:
    """The figures of one result, from its tables."""
    rules, _ = build(result.documents["rules"], "rules.json")
    scope = scope_of(result.documents["scenario"].get("scope"))
    ranking, gates, findings = (result.tables[name] for name in ("ranking", "gates", "findings"))
    winners = result.tables["awards"].filter(pl.col("state") == "given")
    after = _next(result, rules) if winners.height else None
    last: Any = winners["composite"].min()
    failed = dict(gates.filter(pl.col("outcome") == "fail").group_by("gate").len().iter_rows())
    graded = dict(ranking.filter(pl.col("status") == "ranked").group_by("grade").len().iter_rows())
    waiting = findings.filter(pl.col("code").str.starts_with("awards|open_"))
    return Summary(
        title=rules.title,
        notice=notice(rules, result.documents["scenario"]),
        round=round_title(stated) if (stated := result.documents["scenario"].get("round")) else None,
        platforms=ranking.height,
        statuses=dict(ranking.group_by("status").len().iter_rows()),
        grades=[(grade.title, graded.get(grade.id, 0)) for grade in rules.grades],
        failed=[(gate.title, failed[gate.id]) for gate in rules.gates if gate.id in failed],
        winners=winners.rows(named=True),
        places=int(result.tables["quotas"].filter(quota="awards")["places"].sum()),
        next=after,
        margin=last - after["composite"] if after else None,
        open_decisions=[Bilingual(*row) for row in waiting.select("message_zh", "message_en").iter_rows()],
        funds=[_fund(result.tables["ledger"], fund.id, fund.title) for fund in rules.funds.values()],
        scope=scope.name if scope else None,
        local=_local(result) if scope else [],
        findings=dict(findings.group_by("severity").len().sort("severity").iter_rows()),
        codes=dict(findings.group_by("code").len().sort("code").iter_rows()),
    )


def _next(result: Result, rules: Rules) -> dict[str, Any] | None:
    """The candidate that would be the next to win: of a grade that wins, and not behind one of its own entity.

    None where groups have places of their own: whoever is the best without an award may be far ahead of a winner.
    """
    assert rules.awards is not None
    if rules.awards.places.by is not None or rules.awards.at_most is not None:
        return None
    findings = result.tables["findings"]
    behind = findings.filter(pl.col("code") == SAME_ENTITY)["platform_id"].to_list()
    free = result.tables["ranking"].filter(
        pl.col("status") == "ranked",
        pl.col("award_state") == "none",
        pl.col("grade").is_in(sorted(rules.awards.grades)),
        ~pl.col("platform_id").is_in(behind),
    )
    return free.row(0, named=True) if free.height else None


def _local(result: Result) -> list[dict[str, Any]]:
    """The ranked platforms in the order of the local rules."""
    province = result.tables["ranks"].filter(pl.col("scope") == "province")
    names = {"rank": "province_rank", "of": "province_of"}
    ranked = result.tables["ranking"].filter(pl.col("status") == "ranked")
    both = ranked.join(province.drop("scope").rename(names), on="platform_id", how="left", maintain_order="left")
    shown = ("rank", "platform_id", "composite", *names.values(), "city", "town", "name")
    return both.select(shown).rows(named=True)


def _fund(ledger: pl.DataFrame, fund: str, title: Bilingual) -> Fund:
    lines = ledger.filter(pl.col("fund") == fund)

    def total(kind: str) -> int:
        return -int(lines.filter(pl.col("kind") == kind)["amount_yuan"].sum())

    return Fund(
        fund,
        title,
        -total("opening"),
        total("award"),
        total("payment"),
        total("outlay"),
        total("reserve"),
        int(lines["balance_yuan"][-1]),
    )
