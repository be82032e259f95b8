"""Whether a plugin passes: its example gives what it states, and it keeps every law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appraisal.errors import Finding


def verdict(folder: Path, plugins_dirs: Sequence[Path]) -> list[Finding]:
    """Everything that speaks against a plugin; without an error it passes."""
    from appraisal.authoring import example_faults
    from appraisal.testing import check_folder

    # The kit rehearses a Python plugin in another process before anything imports it here.
    findings = check_folder(folder, plugins_dirs)
    return [*findings, *example_faults(folder)] if passes(findings) else findings


def was_made(findings: Sequence[Finding]) -> bool:
    """The check was made at all; where its library is not installed nothing is known of the plugin."""
    return not any(finding.code == "testing|hypothesis" for finding in findings)


def passes(findings: Sequence[Finding]) -> bool:
    """No finding is an error."""
    return not any(finding.severity is Severity.ERROR for finding in findings)
