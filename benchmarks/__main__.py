"""Measure ours in turn with its peers, and write what was measured to ``benchmarks/RESULTS.md``."""

from __future__ import annotations

import argparse
import platform
from importlib.metadata import version
from pathlib import Path

import psutil

PAGE = Path(__file__).parent / "RESULTS.md"
PARTS = {
    "commands": "Commands",
    "validation": "Validation",
    "reading": "Reading",
    "indicators": "Indicators",
    "scoring": "Scoring",
    "robustness": "Robustness",
}
_ROUNDS = {"commands": 15, "validation": 7, "reading": 11, "indicators": 15, "scoring": 7, "robustness": 11}


def main() -> None:
    """Measure the parts that are asked for, by default all, and write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "part", nargs="*", choices=[[], *PARTS], default=[], help="which parts to measure (default all)"
    )
    parser.add_argument("--rounds", type=int, help="rounds that are counted")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows to validate")
    asked = parser.parse_args()
    for part in asked.part or PARTS:
        rounds = asked.rounds or _ROUNDS[part]
        lines = _measured(part, rounds, asked.rows)
        print("\n".join(lines), flush=True)
        command = f"python -m benchmarks {part} --rounds {rounds}"
        _write(PARTS[part], [f"`{command}` on {_machine()}.", "", *lines])


def _measured(part: str, rounds: int, rows: int) -> list[str]:
    # Only what is measured is imported.
    match part:
        case "commands":
            from benchmarks import commands  # noqa: PLC0415 - its own libraries

            return commands.measure(rounds)
        case "indicators":
            from benchmarks import indicators  # noqa: PLC0415 - its own libraries

            return indicators.measure(rounds)
        case "robustness":
            from benchmarks import robustness  # noqa: PLC0415 - its own libraries

            return robustness.measure(rounds)
        case "scoring":
            from benchmarks import scoring  # noqa: PLC0415 - its own libraries

            return scoring.measure(rounds)
        case "validation":
            from benchmarks import validation  # noqa: PLC0415 - its own libraries

            return validation.measure(rounds, rows)
        case _:
            from benchmarks import reading  # noqa: PLC0415 - its own libraries

            return reading.measure(rounds)


def _machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}, "
        f"Polars {version('polars')}"
    )


def _write(title: str, lines: list[str]) -> None:
    """One section of the page; the others stay as they are."""
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    sections = {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in old.split("\n## ")[1:]}
    sections[title] = "\n".join(lines)
    head = "# Measured\n\nIn turn, in one run; median [lowest–highest]; a ratio is the median of the rounds' ratios.\n"
    body = "".join(f"\n## {part}\n\n{sections[part]}\n" for part in PARTS.values() if part in sections)
    PAGE.write_text(head + body, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
