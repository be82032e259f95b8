"""Rounds of intake as a user runs them, and what they answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.commands import in_process

if TYPE_CHECKING:
    from pathlib import Path

CITIES = ("佛山市", "东莞市")


def take(folder: Path, *words: str) -> tuple[int, dict]:
    """One round: the exit code and the answer as a program reads it, or what was said on stderr."""
    done = in_process("intake", *words, "--scenario", "province", "--json", cwd=folder)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else {"stderr": done.stderr}


def states(answer: dict) -> dict[str, str]:
    """The state of each current delivery."""
    return {each["path"]: each["state"] for each in answer["deliveries"]}


def found(answer: dict) -> dict[str, dict]:
    """A finding of each code, of the deliveries and in general."""
    every = [each for one in answer["deliveries"] for each in one["findings"]]
    return {each["code"]: each for each in [*every, *answer["general"]]}
