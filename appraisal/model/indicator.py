"""An indicator: how one number of one platform is read from evidence. It holds no weight, threshold or curve."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

Direction = Literal["higher_is_better", "lower_is_better"]
#: What a platform without a row has: nothing known, or a true zero.
Empty = Literal["missing", "zero"]


@dataclass(frozen=True, kw_only=True)
class Param:
    """A number or word of the formulas that the rules of a year may set."""

    title: Bilingual
    #: A JSON Schema that a value must satisfy; its type is integer, number or string.
    schema: Mapping[str, Any]
    default: int | Decimal | str


@dataclass(frozen=True, kw_only=True)
class Otherwise:
    """The fallback for a platform without rows: bounds of the numerator from a table with one row a platform."""

    table: str
    low: str
    high: str
    denominator: str | None = None


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One measure per platform: an exact ratio ``numerator / denominator`` times ``scale``, in ``unit``.

    Formulas are in the language of ``docs/formulas.md``: ``where`` chooses rows of ``table``,
    ``numerator`` and ``denominator`` aggregate them per platform.
    """

    id: str
    version: str
    title: Bilingual
    table: str
    numerator: str
    denominator: str | None = None
    where: str | None = None
    unit: str = ""
    scale: int = 1
    #: Decimals in print; comparisons never use the printed number.
    decimals: int = 2
    direction: Direction = "higher_is_better"
    empty: Empty = "missing"
    clause: str | None = None
    description: Bilingual = field(default_factory=lambda: Bilingual("", ""))
    params: Mapping[str, Param] = field(default_factory=dict)
    otherwise: Otherwise | None = None
