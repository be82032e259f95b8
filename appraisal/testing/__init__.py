"""The conformance kit: the laws that every indicator keeps, tried on evidence made from the schemas alone."""

from __future__ import annotations

#: What type checkers take for true; the pytest plugin imports this room in every project that has appraisal.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appraisal.errors import Finding

__all__ = ["check_folder"]


def check_folder(folder: Path, plugins_dirs: Sequence[Path] = (), examples: int = 50, seed: int = 0) -> list[Finding]:
    """Every law that the plugin in a folder breaks; none where it may be adopted.

    Tables and indicators of other plugins are looked for beside the folder, in ``plugins_dirs`` and among the
    shipped ones. The same ``seed`` tries the same ``examples``. Nothing is raised for a faulty plugin.
    """
    from appraisal.testing.check import check  # noqa: PLC0415 - brings the engine and hypothesis

    return check(folder, plugins_dirs, examples=examples, seed=seed)
