"""The house: a module imports only what stands below it, one noun a file, one door a library."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "appraisal"

#: Rooms from the ground up. A room may use every room on an earlier line, and nothing on its own line.
STOREYS = [
    {"paths"},
    {"texts"},
    {"errors", "numbers", "storage", "notebook_html"},
    {"model", "schema", "formula"},
    {"hookspecs", "curves", "declarative", "evidence", "decisions"},
    {"rules", "measure", "program"},
    {"conditions", "panels", "history", "received", "treatments"},
    {"samples"},
    {"cohort", "rules_words"},
    {"score", "coverage", "gates", "payments", "plausibility"},
    {"ranks", "awards"},
    {"grades", "shortlist"},
    {"registry", "result", "forms"},
    {"scenario"},
    {"local_ranks", "observed"},
    {"procedure"},
    {"verification", "explanation", "summary", "rounds", "series", "intake", "trial"},
    {"replays", "rules_document", "annex", "provenance", "export"},
    {"authoring", "matrix", "comparison"},
    {"sensitivity"},
    {"city_pack"},
    {"charts", "latex"},
    {"testing"},
    {"cli"},
    {"__main__"},
]
HEIGHT = {room: height for height, rooms in enumerate(STOREYS) for room in rooms}
#: Each library has one door.
DOORS = {
    "pluggy": {"hookspecs", "program"},
    "jsonschema": {"schema"},
    "referencing": {"schema"},
    "typer": {"cli"},
    "filelock": {"storage"},
    "psutil": {"evidence", "testing"},
    "hypothesis": {"testing"},
    "altair": {"charts"},
    "numba": {"sensitivity"},
    "numpy": {"sensitivity"},
    "scipy": {"sensitivity"},
    "threadpoolctl": {"sensitivity"},
    "xlrd": {"evidence"},
    "xlsxwriter": {"forms"},
}
MOST_LINES = 300
FILES = sorted(ROOT.rglob("*.py"))


def _room(path: Path) -> str:
    part = path.relative_to(ROOT).parts[0]
    return part.removesuffix(".py")


#: The files of each room.
ROOMS = {room: [path for path in FILES if _room(path) == room] for room in {_room(path) for path in FILES}}


def _imports(path: Path) -> list[str]:
    """Every module that the file imports, also inside functions and for types."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "appraisal" else [node.module]
            )
    return names


@pytest.mark.parametrize("room", sorted(ROOMS.keys() - {"__init__"}))
def test_a_room_uses_only_what_stands_below_it(room: str) -> None:
    assert room in HEIGHT, f"{room} has no storey: give it one in STOREYS"
    for path, name in [(file, name) for file in ROOMS[room] for name in _imports(file)]:
        library = name.partition(".")[0]
        assert room in DOORS.get(library, {room}), f"{path.name} imports {library}, whose door is {DOORS[library]}"
        if library == "appraisal" and name != "appraisal.__version__":
            other = name.split(".")[1]
            assert other == room or HEIGHT[other] < HEIGHT[room], (
                f"{room} ({path.name}) uses {other}, which does not stand below it"
            )


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_file_is_one_noun_that_says_what_it_is(room: str) -> None:
    for path in ROOMS[room]:
        source = path.read_text(encoding="utf-8")
        assert len(source.splitlines()) <= MOST_LINES, f"{path} has more than {MOST_LINES} lines"
        assert ast.get_docstring(ast.parse(source)), f"{path} has no docstring"
        assert path.stem not in {"utils", "helpers", "common", "base", "manager", "core"}, f"{path} is no noun"


def test_texts_are_joined_with_plus() -> None:
    # Polars 2.1, streaming: format and concat_str panic where a filter empties one of several chunks.
    users = [
        path.name
        for path in FILES
        if any(name in path.read_text(encoding="utf-8") for name in ("pl.format(", "concat_str("))
    ]
    assert users == []


def test_the_storeys_name_only_rooms_that_are_there() -> None:
    rooms = {_room(path) for path in FILES} - {"__init__"}
    assert set(HEIGHT) == rooms
