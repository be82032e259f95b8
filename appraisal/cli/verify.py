"""appraisal verify: whether a result is what its rules and evidence give."""

from __future__ import annotations

from pathlib import Path

from appraisal.cli.main import REFUSED
from appraisal.cli.options import Evidence, Json, ResultFolder
from appraisal.cli.output import complain, complain_findings, here, say, say_json
from appraisal.texts import preferred, text


def verify(result: ResultFolder, evidence: Evidence = None, as_json: Json = False) -> int:
    from appraisal.verification import verify as verify_result

    verdict = verify_result(Path(result), Path(evidence) if evidence else None)
    if as_json:
        say_json(
            {
                "equal": verdict.is_equal,
                "files": verdict.files,
                "cells": verdict.cells,
                "content_digest": verdict.content_digest,
                "differences": [
                    {"code": finding.code, "place": str(finding.place), "message": finding.sentence(preferred())}
                    for finding in verdict.findings
                ],
            }
        )
    elif verdict.is_equal:
        say(
            text(
                "Equal: {files} files as written, {cells} cells as recomputed.",
                files=verdict.files,
                cells=f"{verdict.cells:,}",
            )
        )
        say(text("Content digest: {digest}", digest=verdict.content_digest))
    else:
        complain_findings(verdict.findings)
        complain(text("Not equal: do not use this result."))
    return 0 if verdict.is_equal else REFUSED


verify.__doc__ = here(text("Check every file of a result, recompute it, and name the first cell that differs."))
