"""A result as a value: what an appraisal found, with everything needed to check it."""

from __future__ import annotations

import hashlib
import platform as machine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal import __version__, notebook_html
from appraisal.result.encode import content_digest, table_bytes, table_texts
from appraisal.result.tables import DOCUMENTS, MANIFEST, TABLES
from appraisal.rules import build as read_rules
from appraisal.rules import notice
from appraisal.schema import canonical, dumps
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping


#: So many of the best are shown where nobody has an award.
_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Result:
    """The nine tables and three documents of a result folder, and its manifest."""

    tables: Mapping[str, pl.DataFrame]
    documents: Mapping[str, Any]
    manifest: Mapping[str, Any]
    #: Every file of the result folder by name, byte for byte.
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def content_digest(self) -> str:
        """What the result says, in 64 hexadecimal digits; equal for equal content on every machine."""
        return self.manifest["content_digest"]

    @property
    def is_open(self) -> bool:
        """Some awards wait for a recorded decision."""
        return self.manifest["awards_state"] == "open"

    def _repr_html_(self) -> str:
        """What a notebook shows: title, notice, digest, and who wins; where no award is given, the best of all."""
        rules, _ = read_rules(self.documents["rules"], "rules.json")
        given = self.tables["awards"].filter(pl.col("state") == "given")
        ranked = self.tables["ranking"].filter(pl.col("rank").is_not_null())
        places = self.tables["quotas"].filter(quota="awards")["places"].sum()
        said = notice(rules, self.documents["scenario"])
        columns = ("rank", "platform_id", "composite", "city", "town", "name")
        return notebook_html.block(
            rules.title,
            *([notebook_html.line(said)] if said else []),
            notebook_html.line(
                text("Year {year}, content digest {digest}", year=self.manifest["year"], digest=self.content_digest)
            ),
            notebook_html.line(text("Awards given: {given} of {places} places", given=given.height, places=places)),
            *([notebook_html.line(text("Some awards wait for a recorded decision."))] if self.is_open else []),
            notebook_html.table(
                [text("Rank"), text("Platform"), text("Composite"), text("City"), text("Town"), text("Name")],
                (given if given.height else ranked.head(_SHOWN)).select(columns).iter_rows(),
            ),
        )


def build(
    tables: Mapping[str, pl.DataFrame],
    documents: Mapping[str, Any],
    *,
    year: int,
    notice: str | None,
    exact: bool,
    awards_state: str,
    inputs: Mapping[str, str],
) -> Result:
    """A result with its manifest: hashes of all inputs and outputs, no clock, no machine."""
    texts = table_texts(tables)
    files = {table.file: table_bytes(name, tables[name], texts[name]) for name, table in TABLES.items()}
    files |= {file: dumps(documents[name]).encode() for name, file in DOCUMENTS.items()}
    outputs = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    manifest = {
        "format": 1,
        "scenario": documents["scenario"]["id"],
        "year": year,
        "notice": notice,
        "content_digest": content_digest(tables, texts, documents),
        "exact": exact,
        "awards_state": awards_state,
        "inputs": dict(sorted(inputs.items())),
        "outputs": outputs,
        "environment": {"appraisal": __version__, "polars": pl.__version__, "python": machine.python_version()},
    }
    signed = {**manifest, "manifest_digest": manifest_digest(manifest)}
    files[MANIFEST] = dumps(signed).encode()
    return Result(tables=tables, documents=documents, manifest=signed, files=files)


def manifest_digest(manifest: Mapping[str, Any]) -> str:
    """A digest over everything else in the manifest."""
    content = {key: value for key, value in manifest.items() if key != "manifest_digest"}
    return hashlib.sha256(canonical(content)).hexdigest()
