"""appraisal run: a year's evidence to an award list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.options import Evidence, Json, PluginsDirs, Scenario, folders
from appraisal.cli.output import here, progress, say, say_json, say_table
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraisal.result import Result, Written
    from appraisal.summary import Fund, Summary
    from appraisal.texts import Bilingual, Text

OPEN = 3
#: So many of a local ranking are said; all of them stand in the result.
TOLD = 20


def run(
    scenario: Scenario,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="DIR", help=here(text("The result folder to write; results/<id> by default."))),
    ] = None,
    evidence: Evidence = None,
    plugins_dir: PluginsDirs = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help=here(text("Keep an older, different result as <name>.1 and write this one."))),
    ] = False,
    as_json: Json = False,
) -> int:
    from appraisal.procedure import appraise
    from appraisal.result import write_result
    from appraisal.scenario import load_scenario

    progress(text("Reading and checking rules and evidence …"))
    loaded = load_scenario(
        scenario, plugins_dirs=folders(plugins_dir), evidence_dir=Path(evidence) if evidence else None
    )
    progress(text("Measuring, marking, ranking …"))
    result = appraise(loaded)
    folder = Path(out) if out else Path("results") / loaded.id
    written = write_result(result, folder, replace=replace)
    _show(result, folder, written, as_json=as_json)
    if loaded.documents.parent and not as_json:
        _say_changes(loaded.documents.parent, result)
    return OPEN if result.is_open else 0


run.__doc__ = here(text("Score and rank the platforms of a scenario and write the result folder."))


def _show(result: Result, folder: Path, written: Written, *, as_json: bool) -> None:
    from appraisal.summary import summarise

    summary = summarise(result)
    if as_json:
        say_json(_as_json(summary, result, folder, written))
        return
    _say_head(summary)
    _say_local(summary)
    _say_winners(summary)
    _say_rest(summary, result, folder, written)


def _say_changes(before: Result, after: Result) -> None:
    """What this round changed against the one before."""
    from appraisal.rounds import changes
    from appraisal.scenario import round_title

    found, stated = changes(before, after), before.documents["scenario"].get("round")
    facts = {name: found.count(name) for name in ("composite", "rank", "grade", "status")}
    name = round_title(stated) if stated else before.manifest["scenario"]
    say()
    say(
        text(
            "Against {name}: {composite} composites, {rank} ranks, {grade} grades and {status} statuses differ.",
            name=name,
            **facts,
        )
    )
    for one in found.won:
        say(text("  + award: {platform} {title}", platform=one["platform_id"], title=one["name"]))
    for one in found.lost:
        say(text("  − award: {platform} {title}", platform=one["platform_id"], title=one["name"]))


def _say_head(summary: Summary) -> None:
    from appraisal.explanation.words import STATUSES

    say(summary.title)
    if summary.notice:
        say(summary.notice)
    if summary.round:
        say(text("Round: {round}", round=summary.round))
    counts = Joined(
        tuple(
            text("{status} {count}", status=word, count=summary.statuses.get(key, 0)) for key, word in STATUSES.items()
        ),
        text(", "),
    )
    say(text("{count} platforms: {counts}", count=summary.platforms, counts=counts))
    say(text("Grades of the ranked: {grades}", grades=_counted(summary.grades)))
    if summary.failed:
        say(text("Gates not met (a platform may fail several): {failed}", failed=_counted(summary.failed)))


def _counted(pairs: Iterable[tuple[Bilingual, int]]) -> Joined:
    return Joined(tuple(text("{title} {count}", title=title, count=count) for title, count in pairs), text(", "))


def _say_local(summary: Summary) -> None:
    if summary.scope is None:
        return
    say()
    say(
        text(
            "Local ranking of {scope}, {count} ranked; the province's ranks and awards are unchanged:",
            scope=summary.scope,
            count=len(summary.local),
        )
    )
    say_table(
        [
            text("local rank {rank}", rank=one["rank"]),
            text("provincial rank {rank}", rank=one["province_rank"]),
            *(one[key] for key in ("platform_id", "composite", "town", "name")),
        ]
        for one in summary.local[:TOLD]
    )
    if len(summary.local) > TOLD:
        say(text("The others stand in ranking.csv, and their ranks in the province in ranks.csv (scope province)."))


def _say_winners(summary: Summary) -> None:
    if not summary.places:
        return
    say()
    say(text("Awards given: {given} of {places} places", given=len(summary.winners), places=summary.places))
    say_table(
        [winner["place"], winner["platform_id"], winner["composite"], winner["city"], winner["town"], winner["name"]]
        for winner in summary.winners
    )
    if summary.next and summary.margin is not None:
        after = summary.next
        if not summary.margin:
            say(
                text(
                    "The next one, {platform}, has the same composite: the tie chain, or a recorded decision, "
                    "put it behind.",
                    platform=after["platform_id"],
                )
            )
            return
        say(
            text(
                "The next one, {platform} ({composite}), is {margin} behind the last winner.",
                platform=after["platform_id"],
                composite=after["composite"],
                margin=summary.margin,
            )
        )


def _say_rest(summary: Summary, result: Result, folder: Path, written: Written) -> None:
    from appraisal.result import short_digest

    say()
    say(
        text("Open decisions: {count}", count=len(summary.open_decisions))
        if summary.open_decisions
        else text("Open decisions: none")
    )
    for decision in summary.open_decisions:
        say(text("  - {decision}", decision=decision))
    for fund in summary.funds:
        say(_fund(fund))
    counts = Joined(
        tuple(
            text("{severity} {count}", severity=_FINDINGS[key], count=count) for key, count in summary.findings.items()
        ),
        text(", "),
    )
    say(text("Findings: {counts}", counts=counts) if summary.findings else text("Findings: none"))
    for code, count in summary.codes.items():
        say(text("  - {code}: {count}, see findings.csv", code=code, count=count))
    words = {
        "written": text("Written: {folder}", folder=folder),
        "unchanged": text("Unchanged: {folder}", folder=folder),
    }
    say(words[written])
    say(text("Content digest: {digest}", digest=result.content_digest))
    say(text("Code for the notice: {code}", code=short_digest(result.content_digest)))


_FUND = ("opening", "outlays", "awards", "payments", "reserve", "closing")
_FINDINGS = {"error": text("errors"), "warning": text("warnings"), "notice": text("notices")}


def _fund(fund: Fund) -> Text:
    """One line for each fund; the payments beside the awards where there are any."""
    amounts = {key: f"{getattr(fund, key):,}" for key in _FUND}
    if fund.payments:
        return text(
            "{title}: before {opening}, other outlays {outlays}, awards {awards}, payments {payments}, "
            "reserved {reserve}, after {closing} (yuan)",
            title=fund.title,
            **amounts,
        )
    return text(
        "{title}: before {opening}, other outlays {outlays}, awards {awards}, reserved {reserve}, "
        "after {closing} (yuan)",
        title=fund.title,
        **amounts,
    )


def _as_json(summary: Summary, result: Result, folder: Path, written: Written) -> dict[str, object]:
    from appraisal.result import short_digest

    return {
        "scenario": result.manifest["scenario"],
        "year": result.manifest["year"],
        "notice": here(summary.notice) if summary.notice else None,
        "round": here(summary.round) if summary.round else None,
        "result": str(folder),
        "written": written,
        "content_digest": result.content_digest,
        "code": short_digest(result.content_digest),
        "awards_state": result.manifest["awards_state"],
        "platforms": summary.platforms,
        "statuses": summary.statuses,
        "places": summary.places,
        "winners": summary.winners,
        "next": summary.next,
        "margin": summary.margin,
        "scope": summary.scope,
        "local": summary.local,
        "open_decisions": summary.open_decisions,
        "findings": summary.findings,
        "funds": {fund.id: {key: getattr(fund, key) for key in _FUND} for fund in summary.funds},
    }
