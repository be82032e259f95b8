"""What the parent asks of the process: a file, where the answer goes, and how much is too much."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Limits(NamedTuple):
    """Beyond these a file is refused."""

    #: Bytes of all members of a zip together, unpacked.
    unpacked: int
    #: Unpacked bytes for each packed byte of a member.
    ratio: int
    members: int
    sheets: int
    rows: int
    columns: int
    #: Cells of the smallest rectangles that hold the values of all sheets together.
    cells: int
    #: Characters of one cell.
    cell: int
    #: Characters of all cells together.
    text: int
    #: Bytes of a sheet from which on it is worth loading Polars to read it faster.
    quick: int


class Job(NamedTuple):
    """One file to read; ``folder`` holds it as ``source`` and takes the answer."""

    kind: Literal["xlsx", "xls", "parquet"]
    folder: Path
    limits: Limits

    @property
    def source(self) -> Path:
        """The file to read."""
        return self.folder / "source"

    def answer(self, document: dict[str, Any]) -> None:
        """Write the answer, whole or not at all."""
        part = self.folder / "answer.part"
        part.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8", errors="surrogatepass")
        part.replace(self.folder / "answer.json")


def job_in(folder: Path) -> Job:
    """The job that the parent wrote into a folder."""
    document = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    return Job(document["kind"], folder, Limits(**document["limits"]))
