"""appraisal plugins try: what an indicator would have done to a year, with nothing touched."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from appraisal.cli.options import Json, PluginsDirs, folders, option
from appraisal.cli.output import complain_findings, here, progress, say, say_json, say_table
from appraisal.cli.plugins.place import PluginPlace, Trust, opened
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from appraisal.trial import Move, Rows, Trial, Weighed

#: More lines than this are counted.
MOST = 10
_QUARTERS = {
    "minimum": text("minimum"),
    "lower quartile": text("lower quartile"),
    "median": text("median"),
    "upper quartile": text("upper quartile"),
    "maximum": text("maximum"),
}
_STATES = {
    "missing": text("no value"),
    "not_submitted": text("nothing handed in"),
    "not_applicable": text("not applicable"),
}
_EVIDENCE = text("A file named after its table, or a folder of such files; may be repeated.")


def try_(
    folder: PluginPlace,
    on: Annotated[str, option(text("The year to try it on, such as 2013."), "--on", metavar="SCENARIO")],
    weight: Annotated[
        str | None, option(text("Compare ranking and awards if it had these marks."), "--weight", metavar="MARKS")
    ] = None,
    place: Annotated[
        str, option(text("The group of the index that gives the marks."), "--in", metavar="GROUP")
    ] = "index",
    evidence: Annotated[list[str] | None, option(_EVIDENCE, "--evidence", metavar="FILE")] = None,
    plugins_dir: PluginsDirs = None,
    trust: Trust = False,
    patch: Annotated[
        bool, option(text("Print only the change to the rules, as the patch of a scenario."), "--patch")
    ] = False,
    as_json: Json = False,
) -> None:
    from appraisal.trial import try_plugin

    marks = _marks(weight)
    if patch and marks is None:
        raise typer.BadParameter(here(text("--patch needs --weight.")))
    progress(text("Measuring, marking, ranking …"))
    with opened(folder, trust=trust) as opened_folder:
        trial = try_plugin(
            opened_folder,
            on,
            weight=marks,
            place=place,
            evidence=[Path(one) for one in evidence or ()],
            plugins_dirs=folders(plugins_dir),
        )
    if patch and trial.weighed is not None:
        from appraisal.schema import dumps

        typer.echo(dumps(trial.weighed.insertion.patch), nl=False)
        return
    if as_json:
        from appraisal.cli.plugins.try_json import trial_document

        say_json(trial_document(trial))
        return
    _say_trial(trial)
    if trial.weighed:
        _say_weighed(trial.weighed)
    elif trial.spread:
        say()
        say(text("Add --weight 10 to see who would move and who would have won."))
    say(text("Nothing was written."))


try_.__doc__ = here(text("Try a plugin on a past year: who has the data, how it spreads, what a weight would change."))


def _marks(weight: str | None) -> Decimal | None:
    if weight is None:
        return None
    try:
        marks = Decimal(weight)
    except InvalidOperation:
        marks = Decimal("NaN")
    if not marks.is_finite():
        raise typer.BadParameter(here(text("{value} is not a number of marks.", value=weight)))
    return marks


def _say_trial(trial: Trial) -> None:
    from appraisal.numbers.digits import plain

    say(
        text(
            "{title} ({name}) on: {scenario}",
            title=trial.indicator.title,
            name=trial.indicator.id,
            scenario=trial.scenario,
        )
    )
    for table in trial.from_example:
        say(text("The table {table} was taken from the plugin's own example; give yours with --evidence.", table=table))
    if trial.rows:
        _say_rows(trial.rows)
    complain_findings(trial.findings, refused=False)
    cities = trial.cities
    say(
        text(
            "With data: {have} of {platforms} platforms, in {cities} of {all_cities} cities",
            have=len(trial.spread.values),
            platforms=len(trial.platforms),
            cities=sum(have > 0 for _, have, _ in cities),
            all_cities=len(cities),
        )
    )
    say_table([city, text("{have} of {all}", have=have, all=count)] for city, have, count in cities if have)
    if missing := trial.missing:
        shown = [f"{one['platform_id']} {here(_STATES[one['state']])}" for one in missing[:MOST]]
        more = [text("… and {count} more.", count=len(missing) - MOST)] if len(missing) > MOST else []
        say(
            text(
                "Without data ({count}): {platforms}", count=len(missing), platforms=Joined((*shown, *more), text(", "))
            )
        )
    if not trial.spread:
        say(text("Nothing was measured, so there is nothing to compare."))
        return
    say()
    say(
        text(
            "Distribution (each line one platform's own number: of n in ascending order, number share × n rounded up):"
        )
    )
    say_table(
        [
            _QUARTERS[name],
            trial.spread.printed(value),
            f"{plain(value.numerator)} / {plain(value.denominator)}",
            value.platform_id,
        ]
        for name, value in trial.spread.quarters.items()
    )
    if zeros := trial.spread.zeros:
        say(text("Zero: {count} of these platforms", count=zeros))
    if trial.spread.intervals:
        say(
            text(
                "{count} platforms have bounds instead of one number; the low end is used.",
                count=trial.spread.intervals,
            )
        )


def _say_rows(rows: Rows) -> None:
    say(text("Rows of {table}: {read} read, {counted} count.", table=rows.table, read=rows.read, counted=rows.counted))
    if rows.left:
        say(text("  {count} do not meet the condition: {where}", count=rows.left, where=rows.where))
    if rows.elsewhere:
        more = [text("… and {count} more.", count=len(rows.platforms) - MOST)] if len(rows.platforms) > MOST else []
        platforms = Joined((*rows.platforms[:MOST], *more), text(", "))
        say(
            text(
                "  {count} are about platforms that are not compared here: {platforms}",
                count=rows.elsewhere,
                platforms=platforms,
            )
        )


def _say_weighed(weighed: Weighed) -> None:
    from appraisal.numbers.digits import plain

    insertion = weighed.insertion
    (x0, y0), (x1, y1) = insertion.points
    say()
    say(
        text(
            "If it had {weight} marks in {place}: a straight line from {x0} → {y0} to {x1} → {y1}, the lowest and the "
            "highest value rounded outward; without data 0 marks. Everything else in {place} is multiplied by {ratio}.",
            weight=plain(insertion.weight),
            place=insertion.place,
            x0=plain(x0),
            y0=plain(y0),
            x1=plain(x1),
            y1=plain(y1),
            ratio=insertion.ratio,
        )
    )
    say(text("Ranked: {ranked}, of which another rank: {moved}", ranked=len(weighed.moves), moved=len(weighed.moved)))
    say_table(_moved(move) for move in weighed.moved[:MOST])
    if len(weighed.moved) > MOST:
        say(text("  … and {count} more; --json lists all.", count=len(weighed.moved) - MOST))
    given, opened_ = weighed.given, weighed.open
    say(text("Awards given: {before}, then {after}", before=given[0], after=given[1]))
    if any(opened_):
        say(text("Awards open: {before}, then {after}", before=opened_[0], after=opened_[1]))
    if any(row["grade_before"] != row["grade"] for row in (*weighed.won, *weighed.lost)):
        say(
            text(
                "The lines of the grades stay, and everything else counts {ratio} of what it did: by that alone many "
                "get a lower grade.",
                ratio=insertion.ratio,
            )
        )
    for title, rows in ((text("Would have won:"), weighed.won), (text("Would have lost the award:"), weighed.lost)):
        if rows:
            say(title)
            say_table(
                [
                    row["platform_id"],
                    text("rank {before} → {after}", before=row["before"], after=row["rank"] or "–"),
                    row["composite"],
                    _grades(row, weighed),
                    row["city"],
                    row["name"],
                ]
                for row in rows
            )
    if not weighed.won and not weighed.lost:
        say(text("The same platforms would have won."))


def _grades(row: dict[str, Any], weighed: Weighed) -> object:
    """The grade, and the one before where it is another: by that an award is often won or lost."""
    before, after = (weighed.grades.get(row[key], "–") for key in ("grade_before", "grade"))
    return after if before == after else Joined((before, after), " → ")


def _moved(move: Move) -> list[object]:
    return [
        move.platform_id,
        f"{move.before} → {move.after}",
        f"{move.places:+d}",
        f"{move.composite_before} → {move.composite_after}",
        move.city,
        move.name,
    ]
