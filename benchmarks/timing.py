"""Work done in turn, round by round, and what was measured of it: only ratios within one run mean anything."""

from __future__ import annotations

import gc
import random
import statistics
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Method:
    """One way to do a piece of work. ``run`` gives back what can be counted, such as the errors found."""

    title: str
    run: Callable[[], Any]
    #: How much it does, in rows; methods of one table may do different amounts.
    rows: int


@dataclass
class Measured:
    """The seconds of every round, and the count that the work gave."""

    method: Method
    seconds: list[float] = field(default_factory=list)
    count: int | None = None

    @property
    def rate(self) -> float:
        """Rows in a second, in the median round."""
        return self.method.rows / statistics.median(self.seconds)


def in_turn(methods: Sequence[Method], rounds: int) -> dict[str, Measured]:
    """Every method once a round, after a round that is not counted."""
    measured = {method.title: Measured(method) for method in methods}
    gc.collect()
    gc.freeze()  # what was built for the peers is not looked through while we measure
    for number in range(rounds + 1):
        # In another order each round: a method finds the memory and the clock as the one before left them.
        order = random.Random(number).sample([*measured.values()], len(methods))  # noqa: S311 - no secret
        for each in order:
            begin = time.perf_counter()
            answer = each.method.run()
            seconds = time.perf_counter() - begin
            each.count = answer if isinstance(answer, int) else None
            del answer
            if number:  # the first round warms up
                each.seconds.append(seconds)
    gc.unfreeze()
    return measured


def peak_mb(run: Callable[[], Any]) -> float:
    """How much more memory the process holds at the peak of a piece of work than before it, in MB."""
    own = psutil.Process()
    gc.collect()
    before = peak = own.memory_info().rss
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.002):
            peak = max(peak, own.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        run()
    finally:
        done.set()
        watcher.join()
    return (peak - before) / 2**20


def times(ours: Measured, base: Measured) -> float:
    """How often ``base`` fits into ours: the median of the rounds, each round by itself."""
    return statistics.median(one / other for one, other in zip(ours.seconds, base.seconds, strict=True))


def spread(seconds: Sequence[float]) -> str:
    """The median, and the lowest and highest."""
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    return f"{middle * 1000:.0f} ms [{low * 1000:.0f}–{high * 1000:.0f}]"


def verdict(ratio: float, *, at_most: float | None = None, at_least: float | None = None) -> str:
    """A ratio beside what is claimed."""
    if at_most is not None:
        return f"**{ratio:.2f}** (at most {at_most:g}: {'held' if ratio <= at_most else 'NOT held'})"
    if at_least is not None:
        return f"**{ratio:.1f}** (at least {at_least:g}: {'held' if ratio >= at_least else 'NOT held'})"
    return f"{ratio:.2f}"
