"""appraisal verify: whether a result is what its rules and evidence give, and whether it goes back to whole ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appraisal.cli.main import REFUSED
from appraisal.cli.options import Evidence, Json, ResultFolder, option
from appraisal.cli.output import complain, complain_findings, here, say, say_json
from appraisal.texts import preferred, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraisal.errors import Finding
    from appraisal.provenance import Ancestor
    from appraisal.texts import Text
    from appraisal.verification import Verdict

Notice = Annotated[
    str | None,
    option(text("Check that this code, from a printed notice, is that of the result."), "--notice", metavar="CODE"),
]


def verify(result: ResultFolder, evidence: Evidence = None, notice: Notice = None, as_json: Json = False) -> int:
    from appraisal.provenance import ancestors
    from appraisal.result import read_short_digest, short_digest
    from appraisal.verification import verify as verify_result

    printed = None if notice is None else read_short_digest(notice)
    if notice is not None and printed is None:
        raise typer.BadParameter(
            here(text("{code} is no such code, or a letter of it is wrong; see the notice.", code=notice))
        )
    folder, base = Path(result), Path(evidence) if evidence else None
    verdict = verify_result(folder, base)
    behind = list(ancestors(folder, base)) if verdict.is_equal else []
    own = short_digest(verdict.content_digest)
    findings = [*verdict.findings, *(finding for one in behind for finding in one.findings)]
    is_right = not findings and printed in (None, own)
    if as_json:
        say_json(_as_json(verdict, behind, own, printed))
        return 0 if is_right else REFUSED
    if verdict.is_equal:
        say(
            text(
                "Equal: {files} files as written, {cells} cells as recomputed.",
                files=verdict.files,
                cells=f"{verdict.cells:,}",
            )
        )
        for one in behind:
            say(_goes_back(one))
        say(text("Content digest: {digest}", digest=verdict.content_digest))
        say(text("Code for the notice: {code}", code=own))
    complain_findings(findings)
    if not verdict.is_equal:
        complain(text("Not equal: do not use this result."))
    elif findings:
        complain(text("A result that this one goes back to is not whole: do not use either."))
    if printed is not None and printed != own:
        complain(text("The notice names another result: its code is {code}.", code=printed))
    elif printed is not None and verdict.is_equal:
        say(text("The notice names this result."))
    return 0 if is_right else REFUSED


verify.__doc__ = here(
    text(
        "Check a result and those it goes back to, file by file, recompute them, and name the first cell that differs."
    )
)

_KINDS = {
    "previous": text("the year before"),
    "round": text("the round before"),
    "replay": text("the appraisal that was replayed"),
}


def _goes_back(one: Ancestor) -> Text:
    """One line for a result behind this one."""
    facts = {"kind": _KINDS[one.kind], "path": one.path}
    if one.folder is None:
        return text("Goes back to {path} ({kind}): not here; only its digest is stated.", **facts)
    if one.findings:
        return text("Goes back to {path} ({kind}): not whole.", **facts)
    if one.recomputed:
        return text("Goes back to {path} ({kind}): equal, recomputed.", **facts)
    return text("Goes back to {path} ({kind}): its files and digest are right; its evidence is not here.", **facts)


def _as_json(verdict: Verdict, behind: list[Ancestor], own: str, printed: str | None) -> dict[str, object]:
    return {
        "equal": verdict.is_equal,
        "files": verdict.files,
        "cells": verdict.cells,
        "content_digest": verdict.content_digest,
        "code": own,
        "notice": None if printed is None else {"code": printed, "equal": printed == own},
        "differences": _differences(verdict.findings),
        "ancestors": [
            {
                "kind": one.kind,
                "path": one.path,
                "content_digest": one.content_digest,
                "found": one.folder is not None,
                "recomputed": one.recomputed,
                "differences": _differences(one.findings),
            }
            for one in behind
        ],
    }


def _differences(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [
        {"code": finding.code, "place": str(finding.place), "message": finding.sentence(preferred())}
        for finding in findings
    ]
