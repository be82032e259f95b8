"""The formulas of an indicator that is still a wish: whether they can be bound, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.authoring.sample import YEAR
from appraisal.authoring.wish import table_document
from appraisal.errors import Refused
from appraisal.measure import bind
from appraisal.model.indicator import Indicator
from appraisal.registry import available
from appraisal.schema import read, shipped_tables, table_schema
from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from pathlib import Path

    from appraisal.authoring.wish import Wish
    from appraisal.errors import Finding
    from appraisal.measure import Compiled
    from appraisal.schema import TableSchema


#: Decimals in print of what is no whole number.
_DECIMALS = 2


def formula_faults(wish: Wish, parent: Path) -> list[Finding]:
    """What is wrong with the formulas of a wish, whose table it brings, is shipped, or stands beside in ``parent``."""
    try:
        _bound(wish, parent)
    except Refused as refused:
        return list(refused.findings)
    return []


def suggested_decimals(wish: Wish, parent: Path) -> int:
    """Decimals in print: 0 where the formula gives whole numbers, as a sum of whole numbers does; else two."""
    try:
        numerator = _bound(wish, parent).numerator.number
    except Refused:
        # What is wrong is said when the plugin is written.
        return _DECIMALS
    is_whole = wish.denominator is None and numerator is not None and not numerator.scale
    return 0 if is_whole else _DECIMALS


def _bound(wish: Wish, parent: Path) -> Compiled:
    made = Indicator(
        id=wish.name,
        version="1.0.0",
        title=Bilingual(wish.title, wish.title),
        table=wish.table,
        where=wish.where,
        numerator=wish.numerator,
        denominator=wish.denominator,
    )
    schemas = {**_beside(parent), **shipped_tables()}
    if wish.columns is not None:
        schemas[wish.table] = table_schema(table_document(wish), f"{wish.table}.schema.json", try_patterns=False)
    return bind(made, schemas, YEAR, {}, f"plugins/{wish.name}/indicator.json")


def _beside(parent: Path) -> dict[str, TableSchema]:
    """The tables that the plugins in a folder bring; one that is at fault is theirs to mend."""
    found: dict[str, TableSchema] = {}
    for path in (one for folder in available([parent]) for one in sorted((folder / "tables").glob("*.schema.json"))):
        try:
            schema = table_schema(read(path, path.name), path.name, try_patterns=False)
        except Refused:
            continue
        found[schema.name] = schema
    return found
