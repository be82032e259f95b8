"""How platforms stand in the province's result: status and every rank, as a local ranking repeats them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Refused
from appraisal.result.read import read_table
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.result.result import Result


@dataclass(frozen=True)
class Standing:
    """A part of ``ranking.csv`` and of ``ranks.csv`` as the province published them."""

    #: Platform to its status in the province.
    status: Mapping[str, str]
    ranks: pl.DataFrame
    content_digest: str


def standing_of(result: Result) -> Standing:
    """The standing of every platform of a result."""
    tables = result.tables
    status = dict(tables["ranking"].select("platform_id", "status").iter_rows())
    return Standing(status, tables["ranks"], result.content_digest)


def published_standing(files: Mapping[str, bytes], decimals: int, content_digest: str, file: str) -> Standing:
    """The standing that the province handed to a city; raises Refused where the files cannot be read."""
    try:
        ranking, ranks = (read_table(files[name], name, decimals) for name in ("ranking", "ranks"))
    except (pl.exceptions.PolarsError, KeyError, ValueError) as error:
        message = text("The province's ranking in this pack cannot be read ({error}).", error=type(error).__name__)
        fix = text("Take the pack again from the province.")
        raise Refused([Finding("scope|official", message, fix, place=Place(file, pointer="$.official"))]) from error
    return Standing(dict(ranking.select("platform_id", "status").iter_rows()), ranks, content_digest)
