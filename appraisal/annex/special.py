"""Columns that hold several keys at once: how a group is put together, how a gap is filled, how many have a grade."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from appraisal.annex.fields import Field
from appraisal.annex.grammar import Scanner, number_text
from appraisal.annex.grammar.sources import read_name, read_source, source_text
from appraisal.annex.grammar.values import word_text
from appraisal.schema import is_number
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.annex.grammar import Names

Json = dict[str, Any]

COMBINES = {
    "相加": "sum",
    "加权平均": "mean",
    "几何平均": "geometric",
    "调和平均": "harmonic",
    "幂平均": "power",
    "取最低": "minimum",
    "取最高": "maximum",
    "两两比较": "copeland",
}
_WEIGHTS: dict[str, Any] = {
    "等权": "equal",
    "按权重": "given",
    "熵值法权重": {"from_data": "entropy"},
    "CRITIC法权重": {"from_data": "critic"},
}
_MISSING = {
    "计零分": "zero",
    "拒绝计算": "refuse",
    "按其余折算": "rescale",
    "取中位数": "median",
    "沿用上年": "carry",
}
_BY = "取同组中位数"
_ROUNDED = {"舍去": "floor", "进一": "ceil", "四舍五入": "half_up"}
_TIED = {"并列都算": "in", "并列不算": "out"}
_CLASS, _OTHERS = "类别", "其他"
_GROUP = re.compile(r"[^\s;:,()\"]+")
_FIRST = re.compile(r"前(\d+)名")
_SHARE = re.compile(r"前(\d+(?:\.\d+)?)%")
_HUNDRED = Decimal(100)


def of_combine(title: str, width: int = 14) -> Field:
    """``加权平均，等权``, ``幂平均（-1）``."""

    def written(own: Mapping[str, Any]) -> str:
        word = _word(COMBINES, own["combine"])
        power = f"（{number_text(own['power'])}）" if "power" in own else ""
        return word + power + (f"，{_word(_WEIGHTS, own['weights'])}" if "weights" in own else "")

    def read(cell: str, names: Names, _unit: str) -> Json:
        scanner = Scanner(cell, names)
        found: Json = {"combine": COMBINES[scanner.need(*COMBINES)]}
        if scanner.take("("):
            found["power"] = scanner.number()
            scanner.need(")")
        if scanner.take(","):
            found["weights"] = _WEIGHTS[scanner.need(*_WEIGHTS)]
        scanner.end()
        return found

    return Field(title, ("combine", "power", "weights"), written, read, width)


def of_missing(title: str, width: int = 14) -> Field:
    """``计零分``, ``取同组中位数：platforms.size``."""

    def written(own: Mapping[str, Any]) -> str:
        how = own["missing"]
        return f"{_BY}：{source_text(how['median_by'])}" if isinstance(how, dict) else _word(_MISSING, how)

    def read(cell: str, names: Names, _unit: str) -> Json:
        scanner = Scanner(cell, names)
        if scanner.take(_BY):
            scanner.need(":")
            found: Any = {"median_by": read_source(scanner)}
        else:
            found = _MISSING[scanner.need(*_MISSING)]
        scanner.end()
        return {"missing": found}

    return Field(title, ("missing",), written, read, width)


def of_quota(title: str, width: int = 22) -> Field:
    """``前10名，并列都算``, ``前20%，四舍五入，并列不算``."""

    def written(own: Mapping[str, Any]) -> str:
        places = f"前{number_text(own['first'])}名" if "first" in own else ""
        if "share" in own:
            places = f"前{number_text(Decimal(str(own['share'])) * _HUNDRED)}%，{_word(_ROUNDED, own['round'])}"
        return f"{places}，{_word(_TIED, own['tied'])}"

    def read(cell: str, names: Names, _unit: str) -> Json:
        scanner = Scanner(cell, names)
        found: Json = {}
        if first := _FIRST.match(scanner.rest):
            scanner.take(first.group())
            found["first"] = int(first.group(1))
        elif share := _SHARE.match(scanner.rest):
            scanner.take(share.group())
            found["share"] = Decimal(share.group(1)) / _HUNDRED
            _go_on(scanner, f"{share.group()}，四舍五入，并列不算")
            found["round"] = _ROUNDED[scanner.need(*_ROUNDED)]
        else:
            raise scanner.fault(text("Expected {words}.", words="前10名 / 前20%"))
        _go_on(scanner, f"{cell.strip()}，并列都算")
        found["tied"] = _TIED[scanner.need(*_TIED)]
        scanner.end()
        return found

    return Field(title, ("first", "share", "round", "tied"), written, read, width)


def _go_on(scanner: Scanner, example: str) -> None:
    """Over the comma to what a quota may not leave open."""
    if scanner.is_done:
        raise scanner.fault(
            text("A quota also says how a share is rounded and whether those tied are in: {example}.", example=example)
        )
    scanner.need(",")


def of_places(title: str, key: str, width: int = 30) -> Field:
    """``20``, ``10%，进一``, ``按 platforms.city：广州市 3；深圳市 10%，进一；其他 1``."""

    def written(own: Mapping[str, Any]) -> str:
        places = own[key]
        if not isinstance(places, dict) or "by" not in places:
            return _room_text(places)
        by = _CLASS if places["by"] == "class" else source_text(places["by"])
        rooms = [f"{word_text(name)} {_room_text(room)}" for name, room in places.get("of", {}).items()]
        if "otherwise" in places:
            rooms.append(f"{_OTHERS} {_room_text(places['otherwise'])}")
        return f"按 {by}：{'；'.join(rooms)}"

    def read(cell: str, names: Names, _unit: str) -> Json:
        scanner = Scanner(cell, names)
        found = _grouped(scanner) if scanner.take("按") else _room(scanner)
        scanner.items()
        scanner.end()
        return {key: found}

    return Field(title, (key,), written, read, width, is_number=True)


def _room_text(room: Any) -> str:
    if is_number(room):
        return number_text(room)
    return f"{number_text(Decimal(str(room['share'])) * _HUNDRED)}%，{_word(_ROUNDED, room['round'])}"


def _room(scanner: Scanner) -> Any:
    number = scanner.number()
    if scanner.take("%"):
        scanner.need(",")
        return {"share": Decimal(number) / _HUNDRED, "round": _ROUNDED[scanner.need(*_ROUNDED)]}
    scanner.take("名", "家")
    return number


def _grouped(scanner: Scanner) -> Json:
    found: Json = {"by": "class" if scanner.take(_CLASS) else read_source(scanner)}
    scanner.need(":")
    while not scanner.is_done:
        word = scanner.quoted()
        named = word if word is not None else scanner.matched(_GROUP)
        if not named:
            raise scanner.fault(text("Expected {words}.", words="广州市 3"))
        scanner.take(":")
        room = _room(scanner)
        if word is None and named == _OTHERS:
            found["otherwise"] = room
        else:
            found.setdefault("of", {})[named] = room
        if not scanner.items():
            break
    return found


def of_amount(title: str, key: str, width: int = 18) -> Field:
    """``1000000``, or ``优秀 1000000；良好 500000``."""

    def written(own: Mapping[str, Any]) -> str:
        amount = own[key]
        if is_number(amount):
            return number_text(amount)
        return "；".join(f"{grade} {number_text(one)}" for grade, one in amount.items())

    def read(cell: str, names: Names, _unit: str) -> Json:
        scanner = Scanner(cell, names)
        if scanner.sees_number():
            found: Any = scanner.number()
            scanner.take("元")
        else:
            found = {}
            while not scanner.is_done:
                grade = read_name(scanner, names.grades)
                scanner.take(":")
                found[grade] = scanner.number()
                scanner.take("元")
                if not scanner.items():
                    break
        scanner.end()
        return {key: found}

    return Field(title, (key,), written, read, width, is_number=True)


def of_param(title: str, width: int = 12) -> Field:
    """A number, or a word; a word of digits stands in quotes."""

    def written(own: Mapping[str, Any]) -> str:
        value = own["value"]
        if is_number(value):
            return number_text(value)
        return f'"{value}"' if re.match(r'[\d+"“”.-]', value) else value

    def read(cell: str, names: Names, _unit: str) -> Json:
        scanner = Scanner(cell, names)
        word = scanner.quoted()
        if word is not None:
            scanner.end()
            return {"value": word}
        if not scanner.sees_number():
            return {"value": cell}
        number = scanner.number()
        scanner.end()
        return {"value": number}

    return Field(title, ("value",), written, read, width, is_number=True)


def _word(words: Mapping[str, Any], value: Any) -> str:
    return next(word for word, meant in words.items() if meant == value)
