"""appraisal explain: every number of one platform, from evidence to rank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.options import Json, ResultFolder
from appraisal.cli.output import here, say, say_json
from appraisal.texts import preferred, text

if TYPE_CHECKING:
    from appraisal.explanation import Step


def explain(
    result: ResultFolder,
    platform: Annotated[
        str, typer.Argument(metavar="PLATFORM", help=here(text("The platform's id, as in ranking.csv.")))
    ],
    as_json: Json = False,
) -> None:
    from appraisal.explanation import explain as explain_platform
    from appraisal.result import read_result

    explanation = explain_platform(read_result(Path(result)), platform)
    if as_json:
        say_json(explanation.rendered(preferred()))
        return
    say(f"{explanation.platform_id}  {explanation.name}  {explanation.place}")
    if explanation.notice:
        say(explanation.notice)
    for section in explanation.sections:
        say()
        say(text("== {title} ==", title=section.title))
        for step in section.steps:
            _say_step(step)


explain.__doc__ = here(text("Explain every number of one platform: rule in words, arithmetic, clause."))


def _say_step(step: Step) -> None:
    clause = text(" (Article {clause})", clause=step.clause) if step.clause else ""
    say(text("{title}{clause}: {value}", title=step.title, clause=clause, value=step.value))
    for part in (step.rule, step.arithmetic, step.others):
        if here(part):
            say(text("    {part}", part=part))
