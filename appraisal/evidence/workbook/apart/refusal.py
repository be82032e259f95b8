"""Why a file is not read: a word and its facts; the sentence for people is made by the parent."""

from __future__ import annotations

from typing import NoReturn

_SHOWN = 100


class Refusal(Exception):  # noqa: N818 - a file is refused, the program has no error
    """The file is refused for the reason that ``reason`` names."""

    def __init__(self, reason: str, /, **facts: str | int) -> None:
        """The word and its facts."""
        super().__init__(reason, facts)
        self.reason = reason
        self.facts = facts


def refuse(reason: str, /, **facts: str | int) -> NoReturn:
    """Refuse the file."""
    raise Refusal(reason, **facts)


def damaged(reason: object) -> NoReturn:
    """Refuse the file as damaged."""
    refuse("damaged", reason=str(reason).strip().split("\n")[0][:_SHOWN])
