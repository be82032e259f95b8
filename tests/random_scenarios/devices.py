"""The devices of the rules language beyond plain sums: each is laid over random rules by a function of its own.

A device draws from a source of its own, so that one turned on or off changes nothing in the others.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from tests.random_scenarios import curve_devices, money_devices, node_devices, rule_devices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Json = dict[str, Any]

#: In the order in which they are laid on; a later one finds what the earlier ones made.
ALL: dict[str, Callable[[Random, Json], None]] = {
    "classes": rule_devices.classes,
    "gates": rule_devices.gates,
    "levels": curve_devices.levels,
    "cohort": curve_devices.cohort,
    "extend": curve_devices.extend,
    "choose": curve_devices.choose,
    "adjustments": rule_devices.adjustments,
    "combine": node_devices.combine,
    "applies": node_devices.applies,
    "missing": node_devices.missing,
    "carry": node_devices.carry,
    "factor": node_devices.factor,
    "bounds": node_devices.bounds,
    "decimals": node_devices.decimals,
    "scaled": node_devices.scaled,
    "total": rule_devices.total,
    "grades": rule_devices.grades,
    "places": money_devices.places,
    "money": money_devices.money,
}
#: Those that are not drawn: take one off this list to compare engine and oracle on it.
OFF: tuple[str, ...] = ()
#: Those that are drawn.
DEVICES = tuple(one for one in ALL if one not in OFF)
#: Those that leave equal platforms equal and stronger ones stronger, which the engineered scenarios live on.
GENTLE = ("classes", "combine", "missing", "bounds", "decimals", "total")
#: Those that are laid on when the awards and funds are there.
LAST = ("places", "money")


def lay_on(name: str, rules: Json, devices: Sequence[str]) -> None:
    """Change the rules of a named scenario by some of the devices, each in a part of the scenarios."""
    for device, change in ALL.items():
        rng = Random(f"{name}|{device}")
        if device in devices and rng.random() < (0.35 if len(devices) > 1 else 0.9):
            change(rng, rules)
