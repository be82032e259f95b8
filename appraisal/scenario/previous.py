"""The year before: the balances and the measures of its result, which must be the one that is stated."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.errors import Finding, Place, Refused
from appraisal.result import TABLES, previous_result, read_manifest, read_table
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FILE = TABLES["measures"].file
_HISTORY = TABLES["history"].file
_RECEIVED = TABLES["received"].file


@dataclass(frozen=True)
class Before:
    """What a year takes over from the year before."""

    #: As scenario.json of the result keeps it: path, digests, closing balances.
    stated: dict[str, Any]
    #: ``measures.parquet`` of that result, byte for byte.
    measures: bytes
    #: ``history.csv`` of it; None where an older version of the program wrote that result.
    history: bytes | None = None
    #: ``received.csv`` of it; None as above.
    received: bytes | None = None

    def frame(self) -> pl.DataFrame:
        """The measures of the year before: a row per platform and indicator."""
        return pl.read_parquet(io.BytesIO(self.measures))

    def counts(self) -> pl.DataFrame | None:
        """The history of every platform up to that year."""
        return None if self.history is None else read_table(self.history, "history", 0)

    def paid(self) -> pl.DataFrame | None:
        """What every platform received up to that year."""
        return None if self.received is None else read_table(self.received, "received", 0)


def read_before(folder: Path, stated: dict[str, Any], file: str) -> Before:
    """The result in a folder, held against ``path``, ``content_digest`` and the digests kept.

    Raises Refused where it is another result, or was changed.
    """
    closing = previous_result(folder, stated["content_digest"], file).closing
    outputs = read_manifest(folder)["outputs"]
    measures, digest = _file(folder, _FILE, outputs, stated.get("measures_sha256"))
    kept: dict[str, Any] = {key: stated[key] for key in ("path", "content_digest")}
    kept |= {"closing_yuan": dict(closing), "measures_sha256": digest}
    if _HISTORY not in outputs:
        # An older version of the program wrote that result.
        return Before(kept, measures, None)
    history, digest = _file(folder, _HISTORY, outputs, stated.get("history_sha256"))
    kept |= {"history_sha256": digest}
    if _RECEIVED not in outputs:
        return Before(kept, measures, history)
    received, digest = _file(folder, _RECEIVED, outputs, stated.get("received_sha256"))
    return Before({**kept, "received_sha256": digest}, measures, history, received)


def _file(folder: Path, name: str, outputs: Mapping[str, str], stated: str | None) -> tuple[bytes, str]:
    """One file of the result, as that run wrote it and as the scenario that took it over saw it."""
    path = folder / name
    data = path.read_bytes() if path.is_file() else b""
    digest = hashlib.sha256(data).hexdigest()
    if digest != outputs.get(name) or digest != (stated or digest):
        raise Refused(
            [
                Finding(
                    "previous|measures",
                    text("A file of the previous result is missing, or not as that run wrote it."),
                    text("Take the result folder again from where it was kept, or run the scenario again."),
                    place=Place(f"{folder.name}/{name}"),
                )
            ]
        )
    return data, digest
