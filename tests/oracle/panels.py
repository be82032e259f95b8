"""Panels of experts, by the book: the trimmed mean of what the experts gave each platform, in fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle.verdict import Measure, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle.evidence import Cells, Evidence
    from tests.oracle.scenario import Json

PREFIX = "panels."


def panel_names(rules: Json) -> dict[str, tuple[str, str | None]]:
    """What the measures of panels are called, with the panel and the criterion of each."""
    names: dict[str, tuple[str, str | None]] = {}
    for key, panel in rules.get("panels", {}).items():
        names[f"{PREFIX}{key}"] = (key, None)
        names |= {f"{PREFIX}{key}.{criterion}": (key, criterion) for criterion in panel["criteria"]}
    return names


def panel_measure(name: str, platform: Cells, rules: Json, evidence: Evidence) -> Measure:
    """One measure of a panel for one platform (its row of the register)."""
    if not evidence.has_submitted(platform["platform_id"]):
        return Measure("not_submitted")
    key, criterion = panel_names(rules)[name]
    panel = rules["panels"][key]
    given = sorted(
        sum(marks.values()) if criterion is None else marks[criterion]
        for marks in ballots(key, platform, evidence).values()
    )
    trim = panel.get("trim", {"highest": 0, "lowest": 0})
    left = given[trim["lowest"] : len(given) - trim["highest"]]
    if len(given) < panel["minimum"] or not left:
        return Measure("missing")
    total = Fraction(sum(left))
    return Measure("measured", total, Fraction(len(left)), total, total)


def ballots(key: str, platform: Cells, evidence: Evidence) -> dict[str, dict[str, Fraction]]:
    """The marks of every expert who may mark the platform, by criterion."""
    found: dict[str, dict[str, Fraction]] = {}
    for row in evidence.table("panel_marks").of_platform(platform["platform_id"]):
        if row["panel"] == key and not is_own(row["expert_id"], platform, evidence):
            found.setdefault(row["expert_id"], {})[row["criterion"]] = Fraction(row["mark"])
    return found


def is_own(expert: str, platform: Cells, evidence: Evidence) -> bool:
    """Whether the platform belongs to the institution of the expert: both codes hold the same organisation code."""
    rows = evidence.table("experts").where(["expert_id"], [expert])
    codes = [rows[0]["institution_code"] if rows else None, platform.get("entity_code")]
    if None in codes:
        return False
    here, there = (code[8:17] if len(code) == 18 else code for code in codes)
    return here == there


def check_panels(rules: Json, platforms: Sequence[Cells], evidence: Evidence, level: Any) -> None:
    """Raise where the marks of the experts let no result stand; ``level`` gives the ends of a measure."""
    panels = rules.get("panels", {})
    if not panels:
        return
    for row in evidence.table("panel_marks").rows:
        if row["criterion"] not in panels.get(row["panel"], {}).get("criteria", {}):
            message = f"no criterion {row['panel']}.{row['criterion']}"
            raise Refused(message)
    for key, panel in panels.items():
        for platform in platforms:
            _check(key, panel, platform, evidence, level)


def _check(key: str, panel: Json, platform: Cells, evidence: Evidence, level: Any) -> None:
    rows = [row for row in evidence.table("panel_marks").of_platform(platform["platform_id"]) if row["panel"] == key]
    if panel["recusal"] == "refuse" and any(is_own(row["expert_id"], platform, evidence) for row in rows):
        message = f"{key}: an expert marks the own institution"
        raise Refused(message)
    for expert, marks in ballots(key, platform, evidence).items():
        if set(marks) != set(panel["criteria"]):
            message = f"{key}: {expert} left a criterion out"
            raise Refused(message)
        for criterion, mark in marks.items():
            _check_mark(panel["criteria"][criterion], mark, platform["platform_id"], level)


def _check_mark(criterion: Json, mark: Fraction, platform: str, level: Any) -> None:
    full = Fraction(criterion["full_mark"])
    if not 0 <= mark <= full:
        message = f"{mark} is no mark"
        raise Refused(message)
    ends = level(platform, criterion["range"]["of"]) if "range" in criterion else None
    if ends is None:
        return
    for band in criterion["range"]["bands"]:
        least, most = (Fraction(share) * full for share in band["between"])
        if _touches(band["when"], *ends) and least <= mark <= most:
            return
    message = f"{mark} is out of range"
    raise Refused(message)


def _touches(when: Json, low: Fraction, high: Fraction) -> bool:
    """Some number from low to high keeps every bound."""
    above = "minimum" not in when or high >= Fraction(when["minimum"])
    above &= "exclusiveMinimum" not in when or high > Fraction(when["exclusiveMinimum"])
    below = "maximum" not in when or low <= Fraction(when["maximum"])
    return above and below and ("exclusiveMaximum" not in when or low < Fraction(when["exclusiveMaximum"]))
