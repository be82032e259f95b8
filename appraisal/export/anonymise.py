"""An anonymised copy of a result for research: no names, no persons, pseudonyms, and a list of what was removed.

Who knows the published ranking finds the published platforms again by rank and composite: the copy protects those who
are not published, and no one from a reader who has the evidence. README.txt says so.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.errors import Finding, Refused
from appraisal.export.documents import documents
from appraisal.export.identifiers import identifiers
from appraisal.export.keys import Pseudonyms
from appraisal.export.package import PACKAGE, package
from appraisal.export.policy import treatment
from appraisal.export.readme import README, readme
from appraisal.result import TABLES
from appraisal.result.encode import table_texts
from appraisal.schema import dumps
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from appraisal.export.identifiers import Identifiers
    from appraisal.result import Result

#: A group of fewer is not told apart from the rest.
SMALLEST = 5
#: City and type together may tell a platform, so that a copy has either, never both.
_SCOPES = {False: ("province", "local", "type:", "class:"), True: ("province", "local", "city:")}
_STATED = ("scenario", "year", "notice", "exact", "awards_state")
_NAMED = Bilingual(
    "有的格写有平台、镇、法人或人员，已留空",
    "Some cells name a platform, a town, an entity or a person, and were emptied",
)


def anonymised(result: Result, key: bytes, *, keep_city: bool = False) -> dict[str, bytes]:
    """The files of the copy: the same bytes for the same result and key. Raises Refused where it cannot be made.

    ``key`` makes the pseudonyms; it stands in no file.
    """
    _refuse_local(result, keep_city=keep_city)
    names, given = identifiers(result), Pseudonyms(key)
    frames, listed = {}, []
    for table, frame in result.tables.items():
        kept, done = _table(table, frame, result, given, names, keep_city=keep_city)
        listed += [(table, *one) for one in done]
        if kept.width:
            frames[table] = kept
    stated = {name: result.manifest[name] for name in _STATED} | {"anonymised": True, "cities_kept": keep_city}
    made, done = documents(result, names, stated)
    about = made.pop("datapackage")
    listed += [(file, place, word, why.zh, why.en) for file, place, word, why in done]
    frames["removed"] = pl.DataFrame(listed, schema=["table", "column", "done", "reason_zh", "reason_en"], orient="row")
    files = _files(frames) | {f"{name}.json": dumps(one).encode() for name, one in made.items()}
    used = made["scenario"]
    title = Bilingual(f"{used['title']}（去标识副本）", f"{used.get('x-en', used['title'])} (anonymised copy)")
    files[README] = readme(title)
    return {**files, PACKAGE: package(files, frames, about, title=title)}


def _refuse_local(result: Result, *, keep_city: bool) -> None:
    if "city" in result.documents["scenario"].get("scope", {}) and not keep_city:
        message = text("This is the ranking of one city, and its title says which.")
        fix = text("Add --keep-city if the city may be known, or export the province's result.")
        raise Refused([Finding("export|one_city", message, fix)])


def _table(
    table: str, frame: pl.DataFrame, result: Result, given: Pseudonyms, names: Identifiers, *, keep_city: bool
) -> tuple[pl.DataFrame, list[tuple[str, str, str, str]]]:
    """The table as it may be handed on, and for each column what was done and why."""
    listed, columns = [], []
    rows = _rows(table, frame, keep_city=keep_city)
    for column in frame.columns:
        what = treatment(table, column, keep_city=keep_city)
        done, why, cells = what.done, what.why, rows[column]
        if done == "pseudonym":
            columns.append(given.column(what.kind, cells.cast(pl.String)))
        elif done != "dropped":
            if done == "reduced":
                cells = _reduced(table, column, rows, result)
            if what.is_word and cells.dtype == pl.String and (named := names.among(cells)):
                done, why = "reduced", _NAMED
                cells = cells.set(cells.is_in(list(named)), None)
            columns.append(cells)
        listed.append((column, done, why.zh, why.en))
    return _sorted(table, pl.DataFrame(columns)), listed


def _rows(table: str, frame: pl.DataFrame, *, keep_city: bool) -> pl.DataFrame:
    """Of the ranks only those among enough others, in a scope that says no place."""
    if table != "ranks":
        return frame
    is_open = pl.any_horizontal(
        pl.col("scope").str.starts_with(one) if one.endswith(":") else pl.col("scope") == one
        for one in _SCOPES[keep_city]
    )
    return frame.filter(is_open & ((pl.col("of") >= SMALLEST) | pl.col("scope").is_in(["province", "local"])))


def _reduced(table: str, column: str, rows: pl.DataFrame, result: Result) -> pl.Series:
    if column == "city":
        return _cities(rows, result.tables["ranking"])
    if (table, column) == ("gates", "numerator"):
        return _gate_values(rows, result)
    return rows[column]


def _cities(rows: pl.DataFrame, ranking: pl.DataFrame) -> pl.Series:
    large = ranking.group_by("city").len().filter(pl.col("len") >= SMALLEST)["city"].drop_nulls().to_list()
    return rows.select(pl.when(pl.col("city").is_in(large)).then("city").alias("city"))["city"]


def _gate_values(rows: pl.DataFrame, result: Result) -> pl.Series:
    """The numbers of gates on an indicator, and true and false; a code of the register may be all digits."""
    indicators = set(result.documents["indicators"]["indicators"])
    gates: dict[str, Any] = result.documents["rules"].get("gates", {})
    measured = [gate for gate, stated in gates.items() if stated.get("of") in indicators]
    tells = pl.col("gate").is_in(measured) | pl.col("numerator").is_in(["true", "false"])
    return rows.select(pl.when(tells).then("numerator").alias("numerator"))["numerator"]


def _sorted(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """In an order that says nothing: that of the ids would say who stands where in the register."""
    if not frame.width:
        return frame
    first = {"ranking": ["rank"], "awards": ["place", "rank"], "ledger": ["fund", "line"]}.get(table, [])
    key = [column for column in TABLES[table].key if column in frame.columns] if table in TABLES else []
    order = list(dict.fromkeys([*first, *key, *frame.columns]))
    return frame.sort(order, nulls_last=True)


def _files(frames: dict[str, pl.DataFrame]) -> dict[str, bytes]:
    files = {}
    texts = table_texts(frames)
    for name, frame in frames.items():
        file = TABLES[name].file if name in TABLES else f"{name}.csv"
        if file.endswith(".parquet"):
            buffer = io.BytesIO()
            frame.write_parquet(buffer, compression="zstd", statistics=False)
            files[file] = buffer.getvalue()
        else:
            files[file] = b"\xef\xbb\xbf" + texts[name]
    return files
