"""Tables that are not the sender's: in a local ranking those of the province, whatever a file brings of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appraisal.errors import Finding
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from appraisal.evidence.delivery import Delivery


def without_given(read: Mapping[str, Delivery], given: Collection[str]) -> dict[str, Delivery]:
    """The deliveries without these tables: an empty sheet of one is passed over, rows in it are an error."""
    return {path: _without(delivery, given) for path, delivery in read.items()} if given else dict(read)


def _without(delivery: Delivery, given: Collection[str]) -> Delivery:
    kept = tuple(table for table in delivery.tables if table.schema.name not in given)
    return replace(delivery, tables=kept, findings=(*delivery.findings, *_brought(delivery, given)))


def _brought(delivery: Delivery, given: Collection[str]) -> Iterator[Finding]:
    for table in delivery.tables:
        if table.schema.name in given and table.frame.height:
            message = text("{table} is the province's; a local ranking takes no rows of it.", table=table.schema.label)
            fix = text("Take the rows out, and hand corrections in to the province.")
            place = replace(table.place(0), row=None)
            yield Finding("intake|given", message, fix, place=place, value=table.schema.name)
