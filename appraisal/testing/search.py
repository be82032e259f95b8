"""The search for evidence that breaks a law, made ever smaller until nothing can be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import seed as seeded

from appraisal.errors import Refused, Severity
from appraisal.testing import blanks, units
from appraisal.testing.broken import Broken
from appraisal.testing.generate import evidence
from appraisal.testing.laws import LAWS
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from appraisal.errors import Finding
    from appraisal.testing.evidence import Evidence
    from appraisal.testing.laws import Law
    from appraisal.testing.subject import Subject

#: Codes of the laws that are judged over all evidence together.
WATCHED = ("blank_as_zero", "unit_factor")
#: First all laws are tried, then the smallest evidence is sought for the one that breaks.
_SEEK, _SHRINK = (Phase.generate,), (Phase.generate, Phase.shrink)


def search(subject: Subject, laws: Iterable[str], examples: int, seed: int) -> list[Finding]:
    """Each of the laws that the indicator breaks, with the smallest evidence that was found."""
    asked = tuple(laws)
    pending = {name: LAWS[name] for name in asked if name in LAWS}
    found: list[Finding] = []
    # Each round ends with the first law that breaks; the others are tried again without it.
    while True:
        watchers = [*blanks.watched(subject), *units.watched(subject)] if set(asked) & set(WATCHED) else []
        broken = _broken(subject, pending, watchers, examples, seed, _SEEK)
        if broken is None:
            verdicts = [verdict for watcher in watchers if (verdict := watcher.verdict()) and verdict.code in asked]
            return found + [verdict.finding(subject) for verdict in verdicts]
        law = {name: pending[name] for name in pending if name == broken.code}
        found.append((_broken(subject, law, (), examples, seed, _SHRINK) or broken).finding(subject))
        if not law:
            return found
        del pending[broken.code]


def _broken(
    subject: Subject,
    laws: Mapping[str, Law],
    watchers: Iterable[blanks.Blanks | units.Units],
    examples: int,
    seed: int,
    phases: Sequence[Phase],
) -> Broken | None:
    @seeded(seed)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=phases,
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType] - it lists its own members
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(evidence(subject))
    def every_law_holds(made: Evidence) -> None:
        measured(subject, made)
        for law in laws.values():
            law(subject, made)
        for watcher in watchers:
            watcher.see(made)

    try:
        every_law_holds()
    except Broken as broken:
        return broken
    return None


def measured(subject: Subject, made: Evidence) -> None:
    """The first law: sound evidence can be measured."""
    try:
        subject.measures(made)
    except Refused as refused:
        message = text("the engine refuses this evidence: {reason}", reason=refused.findings[0].message)
        raise Broken(message, refused.findings[0].fix, made, "refused", severity=Severity.WARNING) from refused
    except Exception as error:
        message = text("the engine fails on this evidence: {error}", error=f"{type(error).__name__}: {error}")
        raise Broken(message, text("Please report this: it is a fault of the engine."), made, "fails") from error
