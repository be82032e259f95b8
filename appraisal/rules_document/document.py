"""A document: sections of sentences, facts and tables. It says nothing of how they look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Indented:
    """A cell of a tree: so many levels down."""

    depth: int
    words: object


@dataclass(frozen=True)
class Sentences:
    """Sentences, each on a line; numbered where somebody may have to quote one."""

    lines: tuple[object, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """What each of several things is."""

    pairs: tuple[tuple[object, object], ...]


@dataclass(frozen=True)
class Table:
    """Rows under a header; ``numbers`` are the columns that stand to the right."""

    header: tuple[object, ...]
    rows: tuple[tuple[object, ...], ...]
    numbers: frozenset[int] = frozenset()
    #: What the table is of, where several stand in a row.
    caption: object = ""


Block = Sentences | Facts | Table


@dataclass(frozen=True)
class Section:
    """Blocks under a title, and sections below them."""

    title: object
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def is_empty(self) -> bool:
        """It says nothing."""
        return not self.blocks and not self.sections


@dataclass(frozen=True)
class RulesDocument:
    """The rules of a year."""

    title: object
    #: What must be said of them before anything else: an example, a simulation; empty where nothing must.
    notice: object
    sections: tuple[Section, ...]
