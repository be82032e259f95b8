"""The oracle shares no code with what it judges."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
#: What an oracle's module may import besides the standard library.
ALLOWED = {"pyarrow", "pytest", "tests"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def test_the_oracle_imports_the_standard_library_and_pyarrow_only():
    for path in FOLDER.glob("*.py"):
        for module in imported(path):
            first = module.split(".")[0]
            assert first in ALLOWED | sys.stdlib_module_names, f"{path.name} imports {module}"
            if first == "tests":
                assert module.split(".")[1] in {"oracle", "random_scenarios"}, f"{path.name} imports {module}"


def test_no_module_is_longer_than_a_reader_likes():
    for path in FOLDER.glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 280, path.name
