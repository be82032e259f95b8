"""The round of an appraisal: its name, and the kept result that it goes on from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place, Refused
from appraisal.result import read_manifest, read_result
from appraisal.scenario.locate import previous_folder
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from appraisal.result import Result

#: The rounds that every appraisal knows; others bring a title of their own.
ROUNDS = {
    "preliminary": Bilingual("初评", "Preliminary"),
    "verified": Bilingual("核查", "Verified"),
    "publicity": Bilingual("公示", "Published for comment"),
    "objections": Bilingual("异议处理后", "After objections"),
    "final": Bilingual("终稿", "Final"),
}
#: Where the result of the round before stands in the folder of a round.
PARENT = "before"


def read_parent(folder: Path, stated: Mapping[str, Any], year: int, file: str) -> Result:
    """The result that a round names as its parent; raises Refused where it is another, of another year, or changed."""
    place = Place(file=file, pointer="$.round.parent")
    found = previous_folder(folder, stated["path"], place)
    manifest = read_manifest(found)
    if manifest["content_digest"] == stated["content_digest"] and manifest["year"] == year:
        return read_result(found)
    message = text(
        "The result {path} is not the round before: its digest is {have} and its year {year}.",
        path=stated["path"],
        have=manifest["content_digest"],
        year=manifest["year"],
    )
    fix = text("Name the result of this year that the round goes on from, with its digest.")
    raise Refused([Finding("round|parent", message, fix, place=place)])


def round_title(stated: Mapping[str, Any]) -> Bilingual:
    """What a round is called."""
    known = ROUNDS.get(stated["id"], Bilingual(stated["id"], stated["id"]))
    return Bilingual(stated.get("title", known.zh), stated.get("x-en", known.en))


def begun_round(name: str, parent: Path | None, year: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What scenario.json says of a new round, and the files of its parent's result, which go into the folder with it.

    Raises Refused where the parent is no whole result of the year.
    """
    if parent is None:
        return {"id": name}, {}
    before = read_result(parent)
    if before.manifest["year"] != year:
        message = text(
            "The result {path} is of {have}, and the round is of {year}.",
            path=str(parent),
            have=before.manifest["year"],
            year=year,
        )
        raise Refused([Finding("round|year", message, text("Name the result of the round before of this year."))])
    stated = {"id": name, "parent": {"path": PARENT, "content_digest": before.content_digest}}
    return stated, {f"{PARENT}/{file}": data for file, data in before.files.items()}
