"""What a formula asks of a table schema: its columns, their kinds and bounds, and the tables it references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.texts import Bilingual

Kind = Literal["text", "integer", "decimal", "boolean", "date"]


class ColumnLike(Protocol):
    """A column of a table; numbers are integers scaled by ``10**scale`` between ``low`` and ``high``."""

    @property
    def name(self) -> str:
        """The name that formulas write."""
        ...

    @property
    def title(self) -> Bilingual:
        """The name that people read."""
        ...

    @property
    def kind(self) -> Kind:
        """What a cell holds."""
        ...

    @property
    def scale(self) -> int:
        """Decimals of a number."""
        ...

    @property
    def low(self) -> int:
        """The smallest scaled integer."""
        ...

    @property
    def high(self) -> int:
        """The largest scaled integer."""
        ...

    @property
    def enum(self) -> Sequence[str] | None:
        """The only texts a cell may hold, or None."""
        ...

    @property
    def aliases(self) -> Sequence[str]:
        """Other headers of the column."""
        ...


class ReferenceLike(Protocol):
    """A many-to-one reference to a row of another table."""

    @property
    def table(self) -> str:
        """The table that is referenced."""
        ...


class TableLike(Protocol):
    """A table that formulas read."""

    @property
    def name(self) -> str:
        """The name that formulas write."""
        ...

    @property
    def title(self) -> Bilingual:
        """The name that people read."""
        ...

    @property
    def columns(self) -> Mapping[str, ColumnLike]:
        """The columns by name."""
        ...

    @property
    def references(self) -> Sequence[ReferenceLike]:
        """The tables whose columns a formula on this table may read."""
        ...
