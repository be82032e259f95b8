"""Entity codes by GB 11714: eight characters and a check character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.check_characters import organisation_check

from .chance import chance

if TYPE_CHECKING:
    from collections.abc import Container


def entity_code(owner: str, taken: Container[str]) -> str:
    """Return a code that nobody has taken, named by its first owner."""
    dice = chance("entity", owner)
    while True:
        body = f"{dice.randrange(10_000_000, 100_000_000)}"
        code = body + organisation_check(body)
        if code not in taken:
            return code
