"""The command ``appraisal``: the version at once, everything else by the command line of ``appraisal.cli``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; ``--version`` alone answers without importing anything else."""
    if sys.argv[1:] == ["--version"]:
        from appraisal import __version__  # noqa: PLC0415

        print(f"appraisal {__version__}")  # noqa: T201
        return
    # One command, then the process ends: what it leaves is collected by that.
    gc.disable()
    from appraisal.cli.main import main as command_line  # noqa: PLC0415 - the command line costs ten times the start of Python

    command_line()


if __name__ == "__main__":
    main()
