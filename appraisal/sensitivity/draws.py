"""Weights drawn at random around, beside or instead of those of the rules; the same seed gives the same draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Draws that share a generator. Every chunk has its own, so that neither block size nor worker count matters.
CHUNK = 512
DRAWS = 100_000
SEED = 20_120_823
#: Named in every table: the bit generator and how a chunk gets its own.
GENERATOR = "numpy PCG64DXSM, SeedSequence(seed, spawn_key=(stream, chunk))"
#: The streams: weights, evidence and the pools that evidence is drawn from never share random numbers.
WEIGHTS, EVIDENCE, POOLS = range(3)

Kind = Literal["uniform", "around", "ordinal"]
Level = Literal["leaf", "group", "nested"]


@dataclass(frozen=True)
class _Siblings:
    """Nodes that share out one weight among them: the leaves beneath each, and their shares by the rules."""

    leaves: tuple[tuple[int, ...], ...]
    shares: tuple[float, ...]
    is_drawn: bool


@dataclass(frozen=True)
class WeightDraws:
    """A distribution of weight vectors over the leaves of an index tree, and so many draws of it.

    ``kind`` says what is known of the weights (Lahdelma & Salminen 2001, Operations Research 49(3), 444-454, section 2;
    Tervonen & Lahdelma 2007, European Journal of Operational Research 178(2), 500-513, section 3):

    - ``uniform``: nothing; every division of the full mark is as likely as any other. The shares are the gaps between
      sorted uniform numbers (Devroye 1986, Non-Uniform Random Variate Generation, chapter V, theorem 2.1), which are
      multiples of 2^-53, so that they add up to exactly 1.
    - ``around``: each weight of the rules times a factor uniform between 1 - within and 1 + within, then all rescaled
      to the same sum.
    - ``ordinal``: only the order of the rules: uniform on the divisions in which no node weighs less than one that
      the rules weigh less. Nodes of equal weight in the rules may come in either order.

    ``level`` says among which nodes the full mark is divided anew: all ``leaf`` nodes at once; the ``group`` nodes
    directly beneath the root, each leaf keeping its share of its group; or ``nested``, the nodes of every level among
    their siblings.
    """

    #: The rules' weights, in marks; one per leaf.
    weights: tuple[float, ...]
    #: The groups above each leaf, outermost first, the root left out; () for a leaf directly beneath it.
    paths: tuple[tuple[str, ...], ...]
    kind: Kind = "uniform"
    level: Level = "leaf"
    #: For ``around``: 0.1 is 10 percent to either side.
    within: float = 0.1
    count: int = DRAWS
    seed: int = SEED

    def __post_init__(self) -> None:
        """Raise ValueError for a distribution that cannot be drawn from."""
        if len(self.weights) != len(self.paths) or not self.weights:
            message = "one weight and one path for each leaf"
            raise ValueError(message)
        if not all(np.isfinite(self.weights)) or min(self.weights) < 0 or sum(self.weights) <= 0:
            message = "weights are finite and not negative, and one is above 0"
            raise ValueError(message)
        if self.kind not in get_args(Kind) or self.level not in get_args(Level):
            message = f"no distribution is called {self.kind} at the level {self.level}"
            raise ValueError(message)
        if self.count < 1 or self.seed < 0 or not 0 <= self.within <= 1:
            message = "at least one draw, a seed of 0 or more, and a factor between 0 and 1"
            raise ValueError(message)

    @property
    def chunks(self) -> int:
        """How many chunks the draws fill, the last perhaps in part."""
        return -(-self.count // CHUNK)

    @property
    def total(self) -> float:
        """The sum of the weights, in marks; that of every draw."""
        return float(sum(self.weights))

    def size(self, chunk: int) -> int:
        """The number of draws in a chunk."""
        return min(CHUNK, self.count - chunk * CHUNK)

    def chunk(self, number: int) -> np.ndarray:
        """The weights of a chunk, in marks: a row per draw, a column per leaf."""
        random = generator(self.seed, WEIGHTS, number)
        drawn = np.full((CHUNK, len(self.weights)), self.total)
        for siblings in self._siblings():
            if siblings.is_drawn and len(siblings.shares) > 1:
                shares = self._shares(siblings, random)
                for at, leaves in enumerate(siblings.leaves):
                    drawn[:, leaves] *= shares[:, at, None]
            else:
                for share, leaves in zip(siblings.shares, siblings.leaves, strict=True):
                    drawn[:, leaves] *= share
        # The whole chunk is drawn also where only its beginning is wanted: more draws never change the first ones.
        return drawn[: self.size(number)]

    def __iter__(self) -> Iterator[np.ndarray]:
        """Every chunk in turn."""
        return (self.chunk(number) for number in range(self.chunks))

    def _shares(self, siblings: _Siblings, random: np.random.Generator) -> np.ndarray:
        base = np.array(siblings.shares)
        if self.kind == "around":
            factors = 1 + self.within * (2 * random.random((CHUNK, len(base))) - 1)
            scaled = base * factors
            return scaled / scaled.sum(axis=1, keepdims=True)
        shares = _gaps(random, len(base))
        return shares if self.kind == "uniform" else _in_order(shares, base)

    def _siblings(self) -> Iterator[_Siblings]:
        everything = tuple(range(len(self.weights)))
        if self.level == "leaf":
            leaves = tuple((at,) for at in everything)
            yield _Siblings(leaves, self._base(leaves), is_drawn=True)
            return
        yield from self._beneath(everything, 0)

    def _beneath(self, members: Sequence[int], depth: int) -> Iterator[_Siblings]:
        """The nodes directly beneath one node, then those beneath each of them, in the order of the leaves."""
        nodes: dict[object, list[int]] = {}
        for at in members:
            # A leaf of this level is a node of its own, whatever it is called.
            nodes.setdefault(self.paths[at][depth] if len(self.paths[at]) > depth else at, []).append(at)
        leaves = tuple(tuple(one) for one in nodes.values())
        yield _Siblings(leaves, self._base(leaves), is_drawn=self.level == "nested" or not depth)
        for name, one in nodes.items():
            if isinstance(name, str):
                yield from self._beneath(one, depth + 1)

    def _base(self, nodes: Sequence[Sequence[int]]) -> tuple[float, ...]:
        sums = [sum(self.weights[at] for at in one) for one in nodes]
        of_all = sum(sums)
        # Nodes beneath one that weighs nothing: any division of nothing is the same.
        return tuple(one / of_all if of_all else 1 / len(sums) for one in sums)


def generator(seed: int, *key: int) -> np.random.Generator:
    """The random numbers of one chunk of a stream, whichever worker asks for them; ``key`` ends with the chunk."""
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(seed, spawn_key=key)))


def _gaps(random: np.random.Generator, count: int) -> np.ndarray:
    """Uniform on the simplex: the gaps between 0, sorted uniform numbers, and 1."""
    cuts = np.zeros((CHUNK, count + 1))
    cuts[:, 1:-1] = random.random((CHUNK, count - 1))
    cuts[:, 1:-1].sort(axis=1)
    cuts[:, -1] = 1
    return np.diff(cuts, axis=1)


def _in_order(shares: np.ndarray, base: np.ndarray) -> np.ndarray:
    """The shares dealt out again, the largest to the node that weighs most in the rules."""
    falling = -np.sort(-shares, axis=1)
    dealt = np.empty_like(shares)
    begin = 0
    for weight in sorted(set(base.tolist()), reverse=True):
        (alike,) = np.nonzero(base == weight)
        # Among equals the draw's own order holds: it is independent of the sorted values, so no order is preferred.
        places = np.argsort(np.argsort(-shares[:, alike], axis=1, kind="stable"), axis=1, kind="stable")
        dealt[:, alike] = np.take_along_axis(falling, begin + places, axis=1)
        begin += len(alike)
    return dealt
