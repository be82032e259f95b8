"""How sure a result is, all of it: the certificate, acceptability, the choices behind it, and its coherence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.errors import Finding, Refused
from appraisal.measure import PLATFORM
from appraisal.replays import Replayer
from appraisal.result import read_result
from appraisal.scenario import assemble, recall
from appraisal.sensitivity.acceptability import Acceptability, acceptability
from appraisal.sensitivity.acceptability_contest import contest_of
from appraisal.sensitivity.choices import Choices, choices
from appraisal.sensitivity.coherence import Coherence, coherence
from appraisal.sensitivity.draws import DRAWS, SEED, Kind, Level, WeightDraws
from appraisal.sensitivity.hanging import hanging_rows
from appraisal.sensitivity.leave_out import without_indicators, without_platforms
from appraisal.sensitivity.marked import marked
from appraisal.sensitivity.nearest import nearest_changes
from appraisal.sensitivity.robustness_shown import robustness_html
from appraisal.sensitivity.sampled import ASKED, Sampled, sampled
from appraisal.sensitivity.uncertain import uncertain
from appraisal.sensitivity.witness import Certificate, certificate
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from appraisal.result import Result

#: So many platforms to either side of the last award are looked at one by one.
NEAR = 5
#: The Sobol' design ends here, however wide its intervals are.
ROWS = 2**12


@dataclass(frozen=True)
class Robustness:
    """The answers; what a scenario's rules do not allow to be asked is None, and ``refused`` says why."""

    result: Result
    #: How far the weights may move; None where the composite is no plain sum.
    certificate: Certificate | None
    #: Who wins, and which ranks, when weights and evidence are drawn anew; None as above.
    acceptability: Acceptability | None
    #: For each platform near the line and each measure the smallest change that turns its award; None as above.
    nearest: pl.DataFrame | None
    #: The rows of evidence of these platforms without which, one by one, their award would turn; None as above.
    hanging: pl.DataFrame | None
    #: Where no certificate can be given, what the engine says under some drawn weights; None where there is one.
    sampled: Sampled | None
    choices: Choices
    #: The appraisal without one indicator, and without one of the platforms near the line.
    indicators: pl.DataFrame
    platforms: pl.DataFrame
    coherence: Coherence
    refused: tuple[Finding, ...]
    seed: int

    @property
    def near(self) -> tuple[str, ...]:
        """The platforms around the last award, in rank order."""
        return near_the_line(self.result)

    def _repr_html_(self) -> str:
        """What a notebook shows: the bound on the weights, and the platforms around the last award."""
        return robustness_html(self)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Every table by name, those of parts that were refused left out."""
        return dict(self._tables())

    def _tables(self) -> Iterator[tuple[str, pl.DataFrame]]:
        if self.certificate is not None:
            yield "events", self.certificate.frame
        if self.acceptability is not None:
            for name in ("summary", "ranks", "central", "confidence", "pairs"):
                frame = getattr(self.acceptability, name)
                if frame is not None:
                    yield f"acceptability_{name}", frame
        for name, frame in (("nearest_changes", self.nearest), ("hanging_rows", self.hanging)):
            if frame is not None:
                yield name, frame
        if self.sampled is not None:
            yield "sampled_awards", self.sampled.awards
        yield "sobol_rank_shift", self.choices.shift.frame
        yield "sobol_platforms", self.choices.platforms
        yield "choices", self.choices.combinations
        yield "without_indicators", self.indicators
        yield "without_platforms", self.platforms
        for name in ("correlations", "consistency", "importance", "values", "coverage"):
            yield f"coherence_{name}", getattr(self.coherence, name)

    def about(self) -> dict[str, Any]:
        """What was asked of which result, for whoever wants to ask it again."""
        found: dict[str, Any] = {
            "scenario": self.result.manifest["scenario"],
            "content_digest": self.result.content_digest,
            "notice": self.result.manifest["notice"],
            "seed": self.seed,
            "sobol_rows": self.choices.shift.rows,
            "sobol_half_width": self.choices.shift.width,
            "refused": [one.line("en") for one in self.refused],
        }
        if self.acceptability is not None:
            found["acceptability"] = self.acceptability.about
        if self.certificate is not None:
            found["certificate"] = _certified(self.certificate)
        if self.sampled is not None:
            found["sampled"] = _sampled(self.sampled)
        return found


def robustness(
    folder: Path,
    *,
    evidence_dir: Path | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    weights: Kind = "around",
    within: float = 0.1,
    level: Level = "leaf",
    rows: int = ROWS,
    progress: Callable[[str], None] = lambda _step: None,
) -> Robustness:
    """Ask how sure a result is; its evidence is found as :func:`appraisal.verify` finds it.

    ``draws`` of the ``weights`` (uniform, around the rules by ``within`` to either side, ordinal) at a ``level`` of
    the tree, seeded; a Sobol' design of at most so many ``rows``, a power of two.
    Raises Refused where the result, or its evidence, is not what it was.
    """
    result = read_result(folder)
    replayer = Replayer(assemble(recall(result.documents, evidence_dir)))
    near, refused = near_the_line(result), []
    if not near:
        message = text("Nobody is ranked: there is nothing to ask about.")
        raise Refused(
            [Finding("robustness|nobody", message, text("Look at the gates: appraisal run says who failed."))]
        )
    progress("certificate")
    try:
        certified = certificate(replayer)
    except Refused as why:
        certified = None
        refused += why.findings
    progress("acceptability")
    accepted = nearest = hanging = engine = None
    if certified is not None:
        weighed = contest_of(replayer.scenario, result)
        drawn = WeightDraws(weighed.weights, weighed.paths, weights, level, within, draws, seed)
        accepted = acceptability(weighed.contest, drawn, evidence=uncertain(replayer.scenario, weighed, seed=seed))
        progress("nearest")
        nearest = nearest_changes(replayer, near)
        progress("rows")
        try:
            hanging, passed_over = hanging_rows(replayer, near)
            refused += passed_over
        except Refused as why:
            refused += why.findings
    else:
        progress("sampled")
        engine = sampled(replayer, kind=weights, within=within, draws=min(draws, ASKED), seed=seed)
    progress("choices")
    matrix = marked(result)
    chosen = choices(matrix, near, seed=seed, most=rows)
    progress("without")
    indicators = without_indicators(replayer)
    platforms = without_platforms(replayer, near)
    return Robustness(
        result,
        certified,
        accepted,
        nearest,
        hanging,
        engine,
        chosen,
        indicators,
        platforms,
        coherence(matrix),
        tuple(refused),
        seed,
    )


def near_the_line(result: Result, around: int = NEAR) -> tuple[str, ...]:
    """The ranked platforms around the last award, or around the first ranks where none is given."""
    ranked = result.tables["ranking"].filter(pl.col("rank").is_not_null())
    awarded = ranked.with_row_index("at").filter(pl.col("award_state") != "none")["at"]
    last = int(awarded[-1]) if len(awarded) else 0
    begin = max(0, last - around + 1)
    return tuple(ranked[PLATFORM].to_list()[begin : last + around + 1])


def _certified(found: Certificate) -> Mapping[str, Any]:
    """The bound and the witness, exact numbers as text."""
    stated: dict[str, Any] = {
        "total_change": _text(found.bound.total),
        "largest_change": _text(found.bound.largest),
        "witness": None,
    }
    if found.witness is not None:
        one = found.witness
        stated["witness"] = {
            "weights": {leaf: _text(weight) for leaf, weight in one.weights.items()},
            "total_change": _text(one.total),
            "largest_change": _text(one.largest),
            "won": list(one.won),
            "lost": list(one.lost),
            "opened": list(one.opened),
            "content_digest": one.result.content_digest,
        }
    return stated


def _text(number: object) -> str | None:
    return None if number is None else str(number)


def _sampled(found: Sampled) -> dict[str, Any]:
    about: dict[str, Any] = {
        name: getattr(found, name) for name in ("draws", "changed", "refused", "kind", "within", "seed")
    }
    if found.nearest is not None:
        about["nearest"] = {
            "weights": {name: [str(was), str(new)] for name, (was, new) in found.nearest.weights.items()},
            "largest_change_of_group": str(found.nearest.largest),
            "won": list(found.nearest.won),
            "lost": list(found.nearest.lost),
            "open": list(found.nearest.opened),
            "content_digest": found.nearest.result.content_digest,
        }
    return about
