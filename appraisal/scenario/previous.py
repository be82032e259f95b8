"""The year before: the balances and the measures of its result, which must be the one that is stated."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.errors import Finding, Place, Refused
from appraisal.result import TABLES, previous_result, read_manifest
from appraisal.texts import text

if TYPE_CHECKING:
    from pathlib import Path

_FILE = TABLES["measures"].file


@dataclass(frozen=True)
class Before:
    """What a year takes over from the year before."""

    #: As scenario.json of the result keeps it: path, digests, closing balances.
    stated: dict[str, Any]
    #: ``measures.parquet`` of that result, byte for byte.
    measures: bytes

    def frame(self) -> pl.DataFrame:
        """The measures of the year before: a row per platform and indicator."""
        return pl.read_parquet(io.BytesIO(self.measures))


def read_before(folder: Path, stated: dict[str, Any], file: str) -> Before:
    """The result in a folder, held against ``path``, ``content_digest`` and, where it is kept, ``measures_sha256``.

    Raises Refused where it is another result, or was changed.
    """
    closing = previous_result(folder, stated["content_digest"], file).closing
    path = folder / _FILE
    data = path.read_bytes() if path.is_file() else b""
    digest = hashlib.sha256(data).hexdigest()
    if digest != read_manifest(folder)["outputs"].get(_FILE) or digest != stated.get("measures_sha256", digest):
        raise Refused(
            [
                Finding(
                    "previous|measures",
                    text("The measures of the previous result are missing, or not as that run wrote them."),
                    text("Take the result folder again from where it was kept, or run the scenario again."),
                    place=Place(f"{folder.name}/{_FILE}"),
                )
            ]
        )
    kept = {key: stated[key] for key in ("path", "content_digest")}
    return Before({**kept, "closing_yuan": dict(closing), "measures_sha256": digest}, data)
