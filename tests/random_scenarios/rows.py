"""Rows of evidence that give a platform the measure of a wish."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from tests.random_scenarios.tables import Cell, Rows
    from tests.random_scenarios.wishes import Wish

SMALL = [f"E{number:02}" for number in range(1, 15)]
LARGE = ["L1", "L2"]
QUALIFIED = (
    ("education", ["大专", "本科", "硕士", "博士"]),
    ("title_level", ["中级", "副高", "正高"]),
    ("skill_level", ["高级工", "技师", "高级技师"]),
)
UNQUALIFIED = (
    ("education", ["高中及以下", "中专", None]),
    ("title_level", ["无", "初级", None]),
    ("skill_level", ["无", "初级工", "中级工", None]),
)
KINDS = {
    "invention": "发明专利",
    "utility_model": "实用新型",
    "design": "外观设计",
    "software": "软件著作权",
    "standard": "技术标准",
    "new_product": "新产品",
    "transfer": "成果转化",
}


def enterprises(rng: Random) -> Rows:
    """The enterprises served: fourteen that count and two large ones that do not."""
    rows: Rows = [{"enterprise_id": one, "size": rng.choice(["微型", "小型", "中型"])} for one in SMALL]
    return rows + [{"enterprise_id": one, "size": "大型", "name": f"大企业{one}"} for one in LARGE]


def day_of(rng: Random, year: int) -> date:
    """A day of a year, the first and the last more often than others."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return rng.choice([first, last, first + timedelta(days=rng.randrange(365))])


def other_year(rng: Random, year: int) -> int:
    """A year beside."""
    return year + rng.choice([-1, 1])


def services(rng: Random, platform: str, wish: Wish, year: int) -> Rows:
    """As many enterprises as wished, some served twice; large ones and other years do not count."""
    count = min(int(wish.value), len(SMALL)) if wish.kind == "value" else 0
    served = [(one, year) for one in rng.sample(SMALL, count)]
    served += [rng.choice(served) for _ in range(rng.randint(0, 2)) if served]
    if rng.random() < 0.4 or wish.kind == "other":
        served += [(rng.choice(LARGE), year), (rng.choice(SMALL), other_year(rng, year))]
    return [
        {
            "service_id": f"S-{platform}-{number}",
            "platform_id": platform,
            "enterprise_id": enterprise,
            "date": day_of(rng, when),
            "department": rng.choice(["检测部", "培训部", None]),
        }
        for number, (enterprise, when) in enumerate(served)
    ]


