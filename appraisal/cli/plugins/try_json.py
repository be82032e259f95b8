"""A trial for programs: every number of the page, and every platform that moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.cli.output import finding_document, here

if TYPE_CHECKING:
    from appraisal.trial import Rows, Trial, Weighed


def trial_document(trial: Trial) -> dict[str, Any]:
    """The trial as one JSON object."""
    spread, weighed = trial.spread, trial.weighed
    return {
        "indicator": trial.indicator.id,
        "scenario": here(trial.scenario),
        "platforms": len(trial.platforms),
        "measured": len(spread.values),
        "cities": [{"city": city, "measured": have, "platforms": count} for city, have, count in trial.cities],
        "missing": trial.missing,
        "from_example": list(trial.from_example),
        "rows": None if trial.rows is None else _rows_json(trial.rows),
        "findings": [finding_document(one) for one in trial.findings],
        "distribution": {
            name: {
                "platform_id": value.platform_id,
                "value": spread.printed(value),
                "numerator": value.numerator,
                "denominator": value.denominator,
            }
            for name, value in (spread.quarters if spread else {}).items()
        },
        "weighed": None if weighed is None else _weighed_json(weighed),
    }


def _rows_json(rows: Rows) -> dict[str, Any]:
    return {
        "read": rows.read,
        "counted": rows.counted,
        "elsewhere": rows.elsewhere,
        "elsewhere_platforms": list(rows.platforms),
    }


def _weighed_json(weighed: Weighed) -> dict[str, Any]:
    keys = ("platform_id", "name", "city", "before", "rank", "composite")
    return {
        "weight": weighed.insertion.weight,
        "in": weighed.insertion.place,
        "siblings_times": str(weighed.insertion.ratio),
        "curve": [list(point) for point in weighed.insertion.points],
        "ranked": len(weighed.moves),
        "moves": [
            {
                "platform_id": move.platform_id,
                "name": move.name,
                "city": move.city,
                "before": move.before,
                "after": move.after,
                "composite_before": move.composite_before,
                "composite_after": move.composite_after,
            }
            for move in weighed.moved
        ],
        "won": [{key: row[key] for key in keys} for row in weighed.won],
        "lost": [{key: row[key] for key in keys} for row in weighed.lost],
        "awards_given": weighed.given,
        "awards_open": weighed.open,
    }
