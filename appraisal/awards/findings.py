"""What an assessor must know of the awards before signing: open decisions, and rounding that decided one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.measure import PLATFORM
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.awards.awarded import Awarded

#: The code of the finding that says why a good platform has no award.
SAME_ENTITY = "awards|same_entity"


def open_findings(awarded: Awarded, contenders: pl.DataFrame) -> Iterator[Finding]:
    """The decisions that the open awards wait for, and what an assessor must know of single candidates."""
    for tie in awarded.open_ties:
        yield Finding(
            "awards|open_tie",
            text(
                "{platforms} are equal in everything the rules compare, across the award line.",
                platforms=Joined(tie.platforms, ", "),
            ),
            text("Record the meeting's decision on their order in decisions.json (kind tie) and run again."),
            Severity.WARNING,
            platform_id=tie.platforms[0],
            value=" ".join(tie.platforms),
        )
    for platform in awarded.behind_their_own:
        yield Finding(
            SAME_ENTITY,
            text(
                "{platform} is good enough, but a better platform of its legal entity stands before it.",
                platform=platform,
            ),
            severity=Severity.NOTICE,
            platform_id=platform,
        )
    uncoded = awarded.frame.filter((pl.col("state") != "none") & pl.col("entity_code").is_null())
    for platform in uncoded[PLATFORM].to_list():
        yield Finding(
            "awards|no_entity_code",
            text(
                "{platform} may get an award and has no entity code: it counts as an entity of its own.",
                platform=platform,
            ),
            text("Enter its code in the register, so that no entity wins twice."),
            Severity.WARNING,
            platform_id=platform,
        )
    gates = [name for name in contenders.columns if name.startswith("gate.")]
    for gate in awarded.open_gates:
        row = contenders.filter(pl.col(PLATFORM) == gate.platform_id).row(0, named=True)
        undecided = [name.removeprefix("gate.") for name in gates if row[name] == "undecided"]
        yield Finding(
            "awards|open_gate",
            text(
                "{platform} could win or cost an award, and its gates {gates} are undecided.",
                platform=gate.platform_id,
                gates=Joined(tuple(undecided), ", "),
            ),
            text("Obtain the evidence, or record the meeting's decision in decisions.json (kind gate) and run again."),
            Severity.WARNING,
            platform_id=gate.platform_id,
            value=" ".join(undecided),
        )


def rounding_findings(awarded: Awarded, unrounded: Awarded) -> Iterator[Finding]:
    """Ranks are taken on published digits: say so where the digits behind them would award others."""
    published, exact = _given(awarded), _given(unrounded)
    for platform in sorted(published ^ exact):
        yield Finding(
            "ranking|rounding",
            text("{platform} would have another award state on the unrounded composites.", platform=platform),
            text("The published digits decide, as the rules say; be ready to explain it."),
            Severity.NOTICE,
            platform_id=platform,
        )


def _given(awarded: Awarded) -> set[str]:
    return set(awarded.frame.filter(pl.col("state") == "given")[PLATFORM].to_list())
