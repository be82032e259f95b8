"""What appraisal robustness says where no bound on the weights can be proved: what some draws of them found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.cli.output import say, say_table
from appraisal.measure import PLATFORM
from appraisal.numbers.digits import decimal_text
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from appraisal.sensitivity.sampled import Nearest, Sampled

#: Decimals of a weight.
_DECIMALS = 4


def say_sampled(near: Sequence[str], found: Sampled) -> None:
    """In how many of the draws an award changes, the nearest of them, and how often each platform wins."""
    say()
    say(text("== How far the weights may move: sampled, no certificate =="))
    say(
        text(
            "In {changed} of {draws} draws of weights ({kind}, seed {seed}), each appraised in full, an award changes.",
            changed=found.changed,
            draws=found.draws,
            kind=f"{found.kind} ±{found.within:.0%}" if found.kind == "around" else found.kind,
            seed=found.seed,
        )
    )
    if found.refused:
        say(text("In {refused} draws the evidence lets no result stand.", refused=found.refused))
    if found.nearest is not None:
        _say_nearest(found.nearest)
    own = found.awards.filter(pl.col(PLATFORM).is_in(list(near)))
    say_table(
        [
            platform,
            text("award {share}", share=f"{share:.1%}"),
            text("95 % interval {low} to {high}", low=f"{low:.1%}", high=f"{high:.1%}"),
        ]
        for platform, share, low, high in own.select(PLATFORM, "share", "share_low", "share_high").iter_rows()
    )


def _say_nearest(near: Nearest) -> None:
    moved = [
        text("{node} {before} → {after}", node=node, before=_plain(was), after=_plain(new))
        for node, (was, new) in near.weights.items()
    ]
    say(
        text(
            "The nearest weights found with other awards: {changes}. Nearer ones are not ruled out.",
            changes=Joined(tuple(moved), text(", ")),
        )
    )
    for words, platforms in ((text("won"), near.won), (text("lost"), near.lost), (text("open"), near.opened)):
        if platforms:
            say(text("  {what}: {platforms}", what=words, platforms=Joined(platforms, ", ")))


def _plain(weight: Fraction) -> str:
    return decimal_text(weight, _DECIMALS)
