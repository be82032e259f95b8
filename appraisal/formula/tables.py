"""What a formula asks of a table schema: its columns, their kinds and bounds, and the tables it references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.formula.quotient import Quotient
    from appraisal.texts import Bilingual, Text

Kind = Literal["text", "integer", "decimal", "boolean", "date", "measure"]
#: Tables that no evidence has: the measures of this year and of the year before, a row per platform.
MEASURES, PREVIOUS = "measures", "previous"


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


@runtime_checkable
class MeasureLike(Protocol):
    """A column that holds a measure: its number is a quotient of two columns."""

    @property
    def quotient(self) -> Quotient:
        """The number in the unit of its indicator."""
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
    def title(self) -> Bilingual | Text:
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
