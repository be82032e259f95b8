"""A small world of platforms, experts and marks, in a line each."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal.evidence import read_table
from appraisal.measure import Measure, Measures
from appraisal.model.indicator import Indicator, Otherwise
from appraisal.numbers import column, constant
from appraisal.panels import PanelMeasures, measure_panels
from appraisal.rules.panels import panels_of
from appraisal.schema import shipped_tables
from appraisal.texts import Bilingual
from tests.oracle.evidence import Evidence, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraisal import evidence

SCHEMAS = shipped_tables()
#: One institution under both of its codes, and another one.
SHORT, LONG, OTHER = "455912341", "124400004559123412", "914401017418543211"
#: That of a platform which employs no expert.
ENTITY = "91440605338000000X"
PLAN = {"title": "方案", "x-en": "Plan", "full_mark": 40}
TEAM = {"title": "团队", "x-en": "Team", "full_mark": Decimal(60)}
MAIN = {
    "title": "专家评审",
    "x-en": "Expert panel",
    "criteria": {"plan": PLAN, "team": TEAM},
    "trim": {"highest": 1, "lowest": 1},
    "minimum": 3,
    "spread_warning": 20,
    "recusal": "refuse",
}
PLAIN = {**MAIN, "trim": {"highest": 0, "lowest": 0}, "minimum": 1, "spread_warning": 1000}
RANGE = {
    "of": "transfers",
    "bands": [
        {"when": {"minimum": 6}, "between": [Decimal("0.8"), 1]},
        {"when": {"minimum": 3, "exclusiveMaximum": 6}, "between": [Decimal("0.5"), Decimal("0.79")]},
        {"when": {"exclusiveMaximum": 3}, "between": [0, Decimal("0.49")]},
    ],
}


def rules(**panels):
    """A rules document with these panels and nothing else."""
    return {"panels": panels}


def ballot(platform: str, **totals: float | str) -> list[tuple[str, str, str, str, str]]:
    """Marks whose totals are these: all on the plan up to 40, the rest on the team."""
    rows = []
    for expert, total in totals.items():
        whole = Decimal(str(total))
        plan = min(whole, Decimal(40))
        rows += [("main", platform, expert, "plan", str(plan)), ("main", platform, expert, "team", str(whole - plan))]
    return rows


def tables(marks, platforms=("A", "B"), experts=None) -> dict[str, evidence.Table]:
    """The three tables; platforms and experts with their codes, where they have any."""
    platforms = platforms if isinstance(platforms, dict) else dict.fromkeys(platforms, ENTITY)
    named = sorted({row[2] for row in marks})
    experts = dict.fromkeys(named, OTHER) | (experts or {})
    files = {
        "platforms": (
            "platform_id,name,city,town,entity_code",
            [f"{one},平台{one},佛山市,狮山镇,{code}" for one, code in platforms.items()],
        ),
        "experts": (
            "expert_id,name,institution_code,institution",
            [f"{one},专{one},{code},某院" for one, code in experts.items()],
        ),
        "panel_marks": ("panel,platform_id,expert_id,criterion,mark", [",".join(row) for row in marks]),
    }
    found = {}
    for name, (header, lines) in files.items():
        table, findings = read_table("\n".join([header, *lines, ""]).encode(), f"{name}.csv", SCHEMAS[name])
        assert table is not None, findings
        found[name] = table
    return found


def measures(
    platforms: Iterable[str], levels: Mapping[str, tuple[int, int] | None] | None = None, absent=()
) -> Measures:
    """Measures of these platforms: ``transfers`` with both of its ends; those ``absent`` handed in nothing."""
    ids, levels = sorted(platforms), levels or {}
    ends = [levels.get(one) or (None, None) for one in ids]
    states = ["not_submitted" if one in absent else "measured" if levels.get(one) else "missing" for one in ids]
    frame = pl.DataFrame(
        {
            "platform_id": ids,
            "submitted": [one not in absent for one in ids],
            "transfers.state": states,
            "transfers.low": pl.Series([low for low, _ in ends], dtype=pl.Int64),
            "transfers.high": pl.Series([high for _, high in ends], dtype=pl.Int64),
        }
    )
    made = Indicator(
        id="transfers",
        version="1",
        title=Bilingual("成果转化数", "Transfers"),
        table="outputs",
        numerator="COUNT(*)",
        unit="项",
        decimals=0,
        otherwise=Otherwise(table="reported", low="1", high="2"),
    )
    one = Measure(made, column("transfers.low", 0, 100), column("transfers.high", 0, 100), constant(1))
    return Measures(frame, {"transfers": one}, ())


def measured(marks, panel=PLAIN, platforms=("A", "B"), experts=None, levels=None, absent=()) -> PanelMeasures:
    """What the panel ``main`` makes of these marks."""
    found = tables(marks, platforms, experts)
    return measure_panels(
        found["platforms"].frame, found, panels_of(rules(main=panel)), measures(platforms, levels, absent)
    )


def value(found: PanelMeasures, platform: str, name: str = "panels.main") -> Fraction | str:
    """The measure of a platform as a fraction, else its state."""
    row = found.frame.filter(platform_id=platform).row(0, named=True)
    if row[f"{name}.state"] != "measured":
        return row[f"{name}.state"]
    one = found.by_id[name]
    assert one.low.low <= row[f"{name}.low"] <= one.low.high
    assert one.denominator.low <= row[f"{name}.denominator"] <= one.denominator.high
    return Fraction(row[f"{name}.low"], 10**one.low.scale * row[f"{name}.denominator"])


def told(found: PanelMeasures) -> list[tuple[str, str, str | None]]:
    """The findings as code, severity and platform."""
    return [(finding.code, finding.severity.value, finding.platform_id) for finding in found.findings]


def by_the_book(marks, platforms=("A", "B"), experts=None) -> Evidence:
    """The same world for the oracle; every platform handed in a survey."""
    read = tables(marks, platforms, experts)
    rows = {
        name: [
            {key: _exact(table, key, cell) for key, cell in row.items()} for row in table.frame.iter_rows(named=True)
        ]
        for name, table in read.items()
    }
    rows["surveys"] = [{"platform_id": row["platform_id"]} for row in rows["platforms"]]
    return Evidence({name: Table(name, each, dict.fromkeys(each[0] if each else ())) for name, each in rows.items()})


def _exact(table: evidence.Table, key: str, cell: object) -> object:
    known = table.schema.columns[key]
    return Fraction(cell, 10**known.scale) if known.is_number and isinstance(cell, int) else cell
