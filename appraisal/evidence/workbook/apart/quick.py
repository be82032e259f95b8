"""Large .xlsx files read with Polars where they are written in the usual way; the XML parser reads what is not."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import repeat
from typing import TYPE_CHECKING, Any

import polars as pl

from .cell import EMPTY, column_letters
from .grid import Grid, Room
from .markup import MAIN
from .quick_cells import Meaning, Unusual
from .quick_rows import ROW_END, rows_of
from .quick_texts import is_utf8, quick_texts
from .refusal import refuse
from .sheet_markup import read_sheet, sheet_walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .book import Book
    from .job import Job
    from .markup import Walk
    from .package import Package
    from .quick_rows import Rows

#: Members of which some pieces were unpacked already, and the rest of their pieces.
Begun = dict[str, "Iterable[bytes]"]

_BLOCK = 4 << 20
_THREADS = 2
#: Blocks that may wait or be worked on at a time.
_AHEAD = 4
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_ROW_END = ROW_END.encode()
_HEADS = tuple(f'xmlns="{space}"'.encode() for space in MAIN if space)


def read_quickly(package: Package, book: Book, job: Job, begun: Begun) -> list[dict[str, Any]]:
    """The sheets of a workbook, their cells in files beside the answer."""
    texts = quick_texts(begun.pop(book.texts), job.limits.cell) if book.texts else pl.Series([], dtype=pl.String)
    room = Room(job.limits)
    sheets = []
    for number, part in enumerate(book.sheets):
        meaning = Meaning(book, pl.Series(book.forms, dtype=pl.String), texts, job.limits, part.name)
        pieces = begun.pop(part.path, None) or package.pieces(part.path)
        try:
            document = _quick_sheet(pieces, meaning, room, job.folder / f"{number}.arrow")
        except Unusual:
            grid = Grid(part.name, room)
            read_sheet(package.pieces(part.path), grid, book, texts.to_list(), job.limits.cell)
            document = grid.document()
        sheets.append(document)
    return sheets


def _quick_sheet(pieces: Iterable[bytes], meaning: Meaning, room: Room, path: Path) -> dict[str, Any]:
    # What stands before and after the cells is read by the XML parser, as if there were no cells.
    around = Grid(meaning.sheet, room)
    walk = sheet_walk(around, meaning.book, (), meaning.limits.cell)
    found: list[Rows] = []
    with ThreadPoolExecutor(_THREADS) as pool:
        waiting: deque[Future[Rows]] = deque()
        for block in _blocks(pieces, walk):
            waiting.append(pool.submit(rows_of, block, meaning))
            if len(waiting) >= _AHEAD:
                found.append(waiting.popleft().result())
            if sum(rows.cells for rows in found) > meaning.limits.cells:
                refuse("cells", sheet=meaning.sheet, limit=meaning.limits.cells, cell=_last_cell(found[-1]))
        found += [future.result() for future in waiting]
    around.hidden_rows = set().union(*(rows.hidden for rows in found))
    return _document(found, around, room, path)


def _blocks(pieces: Iterable[bytes], walk: Walk) -> Iterator[bytes]:
    """The rows in blocks that begin and end between two of them; the rest goes to the parser."""
    rest = iter(pieces)
    buffer = b""
    for piece in rest:
        buffer += piece
        if _OPEN in buffer or len(buffer) > _BLOCK:
            break
    head, opening, buffer = buffer.partition(_OPEN)
    if not opening or not is_utf8(head) or not any(space in head for space in _HEADS):
        raise Unusual
    walk.feed(head + opening)
    seen = 0
    while (end := buffer.find(_CLOSE, seen)) < 0:
        piece = next(rest, None)
        if piece is None:
            raise Unusual
        if len(buffer) >= _BLOCK:
            cut = buffer.rfind(_ROW_END) + len(_ROW_END)
            if cut < len(_ROW_END):
                raise Unusual
            yield buffer[:cut]
            buffer = buffer[cut:]
        seen = max(0, len(buffer) - len(_CLOSE))
        buffer += piece
    yield buffer[:end]
    walk.feed(buffer[end:])
    walk.run(rest)


def _last_cell(rows: Rows) -> str:
    column = max(rows.columns)
    last = rows.columns[column][-1].get_column("row").max()
    return f"{column_letters(column)}{int(last) + 1}"  # pyright: ignore[reportArgumentType] - rows are integers


def _document(found: list[Rows], around: Grid, room: Room, path: Path) -> dict[str, Any]:
    """The sheet as it goes to the parent: the texts in a file, the kinds of a column in one text."""
    columns: dict[int, list[pl.DataFrame]] = {}
    for rows in found:
        for column, parts in rows.columns.items():
            columns.setdefault(column, []).extend(part for part in parts if part.height)
    columns = {column: parts for column, parts in columns.items() if parts}
    if not columns:
        return around.document()
    frames = {column: pl.concat(parts) for column, parts in columns.items()}
    del columns
    around.height = 1 + max(int(frame.get_column("row").max()) for frame in frames.values())  # pyright: ignore[reportArgumentType] - rows are integers
    width = 1 + max(frames)
    room.take(around.name, around.height, width)
    with ThreadPoolExecutor(_THREADS) as pool:
        parts = [*pool.map(_column, (frames.get(number) for number in range(width)), repeat(around.height))]
    texts = [text.alias(column_letters(number)) for number, (text, _) in enumerate(parts)]
    room.take_text(sum(int(text.str.len_chars().sum()) for text in texts))
    kinds = [kind for _, kind in parts]
    pl.DataFrame(texts).write_ipc(path)
    return {**around.frame(), "file": path.name, "kinds": kinds}


def _column(cells: pl.DataFrame | None, height: int) -> tuple[pl.Series, str]:
    """Texts and kinds of all rows, from cells in any order."""
    if cells is None:
        return pl.repeat(None, height, dtype=pl.String, eager=True), EMPTY * height
    rows = cells.get_column("row")
    if not (rows.diff().drop_nulls() > 0).all():
        cells = cells.sort("row")
        if (cells.get_column("row").diff() == 0).any():
            raise Unusual
    if cells.height < height:
        # A row without the cell points at nothing.
        places = pl.repeat(None, height, dtype=pl.UInt32, eager=True)
        places = places.scatter(cells.get_column("row"), pl.int_range(cells.height, dtype=pl.UInt32, eager=True))
        cells = cells.select(pl.col("kind", "text").gather(places))
    return cells.get_column("text"), cells.select(pl.col("kind").fill_null(EMPTY).str.join("")).item()
