"""Random decisions on gates, waivers and vetoes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.random_scenarios.register import takes_part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from tests.random_scenarios.profile import Profile

Json = dict[str, Any]


def random_decisions(rng: Random, rules: Json, profiles: Sequence[Profile], data_year: int) -> list[Json]:
    """A decision on some gates of platforms that submitted, on some vetoes, and on some platforms without one."""
    found: list[Json] = []
    for profile in profiles:
        if not profile.submits or not takes_part(profile.register, data_year):
            continue
        for gate in rules["gates"]:
            if rng.random() < 0.08:
                subject = {"kind": "gate", "platform_id": profile.id, "gate": gate}
                found.append(_decision(subject, rng.choice(["pass", "fail"])))
            if rng.random() < 0.05:
                found.append(_decision({"kind": "waiver", "platform_id": profile.id, "gate": gate}, "pass"))
        if profile.vetoes and rng.random() < 0.5:
            found.append(_decision({"kind": "veto", "platform_id": profile.id}, "lift"))
        elif rng.random() < 0.03:
            found.append(_decision({"kind": "veto", "platform_id": profile.id}, "veto"))
    return rng.sample(found, len(found))


def tie_decisions(rng: Random, ties: Sequence[list[str]], chance: float) -> list[Json]:
    """An order recorded for all the platforms of a tie, for so many of the ties."""
    return [
        _decision({"kind": "tie", "platforms": sorted(group)}, rng.sample(group, len(group)))
        for group in ties
        if rng.random() < chance
    ]


def _decision(subject: Json, choice: str | list[str]) -> Json:
    return {"subject": subject, "choice": choice, "who": "评审会", "when": "2014-05-01", "minutes": "纪要3号"}
