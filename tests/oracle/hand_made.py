"""Scenarios made by hand for the tests of the oracle: rows as dictionaries, written as CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

PLUGINS = [Path(__file__).resolve().parents[2] / "plugins"]

Json = dict[str, Any]


def small_rules(**changes: Any) -> Json:
    """Two indicators of 10 marks each, a pass line of 12, two awards of 100 yuan."""
    return {
        "format": 1,
        "id": "small",
        "title": "小办法",
        "authority": {"status": "example"},
        "valid": {"from": 2012, "to": 2015},
        "gates": {"smes": {"of": "service_count", "require": {"minimum": 2}}},
        "index": {
            "combine": "sum",
            "full_mark": 20,
            "nodes": {
                "service": {
                    "full_mark": 10,
                    "nodes": {
                        "service_count": {
                            "from": ["service_count"],
                            "full_mark": 10,
                            "curve": {"kind": "linear", "at": [[0, 0], [3, 10]]},
                        },
                    },
                },
                "revenue": {
                    "from": ["revenue"],
                    "full_mark": 10,
                    "curve": {"kind": "bands", "at": [[100, 5], [200, 10]], "closed": "low"},
                },
            },
        },
        "rounding": {"leaf": 2, "total": 1, "mode": "half_up"},
        "vetoes": {"from": "vetoes"},
        "grades": {"good": {"title": "良好", "minimum": 12}, "fail": {"title": "不合格"}},
        "ranking": {"ties": []},
        "awards": {
            "grade": "good",
            "places": 2,
            "amount_yuan": 100,
            "per": "legal_entity",
            "freed_place": "next",
            "fund": "special",
        },
        "funds": {"special": {"total_yuan": 1000}},
        **changes,
    }


def platform(name: str, **changes: Any) -> Json:
    """A line of the register."""
    return {
        "platform_id": name,
        "name": f"平台{name}",
        "entity_code": f"CODE-{name}",
        "city": "广州市",
        "county": "番禺区",
        "town": "沙湾镇",
        "home": "专业镇",
        "type": "质量检测",
        "established": "2005-01-01",
        "legal_entity": "true",
        **changes,
    }


def served(name: str, count: int, year: int = 2014) -> list[Json]:
    """Services for so many enterprises E1, E2, ..."""
    return [
        {
            "service_id": f"{name}-{number}",
            "platform_id": name,
            "enterprise_id": f"E{number}",
            "date": f"{year}-06-01",
        }
        for number in range(1, count + 1)
    ]


def revenue(name: str, amount: str, year: int = 2014) -> list[Json]:
    """The revenue of a year."""
    return [{"platform_id": name, "year": year, "service_revenue_yuan": amount}]


ENTERPRISES = [{"enterprise_id": f"E{number}", "size": "小型"} for number in range(1, 10)]


def write(folder: Path, rules: Json, tables: dict[str, list[Json]], decisions: list[Json] | None = None) -> Path:
    """A scenario of 2014 in ``folder``, with both indicators of the small rules and the three others."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row)) or ["platform_id"]
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    header: Json = {
        "format": 1,
        "id": folder.name,
        "title": "手工方案",
        "year": 2014,
        "rules": "rules.json",
        "evidence": {name: {"path": f"{name}.csv"} for name in tables},
        "plugins": {path.name: {} for path in PLUGINS[0].iterdir()},
    }
    if decisions is not None:
        header["decisions"] = "decisions.json"
        (folder / "decisions.json").write_text(json.dumps({"format": 1, "decisions": decisions}), encoding="utf-8")
    (folder / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    (folder / "scenario.json").write_text(json.dumps(header), encoding="utf-8")
    return folder


def decision(kind: str, choice: Any, **subject: Any) -> Json:
    """A recorded decision."""
    recorded = {"who": "评审会", "when": "2014-05-01", "minutes": "纪要1号"}
    return {"subject": {"kind": kind, **subject}, "choice": choice, **recorded}
