"""The worked studies with what their programs print: ``python -m tests.research_pages`` puts it in anew."""

from __future__ import annotations

import io
import re
import tempfile
from contextlib import chdir, redirect_stdout
from pathlib import Path

STUDIES = sorted((Path(__file__).parent.parent / "docs" / "research").glob("[0-9]*.md"))
_PROGRAM = re.compile(r"^```python\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
_PRINTED = re.compile(r"\n^```text\n.*?^```\n", re.DOTALL | re.MULTILINE)


def with_output(page: str, folder: Path) -> str:
    """The page after its blocks of Python ran, one after the other, in a folder; each is followed by what it printed."""
    names: dict[str, object] = {}

    def run(block: re.Match[str]) -> str:
        printed = io.StringIO()
        with redirect_stdout(printed), chdir(folder):
            exec(compile(block[1], "study", "exec"), names)  # noqa: S102 - our own pages
        lines = "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())
        return block[0] + (f"\n```text\n{lines}```\n" if lines else "")

    return _PROGRAM.sub(run, _PRINTED.sub("", page))


if __name__ == "__main__":
    for path in STUDIES:
        with tempfile.TemporaryDirectory() as temporary:
            made = with_output(path.read_text(encoding="utf-8"), Path(temporary))
        path.write_text(made, encoding="utf-8", newline="\n")
