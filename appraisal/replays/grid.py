"""Many replays of one appraisal: every combination of some values, or a list, and one table of what each would give."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal import rounds
from appraisal.errors import Finding, Place, Refused
from appraisal.replays.changes import Asked, Change, parse_change
from appraisal.schema import canonical, check, loads
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from appraisal.replays.replayer import Replay, Replayer
    from appraisal.scenario import Documents

#: More variations than this in one file are a slip of the pen.
_MOST = 100_000
_COLUMNS = {
    "variation": pl.String,
    "changes": pl.String,
    "content_digest": pl.String,
    "awards_state": pl.String,
    "given": pl.Int64,
    "won": pl.String,
    "lost": pl.String,
    "ranks_changed": pl.Int64,
    "largest_move": pl.Int64,
    "last_winner": pl.String,
    "first_without": pl.String,
    "refused": pl.String,
}


@dataclass(frozen=True)
class Variation:
    """One replay of a grid."""

    id: str
    changes: tuple[Asked, ...]

    @property
    def words(self) -> str:
        """What it changes, on one line."""
        return "; ".join(_words(one) for one in self.changes)


def read_grid(path: Path) -> list[Variation]:
    """The variations of a file: JSON with ``vary`` or ``replays``, or a CSV table with a column for each path.

    Raises Refused with everything that is wrong with the file.
    """
    data = path.read_bytes()
    found = list(_of_table(data, path.name)) if path.suffix.lower() == ".csv" else list(_of_document(data, path.name))
    _refuse_too_many(len(found), path.name)
    twice = [name for name, times in Counter(one.id for one in found).items() if times > 1]
    if twice:
        message = text("The variation {id} is there more than once.", id=twice[0])
        raise Refused([Finding("replay|grid", message, text("Correct the file."), place=Place(file=path.name))])
    return found


def _refuse_too_many(count: int, file: str) -> None:
    if not 0 < count <= _MOST:
        message = text("The grid has {count} variations; it may have 1 to {most}.", count=count, most=_MOST)
        raise Refused([Finding("replay|grid", message, text("Correct the file."), place=Place(file=file))])


def _of_document(data: bytes, file: str) -> Iterator[Variation]:
    document: Any = loads(data, file)
    if faults := check(document, "grid", file):
        raise Refused(faults)
    vary: dict[str, Any] = document.get("vary", {})
    if vary:
        _refuse_too_many(prod(map(len, vary.values())), file)
        for number, values in enumerate(product(*vary.values()), start=1):
            changes = tuple(Change(path, value) for path, value in zip(vary, values, strict=True))
            yield Variation(f"v{number}", changes)
    for number, one in enumerate(document.get("replays", []), start=1):
        stated: list[Asked] = [one["patch"]] if "patch" in one else []
        stated += [Change(path, value) for path, value in one.get("set", {}).items()]
        yield Variation(one.get("id", f"r{number}"), tuple(stated))


def _of_table(data: bytes, file: str) -> Iterator[Variation]:
    """A row a variation; an empty cell changes nothing, and a column ``id`` names the rows."""
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        message = text("The table cannot be read: {reason}.", reason=error)
        raise Refused(
            [Finding("replay|grid", message, text("Save it as CSV UTF-8."), place=Place(file=file))]
        ) from None
    for number, row in enumerate(rows, start=1):
        cells = {key: value for key, value in row.items() if key not in ("id", None) and value and value.strip()}
        yield Variation(
            row.get("id") or f"r{number}", tuple(parse_change(f"{key}={value}") for key, value in cells.items())
        )


def grid_table(
    replayer: Replayer,
    variations: Sequence[Variation],
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    rules_of: Documents | None = None,
) -> pl.DataFrame:
    """A row per variation: its digest, the awards won and lost, how many ranks change, or why it is refused.

    The evidence is read once. A variation that makes no rules, or no result, is told in its row and stops nothing.
    """
    rows = []
    for number, one in enumerate(variations, start=1):
        rows.append(_row(replayer, one, rules_of))
        progress(number, len(variations))
    return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


def _row(replayer: Replayer, one: Variation, rules_of: Documents | None) -> dict[str, Any]:
    try:
        found = replayer.replay(one.changes, rules_of)
    except Refused as refused:
        first = next(iter(refused.findings))
        return {**dict.fromkeys(_COLUMNS), "variation": one.id, "changes": one.words, "refused": first.line("en")}
    return {"variation": one.id, "changes": one.words, **_found(found), "refused": None}


def _found(found: Replay) -> dict[str, Any]:
    differ, result = rounds.changes(found.parent, found.result), found.result
    moved = differ.rows.select(move=(pl.col("rank").cast(pl.Int64) - pl.col("rank_before").cast(pl.Int64)).abs())
    winners = result.tables["awards"].filter(pl.col("state") == "given")
    ranked = result.tables["ranking"].filter(pl.col("status") == "ranked")
    without = ranked.filter(pl.col("award_state") == "none")
    return {
        "content_digest": result.content_digest,
        "awards_state": result.manifest["awards_state"],
        "given": winners.height,
        "won": " ".join(row["platform_id"] for row in differ.won),
        "lost": " ".join(row["platform_id"] for row in differ.lost),
        "ranks_changed": differ.count("rank"),
        "largest_move": moved["move"].max() or 0,
        "last_winner": winners["platform_id"].to_list()[-1] if winners.height else None,
        "first_without": without["platform_id"].to_list()[0] if without.height else None,
    }


def _words(one: Asked) -> str:
    if isinstance(one, Change):
        return f"{one.path}={canonical(one.value).decode()}"
    return one if isinstance(one, str) else f"patch {canonical(dict(one)).decode()}"