def staff(rng: Random, platform: str, wish: Wish, year: int) -> Rows:
    """A roster with the wished share, the head counts a random multiple; others are off the team or of another day."""
    share = wish.value / 100
    team = share.denominator * rng.randint(1, max(1, 12 // share.denominator)) if wish.kind == "value" else 0
    end = date(year, 12, 31)
    rows = [_person(rng, end, qualified=number < share * team) for number in range(team)]
    if wish.kind == "other" or rng.random() < 0.3:
        rows.append(_person(rng, end, qualified=True) | {"on_team": False})
        rows.append(_person(rng, date(year - 1, 12, 31), qualified=True))
    return [{"platform_id": platform, "person_id": f"{platform}-{n}", **row} for n, row in enumerate(rows)]


def _person(rng: Random, as_of: date, *, qualified: bool) -> dict[str, Cell]:
    row: dict[str, Cell] = {name: rng.choice(values) for name, values in UNQUALIFIED}
    if qualified:
        for name, values in rng.sample(QUALIFIED, rng.randint(1, 3)):
            row[name] = rng.choice(values)
    return {"as_of": as_of, "on_team": True, **row}


def surveys(rng: Random, platform: str, wish: Wish, year: int, least: int) -> Rows:
    """Answers with the wished mean, which no other year moves; ``few`` has one answer less than the rules ask for."""
    count = least - 1
    if wish.kind == "value":
        parts = wish.value.denominator
        count = parts * max(rng.randint(1, 3), -(-least // parts))
    scores = _scores(rng, wish.value, count) if wish.kind in {"value", "few"} else []
    answers = [(score, day_of(rng, year)) for score in scores]
    if wish.kind == "other" or rng.random() < 0.3:
        answers.append((rng.randint(0, 100), day_of(rng, other_year(rng, year))))
    return [
        {
            "answer_id": f"A-{platform}-{number}",
            "platform_id": platform,
            "enterprise_id": rng.choice([*SMALL, None]),
            "date": when,
            "score": score,
        }
        for number, (score, when) in enumerate(answers)
    ]


def _scores(rng: Random, mean: Fraction, count: int) -> list[int]:
    """So many whole scores from 0 to 100 with this mean."""
    total = int(mean * count)
    scores = [total // count + (number < total % count) for number in range(count)]
    for _ in range(count):
        up, down = rng.randrange(count), rng.randrange(count)
        shift = rng.randint(0, min(100 - scores[up], scores[down]))
        scores[up] += shift
        scores[down] -= shift
    return scores


def finance(rng: Random, platform: str, wish: Wish, year: int) -> Rows:
    """The wished revenue in the year; other years and public funds do not count."""
    amounts = {year: wish.value} if wish.kind == "value" else {}
    if wish.kind == "other" or rng.random() < 0.3:
        amounts[other_year(rng, year)] = Fraction(rng.randint(0, 10**6))
    return [
        {
            "platform_id": platform,
            "year": when,
            "service_revenue_yuan": _decimal(amount),
            "public_funding_yuan": rng.choice([None, Decimal("1.5")]),
        }
        for when, amount in amounts.items()
    ]


def outputs(rng: Random, platform: str, wish: Wish, year: int, weights: Mapping[str, Fraction]) -> Rows:
    """Outputs that add up to the wished equivalent where shares in hundredths allow it."""
    found = _shares(rng, wish.value, weights) if wish.kind == "value" else []
    dated = [(kind, share, day_of(rng, year)) for kind, share in found]
    if wish.kind == "other" or rng.random() < 0.3:
        dated.append((rng.choice(list(KINDS)), Fraction(1), day_of(rng, other_year(rng, year))))
    return [
        {
            "output_id": f"O-{platform}-{number}",
            "platform_id": platform,
            "date": when,
            "kind": KINDS[kind],
            "share": _decimal(share),
            "title": rng.choice(["成果，一项", None]),
        }
        for number, (kind, share, when) in enumerate(dated)
    ]


def _shares(rng: Random, value: Fraction, weights: Mapping[str, Fraction]) -> list[tuple[str, Fraction]]:
    """Whole outputs of one kind and a part of one more; an output of random share where no kind fits."""
    for kind in rng.sample(sorted(weights), len(weights)):
        if weights[kind] > 0:
            count, rest = divmod(value / weights[kind], 1)
            if count <= 12 and (rest * 100).denominator == 1:
                return [(kind, Fraction(1))] * int(count) + ([(kind, rest)] if rest else [])
    return [(rng.choice(sorted(weights)), Fraction(rng.randint(1, 100), 100))]


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def reported(rng: Random, platform: str, wish: Wish | None) -> Rows:
    """Headline figures: around the wished ratio for ``bounds`` and ``open``, else any, with some left out."""
    if wish is not None and wish.kind == "open":
        degree = int(wish.value / 10) - 1
        return [{"platform_id": platform, "team": 10, "degree": degree, "titled": degree, "skilled": 1}]
    if wish is not None and wish.kind == "bounds":
        return [{"platform_id": platform, **_open_figures(rng, wish.value)}]
    if rng.random() < 0.6:
        return []
    row = {"platform_id": platform, "smes_served": rng.randint(0, 80)}
    for name in ("team", "degree", "titled", "skilled"):
        row[name] = rng.choice([None, rng.randint(0, 9), rng.randint(0, 9)])
    return [row]


def _open_figures(rng: Random, ratio: Fraction) -> dict[str, int | None]:
    """Head counts whose bounds lie around a ratio, end exactly at it, or lie wholly on one side of it."""
    team = rng.choice([4, 5, 8, 10, 20])
    edge = int(ratio * team / 100)
    degree = min(team, max(0, edge + rng.choice([-2, -1, -1, 0, 1])))
    titled = rng.randint(0, degree)
    figures: dict[str, int | None] = {"team": team, "degree": degree, "titled": titled, "skilled": min(degree, 1)}
    if rng.random() < 0.15:
        figures[rng.choice(sorted(figures))] = None
    return figures
