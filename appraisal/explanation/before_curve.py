"""What stands before the curve of a leaf: which curve was chosen, what treatments did, what stood in for no value."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraisal.curves import shown
from appraisal.model.curve import Choice
from appraisal.texts import Joined, text
from appraisal.treatments import treated_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.explanation.interval import Ends
    from appraisal.model.curve import Shape
    from appraisal.model.node import Leaf
    from appraisal.result import Result
    from appraisal.rules_words import Words


#: How ``how`` of the scores begins where something stood in.
STANDS_IN = "stands_in"


def instead(leaf: Leaf, mark: str, how: str, result: Result, platform_id: str, words: Words) -> object:
    """What stood in for a missing value, and its mark; ``how`` as the scores say it."""
    if leaf.missing.kind == "carry":
        carried = how.rpartition("value=")[2] if "value=" in how else None
        if carried is None:
            return text("no usable value: the value of the year before stands in, {mark}", mark=mark)
        return text(
            "no usable value: {value}, the value of the year before, stands in and gives {mark}",
            value=shown(Fraction(carried)),
            mark=mark,
        )
    found = result.tables["cohort"].filter(place=f"{leaf.id}.missing").drop_nulls("value")
    column = leaf.missing.by
    if column in ("city", "town"):
        own = result.tables["ranking"].filter(platform_id=platform_id)[column].item()
        found = found.filter(group=own)
    value = Fraction(found["value"].item()) if found.height == 1 else None
    among = (
        text("all")
        if column is None
        else text("those with the same {column}", column=words.source(f"platforms.{column}"))
    )
    if value is None:
        return text("no usable value: the median of {among} stands in, {mark}", among=among, mark=mark)
    facts = {"among": among, "value": shown(value), "platforms": found["platforms"].item()}
    return text(
        "no usable value: {value}, the median of {among} ({platforms} platforms), stands in and gives {mark}",
        mark=mark,
        **facts,
    )


def treatments(leaf: Leaf, before: Ends, after: Fraction, result: Result) -> Iterator[object]:
    """What the treatments made of the value, by the numbers that the cohort gave."""
    if not leaf.treat:
        return
    found = dict(result.tables["cohort"].filter(node=leaf.id).select("place", "value").iter_rows())
    numbers = {place.removeprefix(f"{leaf.id}."): value for place, value in found.items()}
    yield text(
        "{before} becomes {value} by its treatment ({steps})",
        before=Joined(tuple(dict.fromkeys(map(shown, before))), text(" to ")),
        value=shown(after),
        steps=Joined(
            tuple(treated_words(one, f"treat[{at}]", numbers) for at, one in enumerate(leaf.treat)), text("; ")
        ),
    )


def case(leaf: Leaf, how: str | None, words: Words) -> Iterator[object]:
    """Which of several curves marked it."""
    curve: Shape = leaf.curve
    for step in _steps(how):
        if isinstance(curve, Choice):
            if step.startswith("cases["):
                when = curve.cases[int(step[len("cases[") : -1])][0]
                yield text("the curve for: {condition}", condition=words.condition(when))
            else:
                yield text("the curve for all other cases")
            curve = _case(curve, step)


def chosen(leaf: Leaf, how: str | None) -> Shape:
    """The curve that the result says was chosen."""
    curve: Shape = leaf.curve
    for step in _steps(how):
        if isinstance(curve, Choice):
            curve = _case(curve, step)
    return curve


def _steps(how: str | None) -> list[str]:
    """The way to the chosen curve, below the leaf."""
    place, _, _ = (how or "").partition("; ")
    return place.removeprefix("curve").removeprefix(".").split(".")


def _case(choice: Choice, step: str) -> Shape:
    if step.startswith("cases["):
        return choice.cases[int(step[len("cases[") : -1])][1]
    assert choice.otherwise is not None
    return choice.otherwise
