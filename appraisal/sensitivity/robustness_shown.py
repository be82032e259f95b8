"""What a notebook shows of how sure a result is: the bound on the weights, and the platforms around the last award."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

import polars as pl

from appraisal import notebook_html
from appraisal.measure import PLATFORM
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from appraisal.sensitivity.robustness import Robustness

#: Decimals of a change of weights, in marks.
_MARKS = 4


def robustness_html(found: Robustness) -> str:
    """The answers in short; the tables hold the rest."""
    manifest = found.result.manifest
    title = text(
        "{scenario}, content digest {digest}", scenario=manifest["scenario"], digest=found.result.content_digest
    )
    return notebook_html.block(title, *_parts(found))


def _parts(found: Robustness) -> Iterator[str]:
    yield from (notebook_html.line(one.message) for one in found.refused)
    if found.certificate is not None:
        bound = found.certificate.bound
        if bound.total is None or bound.largest is None:
            yield notebook_html.line(text("No weights change an award."))
        else:
            yield notebook_html.line(
                text(
                    "No award changes while all weights together move by less than {total} marks, "
                    "or while no single one moves by more than {largest}.",
                    total=_down(bound.total),
                    largest=_down(bound.largest),
                )
            )
    if found.sampled is not None:
        yield notebook_html.line(
            text(
                "Sampled, no certificate: in {changed} of {draws} draws of weights an award changes.",
                changed=found.sampled.changed,
                draws=found.sampled.draws,
            )
        )
    if (shares := _shares(found)) is not None:
        heads = [text("Rank"), text("Platform"), text("Award"), text("Composite")]
        ranking = found.result.tables["ranking"].filter(pl.col(PLATFORM).is_in(found.near))
        near = ranking.join(shares, on=PLATFORM, how="left", maintain_order="left")
        rows = near.select("rank", PLATFORM, "share", "composite").iter_rows()
        yield notebook_html.table(
            heads, ([rank, one, None if share is None else f"{share:.1%}", mark] for rank, one, share, mark in rows)
        )


def _shares(found: Robustness) -> pl.DataFrame | None:
    """By platform the share of the draws in which it wins."""
    if found.acceptability is not None:
        return found.acceptability.summary.select(PLATFORM, share="award")
    return None if found.sampled is None else found.sampled.awards.select(PLATFORM, "share")


def _down(number: Fraction) -> str:
    """Rounded down: a bound is never stated larger than it is."""
    return f"{floor(number * 10**_MARKS) / 10**_MARKS:.{_MARKS}f}"
