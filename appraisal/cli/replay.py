"""appraisal replay: an appraisal again to the digit, or as it would have been under other rules or evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from appraisal.cli.main import REFUSED
from appraisal.cli.options import Evidence, Json, PluginsDirs, Scenario, folders, option
from appraisal.cli.output import complain, complain_findings, here, progress, say, say_json, say_table
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.replays import Recorded, Replay, Replayer
    from appraisal.result import Result

_RESULTS = Path("results")
#: So many of those that moved most are shown.
_SHOWN = 10


def replay(
    scenario: Scenario,
    set_: Annotated[
        list[str] | None,
        option(
            text("Change the rules: a node's id for its weight (effect=30), or a dotted path (awards.places=25)."),
            "--set",
            metavar="PATH=VALUE",
        ),
    ] = None,
    patch: Annotated[
        str | None, option(text("Patch the rules with a JSON file (RFC 7396)."), "--patch", metavar="FILE")
    ] = None,
    rules: Annotated[
        str | None, option(text("Appraise by the rules of this scenario."), "--rules", metavar="SCENARIO")
    ] = None,
    evidence: Evidence = None,
    grid: Annotated[
        str | None, option(text("Replay every variation of a JSON or CSV file; one table."), "--grid", metavar="FILE")
    ] = None,
    against: Annotated[
        str | None,
        option(text("The recorded result to compare an unchanged replay with."), "--against", metavar="RESULT"),
    ] = None,
    out: Annotated[
        str | None, option(text("The folder to write; a name in results/ by default."), "--out", metavar="DIR")
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help=here(text("Keep an older, different result as <name>.1 and write this one."))),
    ] = False,
    plugins_dir: PluginsDirs = None,
    as_json: Json = False,
) -> int:
    from appraisal.replays import open_replayer

    progress(text("Reading and checking rules and evidence …"))
    dirs = folders(plugins_dir)
    replayer = open_replayer(scenario, evidence_dir=Path(evidence) if evidence else None, plugins_dirs=dirs)
    changes = [*([_patch(Path(patch))] if patch else []), *(set_ or [])]
    others = _rules_of(rules, dirs)
    if grid:
        return _grid(replayer, Path(grid), changes, others, out=out, as_json=as_json)
    progress(text("Measuring, marking, ranking …"))
    found = replayer.replay(changes, others)
    if not found.is_changed:
        return _unchanged(scenario, found.result, against, as_json=as_json)
    from appraisal.result import write_result

    folder = Path(out) if out else _RESULTS / _name_of(found)
    write_result(found.result, folder, replace=replace)
    if as_json:
        say_json(_as_json(found, folder))
    else:
        _say(found, folder)
    return 0


replay.__doc__ = here(
    text("Recompute a scenario and compare it with what was recorded, or see what other rules would have given.")
)


def _patch(path: Path) -> Any:
    from appraisal.errors import Finding, Place, Refused
    from appraisal.schema import read

    document: Any = read(path, path.name)
    if not isinstance(document, dict):
        message = text("A patch of the rules is a JSON object.")
        fix = text('For example {{"awards": {{"places": 25}}}}.')
        raise Refused([Finding("replay|patch", message, fix, place=Place(file=path.name))])
    return document


def _rules_of(name: str | None, dirs: Sequence[Path]) -> Any:
    if name is None:
        return None
    from appraisal.replays import rules_of

    return rules_of(name, dirs)


def _name_of(found: Replay) -> str:
    """A folder of its own for every set of changes."""
    return f"{found.result.manifest['scenario']}-replay-{found.result.content_digest[:8]}"


def _unchanged(scenario: str, result: Result, against: str | None, *, as_json: bool) -> int:
    from appraisal.replays import compare_with_recorded, recorded_result

    folder = Path(against) if against else recorded_result(scenario, _RESULTS)
    recorded = compare_with_recorded(folder, result) if folder else None
    if as_json:
        say_json(_unchanged_json(result, recorded))
    elif recorded is None:
        say(text("Nothing was recorded of {scenario}: there is nothing to compare with.", scenario=scenario))
        say(text("Write it with appraisal run {scenario}, or name it with --against.", scenario=scenario))
    elif recorded.content_digest == result.content_digest:
        say(text("Replayed to the digit: every table equals {folder}.", folder=recorded.folder))
    else:
        complain_findings(recorded.findings)
        complain(text("The replay differs from {folder}.", folder=recorded.folder))
    if not as_json:
        say(text("Content digest: {digest}", digest=result.content_digest))
    return REFUSED if recorded and recorded.content_digest != result.content_digest else 0


def _unchanged_json(result: Result, recorded: Recorded | None) -> dict[str, Any]:
    return {
        "content_digest": result.content_digest,
        "recorded": str(recorded.folder) if recorded else None,
        "equal": recorded.content_digest == result.content_digest if recorded else None,
        "differences": [
            {"place": str(one.place), "message": one.sentence("en")} for one in (recorded.findings if recorded else ())
        ],
    }


def _say(found: Replay, folder: Path) -> None:
    from appraisal.rounds import changes
    from appraisal.summary import summarise

    summary, differ = summarise(found.result), changes(found.parent, found.result)
    stated = found.result.documents["scenario"]["replay"]
    say(summary.title)
    if summary.notice:
        say(summary.notice)
    for words in found.said:
        say(words)
    if left := stated.get("decisions_left_out"):
        say(text("Decisions that do not fit this replay and are left out: {count}.", count=len(left)))
    facts = {name: differ.count(name) for name in ("composite", "rank", "grade", "status")}
    say(
        text(
            "Against {name}: {composite} composites, {rank} ranks, {grade} grades and {status} statuses differ.",
            name=found.parent.manifest["scenario"],
            **facts,
        )
    )
    for one in differ.won:
        say(text("  + award: {platform} {title}", platform=one["platform_id"], title=one["name"]))
    for one in differ.lost:
        say(text("  − award: {platform} {title}", platform=one["platform_id"], title=one["name"]))
    if not differ.won and not differ.lost:
        say(text("The same platforms win."))
    for decision in summary.open_decisions:
        say(text("  - {decision}", decision=decision))
    _say_moves(differ.rows)
    say(text("Written: {folder}", folder=folder))
    say(text("Content digest: {digest}", digest=found.result.content_digest))


def _say_moves(rows: Any) -> None:
    """Those whose rank moved most."""
    import polars as pl

    both = rows.filter(pl.col("rank").is_not_null() & pl.col("rank_before").is_not_null())
    both = both.with_columns(move=pl.col("rank_before").cast(pl.Int64) - pl.col("rank").cast(pl.Int64))
    moved = both.filter(pl.col("move") != 0).sort(pl.col("move").abs(), "platform_id", descending=[True, False])
    if not moved.height:
        return
    say(text("Moved most:"))
    say_table(
        [
            one["platform_id"],
            f"{one['rank_before']} → {one['rank']}",
            f"{one['composite_before']} → {one['composite']}",
            one["name"],
        ]
        for one in moved.head(_SHOWN).iter_rows(named=True)
    )


def _as_json(found: Replay, folder: Path) -> dict[str, Any]:
    from appraisal.rounds import changes

    differ = changes(found.parent, found.result)
    return {
        **found.result.documents["scenario"]["replay"],
        "result": str(folder),
        "content_digest": found.result.content_digest,
        "notice": found.result.manifest["notice"],
        "said": [here(words) for words in found.said],
        "awards_state": found.result.manifest["awards_state"],
        "won": [one["platform_id"] for one in differ.won],
        "lost": [one["platform_id"] for one in differ.lost],
        "differ": {name: differ.count(name) for name in ("composite", "rank", "grade", "status")},
    }


def _grid(replayer: Replayer, file: Path, changes: list[Any], others: Any, *, out: str | None, as_json: bool) -> int:
    from dataclasses import replace as with_changes

    import polars as pl

    from appraisal.replays import grid_table, read_grid
    from appraisal.storage.whole import write_file

    variations = [with_changes(one, changes=(*changes, *one.changes)) for one in read_grid(file)]
    table = grid_table(replayer, variations, _progressing, others)
    if as_json:
        say_json(table.to_dicts())
        return 0
    path = Path(out) if out else _RESULTS / f"{replayer.scenario.id}-grid.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, b"\xef\xbb\xbf" + table.write_csv().encode())
    refused = table.filter(pl.col("refused").is_not_null())
    differ = table.filter((pl.col("won") != "") | (pl.col("lost") != ""))
    say(
        text(
            "{count} variations: in {differ} of them other platforms win, {refused} are refused.",
            count=table.height,
            differ=differ.height,
            refused=refused.height,
        )
    )
    for row in refused.head(_SHOWN).iter_rows(named=True):
        say(text("  - {variation}: {reason}", variation=row["variation"], reason=row["refused"]))
    say(text("Written: {folder}", folder=path))
    return 0


def _progressing(done: int, of: int) -> None:
    if done % 10 == 0 or done == of:
        progress(text("{done} of {all} variations …", done=done, all=of))
