"""The command `python -m tests.synthetic`: writes the evidence of each year into its scenario."""

from __future__ import annotations

import argparse
from pathlib import Path

from .designs import write_designs
from .evidence import evidence
from .notice import notice
from .tables import write

YEARS = (2012, 2013, 2014, 2015)
#: The year of the city's ranking that is shipped.
FOSHAN = 2014
_SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.synthetic", description=__doc__)
    parser.add_argument("--years", type=int, nargs="+", choices=YEARS, default=list(YEARS))
    parser.add_argument("--out", type=Path, default=_SCENARIOS, help="the folder that holds a folder for each year")
    wanted = parser.parse_args()
    for year in wanted.years:
        folder = wanted.out / str(year) / "evidence"
        tables = evidence(year)
        write(tables, folder)
        (folder / "README.md").write_text(notice(year, tables), encoding="utf-8", newline="\n")
        if year == FOSHAN:
            write_designs(year, wanted.out / f"foshan-{year}" / "evidence")


if __name__ == "__main__":
    main()
