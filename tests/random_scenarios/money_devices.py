"""Money in random rules: amounts by grade, differences, sheets that pay and sheets that only state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Json = dict[str, Any]


def places(rng: Random, rules: Json) -> None:
    """Places as a share of the ranked, by city, by type or by class, and at most so many of one city."""
    awards = rules.get("awards")
    if not awards:
        return
    kind = rng.choice(["share", "city", "type", "class", "limit"])
    number = awards["places"]
    share = {"share": rng.choice([0.1, 0.5, 0.25]), "round": rng.choice(["floor", "ceil", "half_up"])}
    if kind == "share":
        awards["places"] = share
    elif kind == "class" and rules.get("classes"):
        awards["places"] = {"by": "class", "of": {rng.choice(sorted(rules["classes"])): rng.choice([number, share])}}
    elif kind in ("city", "type"):
        awards["places"] = {"by": f"platforms.{kind}", "otherwise": rng.choice([1, 2, share])}
    else:
        awards["at_most"] = {"by": "platforms.city", "otherwise": rng.choice([1, 2])}


def money(rng: Random, rules: Json) -> None:
    """Amounts by grade for the awards, and one to three sheets that read what a leaf reads."""
    awards = rules.get("awards")
    if awards and rng.random() < 0.7:
        awards["amount_yuan"] = {grade: rng.choice([0, 1, 300_000, 1_000_000]) for grade in rules["grades"]}
    if awards and rng.random() < 0.5:
        awards["upgrade"] = "difference"
    read = sorted(set(_sources(rules["index"]["nodes"])))
    if not read:
        return
    funds = rules.setdefault("funds", {"beside": {"total_yuan": 10**12}})
    enough = rng.random() < 0.7
    for fund in funds.values():
        fund["total_yuan"] = max(fund["total_yuan"], 10**12) if enough else fund["total_yuan"]
    rules["payments"] = {f"sheet{number}": _sheet(rng, read, sorted(funds)) for number in range(rng.randint(1, 3))}


def _sources(nodes: Json) -> Iterator[str]:
    for node in nodes.values():
        if "nodes" in node:
            yield from _sources(node["nodes"])
        else:
            yield from (source for source in node["from"] if "." not in source)


def _sheet(rng: Random, read: list[str], funds: list[str]) -> Json:
    sheet: Json = {"title": "资金表", "from": [rng.choice(read)]}
    if rng.random() < 0.3:
        sheet["applies"] = {"of": rng.choice(read), "require": {"minimum": rng.choice([0, 1, 50])}}
    if rng.random() < 0.3:
        sheet["among"] = rng.choice(["eligible", "submitted"])
    if rng.random() < 0.3:
        return {**sheet, "parts": {name: {"title": name, "curve": _curve(rng)} for name in ("exempt", "rest")}}
    sheet |= {"curve": _curve(rng), "fund": rng.choice(funds)}
    if rng.random() < 0.4:
        sheet["cap_yuan"] = rng.choice([0, 1, 20_000])
    if rng.random() < 0.4:
        sheet["once"] = True
    return sheet


def _curve(rng: Random) -> Json:
    """A line that goes on on both sides, a line with ends, or bands; amounts with a fraction are rounded."""
    each = rng.choice([1, 0.5, 10_000, 333.333])
    line = {"kind": "linear", "at": [[rng.choice([0, 20]), 0], [rng.choice([60, 100]), each]]}
    return rng.choice(
        [
            line,
            {**line, "extend": True},
            {"kind": "bands", "at": [[1, 10], [50, each]], "closed": rng.choice(["low", "high"])},
        ]
    )
