"""An .xlsx or .xlsm file read: formulas are not computed, macros not run, other files not opened."""

from __future__ import annotations

from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any

from .book import read_book
from .grid import Grid, Room
from .package import Package
from .sheet_markup import read_sheet
from .texts import read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from .book import Book
    from .job import Job


def read_xlsx(job: Job) -> dict[str, Any]:
    """The sheets of the workbook as the parent takes them."""
    package = Package(job.source, job.limits)
    book = read_book(package, job.limits)
    is_large = any(package.size(part.path) >= job.limits.quick for part in book.sheets)
    documents = (_large if is_large else _small)(package, book, job)
    shared = {"from_1904": book.from_1904}
    return {
        "sheets": [
            {**document, "is_hidden": part.is_hidden, **shared}
            for document, part in zip(documents, book.sheets, strict=True)
        ]
    }


def _small(package: Package, book: Book, job: Job) -> list[dict[str, Any]]:
    room = Room(job.limits)
    texts = read_texts(package.pieces(book.texts), job.limits.cell) if book.texts else []
    documents = []
    for part in book.sheets:
        grid = Grid(part.name, room)
        read_sheet(package.pieces(part.path), grid, book, texts, job.limits.cell)
        documents.append(grid.document())
    return documents


def _large(package: Package, book: Book, job: Job) -> list[dict[str, Any]]:
    # Loading Polars takes as long as reading 50,000 cells without it; meanwhile the first members are unpacked.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - most workbooks are small and start sooner without

    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(import_module, ".quick", __package__)
        names = [name for name in (book.texts, book.sheets[0].path) if name]
        begun = {name: _unpacked_while(loading, package.pieces(name)) for name in names}
    return loading.result().read_quickly(package, book, job, begun)


def _unpacked_while(loading: Future[Any], pieces: Iterable[bytes]) -> Iterable[bytes]:
    rest = iter(pieces)
    taken = []
    while not loading.done() and (piece := next(rest, b"")):
        taken.append(piece)
    return chain(taken, rest)
