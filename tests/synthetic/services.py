"""The service ledger: a line for every service given, some enterprises served often or by several departments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .chance import chance
from .enterprises import enterprise_id
from .names import departments

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from .enterprises import Clients
    from .standing import Standing

_FURTHER_LINES = ((0, 1, 2, 3), (80, 13, 5, 2))


def service_rows(served: Iterable[tuple[Standing, Clients]]) -> list[dict[str, object]]:
    """Return the ledger of a year: platform after platform, day after day."""
    rows: list[dict[str, object]] = []
    for state, clients in served:
        lines = sorted(_lines(state, clients), key=lambda line: line[:3])
        for day, number, department, kind in lines:
            rows.append(
                {
                    "service_id": f"S{len(rows) + 1:06d}",
                    "platform_id": state.platform.platform_id,
                    "enterprise_id": enterprise_id(number),
                    "date": day,
                    "department": department,
                    "kind": kind,
                }
            )
    return rows


def _lines(state: Standing, clients: Clients) -> list[tuple[date, int, str, str]]:
    dice = chance("services", state.platform.platform_id, state.year)
    rooms = departments(state.platform.kinds)
    first, last = _days(state)
    lines = []
    for place, number in enumerate([*clients.smes, *clients.larges]):
        times = 1 + dice.choices(*_FURTHER_LINES)[0]
        own = [_line(state, number, rooms, _day(first, last, dice), dice) for _ in range(times)]
        lines += own if state.doubled == 0 else _in_one_room(own, rooms[: 2 if place < state.doubled else 1])
    december = date(state.year - 1, 12, 1)
    for number in clients.others[: state.strays]:
        lines.append(_line(state, number, rooms, december + timedelta(days=dice.randrange(31)), dice))
    return lines


def _line(state: Standing, number: int, rooms: tuple[str, ...], day: date, dice: Random) -> tuple[date, int, str, str]:
    """Return one line; the department fits the type of service."""
    kinds = state.platform.kinds
    place = int(dice.random() ** 2 * len(rooms))
    return day, number, rooms[place], kinds[min(place, len(kinds) - 1)]


def _in_one_room(lines: list[tuple[date, int, str, str]], rooms: tuple[str, ...]) -> list[tuple[date, int, str, str]]:
    """Return the lines once for each of these departments and for no other."""
    return [(day, number, room, kind) for day, number, _, kind in lines for room in rooms]


def _days(state: Standing) -> tuple[date, date]:
    """Return the days between which the platform served in the year."""
    first, last = date(state.year, 1, 1), date(state.year, 12, 31)
    closed = state.platform.closed
    if closed is not None and closed.year == state.year:
        last = max(closed, date(state.year, 3, 1))
    if state.platform.established.year == state.year:
        first = min(state.platform.established, date(state.year, 11, 1))
    return first, last


def _day(first: date, last: date, dice: Random) -> date:
    day = first + timedelta(days=int(dice.random() * ((last - first).days + 1)))
    return day if day.weekday() < 6 or day == first else day - timedelta(days=1)
