"""Which indicators read which: what is read is measured first, and a circle is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import polars as pl

    from appraisal.measure.bind import Compiled

#: A number made of numbers made of numbers: more is a mistake.
_DEEPEST = 50


def linked(
    names: Iterable[str], bound: Mapping[str, Compiled], before: Callable[[], pl.DataFrame | None]
) -> tuple[Compiled, ...]:
    """The named indicators, each with those it reads, and those that next year will read; Refused for a circle.

    What a formula reads of the year before is measured this year too: so each result keeps what the next one needs.
    ``before`` gives the measures of the year before, and is asked only if something reads them.
    """
    linker = _Linker(bound, before)
    pending = [name for name in names if name in bound]
    wanted = dict.fromkeys(pending)
    while pending:
        for one in in_order([linker.link(pending.pop(0), ())]):
            more = [name for name in sorted(one.last_year & bound.keys()) if name not in wanted]
            wanted.update(dict.fromkeys(more))
            pending += more
    return tuple(linker.link(name, ()) for name in wanted)


def in_order(compiled: Iterable[Compiled]) -> list[Compiled]:
    """Every indicator that is measured, each once, after those whose measures it reads."""
    found: dict[str, Compiled] = {}
    for one in compiled:
        _add(one, found)
    return list(found.values())


def _add(one: Compiled, found: dict[str, Compiled]) -> None:
    if one.indicator.id not in found:
        for source in one.sources:
            _add(source, found)
        found[one.indicator.id] = one


class _Linker:
    """What is linked already, and how many indicators stand on each other below it."""

    def __init__(self, bound: Mapping[str, Compiled], before: Callable[[], pl.DataFrame | None]) -> None:
        self.bound, self.before = bound, before
        self.made: dict[str, Compiled] = {}
        self.depth: dict[str, int] = {}

    def link(self, name: str, path: tuple[str, ...]) -> Compiled:
        if len(path) > _DEEPEST:
            raise Refused([_too_deep(self.bound[name].file)])
        if name in path:
            raise Refused([_circle((*path[path.index(name) :], name), self.bound[name].file)])
        if name not in self.made:
            one = self.bound[name]
            # An indicator that is not bound has findings of its own.
            names = sorted(one.this_year & self.bound.keys())
            read = tuple(self.link(other, (*path, name)) for other in names)
            self.depth[name] = 1 + max((self.depth[other] for other in names), default=0)
            if self.depth[name] > _DEEPEST:
                raise Refused([_too_deep(one.file)])
            self.made[name] = replace(one, sources=read, before=self.before() if one.last_year else None)
        return self.made[name]


def _circle(path: tuple[str, ...], file: str) -> Finding:
    return Finding(
        "indicator|circle",
        text("The indicators read each other in a circle: {path}.", path=" → ".join(path)),
        text("Let one of them read evidence, or the year before: previous.{name}.", name=path[1]),
        place=Place(file=file, pointer="$.numerator"),
        value=path[0],
    )


def _too_deep(file: str) -> Finding:
    return Finding(
        "indicator|chain",
        text("Indicators read each other in a chain of more than {most}.", most=_DEEPEST),
        text("Let some of them read evidence."),
        place=Place(file=file, pointer="$.numerator"),
    )
