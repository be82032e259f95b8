"""The command ``appraisal``: the version at once, everything else by the command line of ``appraisal.cli``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; ``--version`` alone answers without importing anything else."""
    if sys.argv[1:] == ["--version"]:
        from appraisal import __version__

        print(f"appraisal {__version__}")
        return
    # One command, then the process ends: what it leaves is collected by that.
    gc.disable()
    from appraisal.cli.main import main as command_line  # the command line costs ten times the start of Python

    command_line()


if __name__ == "__main__":
    main()
