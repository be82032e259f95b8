"""A scenario begun from a matrix: its register, its table of numbers, an indicator for each column, its rules."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place, Refused, refuse_on_error
from appraisal.formula.primaries import KEYWORDS
from appraisal.matrix.cells import Cells, read_cells
from appraisal.matrix.lines import lines_of
from appraisal.matrix.meta import Item, Meta, read_meta
from appraisal.matrix.tree import Marking, rules_document
from appraisal.registry import digest_of
from appraisal.scenario import is_scenario_id
from appraisal.scenario.folder import refuse_taken, write_begun
from appraisal.schema import check, dumps
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_TABLE = "matrix"
_PLATFORM = "platform_id"
_VERSION = "1.0.0"
#: What the register says of a unit that is no platform of a town.
_NOWHERE = "不分地区"
_UNIT = r"[A-Za-z0-9_-]{1,40}"
_TITLE, _TITLE_EN, _NAME = 60, 80, 80
#: A formula reads these as words of its own.
_WORDS = KEYWORDS | {
    *("CASE", "CAST", "TRY_CAST", "CONVERT", "NULL", "TRUE", "FALSE", "FILTER", "WHERE", "DATE", "EXISTS", "WITH"),
    *("FROM", "JOIN", "UNION", "OVER", "AVG", "MEAN", "AVERAGE", "ILIKE", "COUNT", "SUM", "MIN", "MAX"),
}
#: Decimals that are printed.
_PRINTED = 6


@dataclass(frozen=True)
class Begun:
    """What was written, and what of the matrix people should know."""

    folder: Path
    units: int
    columns: Sequence[Cells]
    #: Columns of the matrix that the meta does not name as a number.
    left_out: Sequence[str]
    #: The codes of the units are none that a register can hold, so that they are numbered.
    are_numbered: bool

    @property
    def gaps(self) -> int:
        """Cells without a number."""
        return sum(one.gaps for one in self.columns)

    @property
    def shortened(self) -> list[Cells]:
        """Columns of which not every digit could be kept."""
        return [one for one in self.columns if one.change]


def begin(
    data: Path, meta_file: Path, folder: Path, *, year: int | None = None, marking: Marking | None = None
) -> Begun:
    """Write the scenario of a matrix into a new folder; raises Refused with what does not fit.

    ``data`` has a line per unit with the columns uCode, perhaps uName and Time, and one for each item of the meta.
    """
    name = folder.name
    if not is_scenario_id(name):
        message = text("{id} cannot be the id of the new scenario.", id=name)
        raise Refused([Finding("scenario|id", message, text("Use small letters, digits, - and _."), value=name)])
    refuse_taken(folder, "scenario|exists")
    meta, rows = read_meta(meta_file), lines_of(data)
    year = _year(rows, data.name) if year is None else year
    ids = _units(rows, data.name)
    columns = read_cells(_read(meta), rows, data.name)
    rules = rules_document(meta, name, year, marking or Marking(), has_gaps=any(one.gaps for one in columns))
    refuse_on_error(check(rules, "rules", "rules.json"))
    evidence = {"platforms": _register(rows, ids), _TABLE: _matrix(columns, ids)}
    plugins = _plugins(meta, columns)
    files = {f"evidence/{table}.csv": data for table, data in evidence.items()}
    for plugin, own in plugins.items():
        files |= {f"plugins/{plugin}/{path}": data for path, data in own.items()}
    document = {
        "format": 1,
        "id": name,
        "title": rules["title"],
        "x-en": rules["x-en"],
        "year": year,
        "rules": "rules.json",
        "evidence": {
            table: {"path": f"evidence/{table}.csv", "sha256": _sha(data)} for table, data in evidence.items()
        },
        "plugins": {plugin: _pin(own) for plugin, own in plugins.items()},
    }
    files |= {"rules.json": dumps(rules).encode(), "scenario.json": dumps(document).encode()}
    write_begun(folder, files, "scenario|unwritable")
    known = {_U_CODE, _U_NAME, _TIME, *meta.items}
    numbered = ids != [row[_U_CODE] for row in rows]
    return Begun(folder, len(rows), columns, [head for head in rows[0] if head not in known], numbered)


_U_CODE, _U_NAME, _TIME = "uCode", "uName", "Time"


def _read(meta: Meta) -> list[Item]:
    """The indicators, and what they are divided by."""
    divided = {one.denominator for one in meta.of_type("Indicator")}
    return [one for one in meta.items.values() if one.type == "Indicator" or one.code in divided]


def _year(rows: Sequence[Mapping[str, str]], file: str) -> int:
    years = {row.get(_TIME, "") for row in rows}
    if len(years) == 1 and re.fullmatch("[12][0-9]{3}", year := years.pop()):
        return int(year)
    message = text("The matrix does not say of which one year it is.")
    fix = text("Write the year with --year, or take the lines of one year (column Time).")
    raise Refused([Finding("matrix|year", message, fix, place=Place(file, column=_TIME))])


def _units(rows: Sequence[Mapping[str, str]], file: str) -> list[str]:
    """The ids of the units: their codes, or u0001, u0002, ... where a code holds other letters than ids do."""
    codes = [row.get(_U_CODE, "") for row in rows]
    if twice := sorted({code for code in codes if codes.count(code) > 1 or not code}):
        message = text("Units are empty or stand twice: {names}.", names=", ".join(twice) or "—")
        fix = text("Each line needs a code of its own in the column uCode.")
        raise Refused([Finding("matrix|units", message, fix, place=Place(file, column=_U_CODE))])
    if all(re.fullmatch(_UNIT, code) for code in codes):
        return codes
    return [f"u{number:04}" for number in range(1, len(codes) + 1)]


def _register(rows: Sequence[Mapping[str, str]], ids: Sequence[str]) -> bytes:
    lines = [
        [name, (row.get(_U_NAME) or row[_U_CODE])[:_NAME], _NOWHERE, _NOWHERE]
        for name, row in zip(ids, rows, strict=True)
    ]
    return _csv([[_PLATFORM, "name", "city", "town"], *lines])


def _matrix(columns: Sequence[Cells], ids: Sequence[str]) -> bytes:
    lines = [[name, *(one.written(at) for one in columns)] for at, name in enumerate(ids)]
    return _csv([[_PLATFORM, *(one.item.id for one in columns)], *lines])


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(lines)
    return target.getvalue().encode("utf-8-sig")


def _plugins(meta: Meta, columns: Sequence[Cells]) -> dict[str, dict[str, bytes]]:
    """An indicator per column of the index; the first one brings the schema of the table."""
    found: dict[str, dict[str, bytes]] = {}
    for one in columns:
        if one.item.type != "Indicator":
            continue
        found[one.item.id] = {"indicator.json": dumps(_indicator(meta, one)).encode()}
    first = next(iter(found.values()))
    first[f"tables/{_TABLE}.schema.json"] = dumps(_schema(columns)).encode()
    return found


def _indicator(meta: Meta, one: Cells) -> dict[str, Any]:
    item = one.item
    document: dict[str, Any] = {
        "format": 1,
        "id": item.id,
        "version": _VERSION,
        "title": item.name[:_TITLE],
        "x-en": item.name[:_TITLE_EN],
        "table": _TABLE,
        # A platform has one line: the greatest of its values is its value.
        "numerator": f"MAX({_column(item)})",
    }
    if item.denominator:
        document["denominator"] = f"MAX({_column(meta.items[item.denominator])})"
    if item.unit:
        document["unit"] = item.unit[:20]
    document["decimals"] = min(_PRINTED, one.decimals) if not item.denominator else _PRINTED
    document["direction"] = "higher_is_better" if item.higher_is_better else "lower_is_better"
    return {**document, "empty": "missing"}


def _column(item: Item) -> str:
    """The column as a formula names it."""
    return f'"{item.id}"' if item.id.upper() in _WORDS else item.id


def _schema(columns: Sequence[Cells]) -> dict[str, Any]:
    unit = {"type": "string", "title": "平台编号", "x-en": "Platform id", "pattern": f"^{_UNIT}$", "maxLength": 40}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "x-format": 1,
        "x-table": _TABLE,
        "title": "指标数据",
        "x-en": "Matrix of indicators",
        "type": "object",
        "x-key": [_PLATFORM],
        "x-references": [{"columns": [_PLATFORM], "table": "platforms", "key": [_PLATFORM]}],
        "properties": {_PLATFORM: unit, **{one.item.id: one.schema() for one in columns}},
        "required": [_PLATFORM],
        "additionalProperties": False,
    }


def _pin(files: Mapping[str, bytes]) -> dict[str, str]:
    hashed = {path: _sha(data) for path, data in files.items()}
    return {"version": _VERSION, "sha256": digest_of(hashed)}


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
