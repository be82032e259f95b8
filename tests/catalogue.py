"""Collect every sentence of the code into the Chinese catalogue and compile it: ``python -m tests.catalogue``.

Sentences without a translation are listed and the exit code is 1; write them into the .po file and run again.
"""

from __future__ import annotations

import ast
import io
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "appraisal"
CATALOGUE = PACKAGE / "locale" / "zh" / "LC_MESSAGES" / "appraisal.po"


def sentences() -> dict[str, str]:
    """Every msgid of the code with the file where it first stands."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
                    found.setdefault(first.value, path.relative_to(PACKAGE).as_posix())
    return found


def main() -> int:
    """Write .po and .mo; the number of sentences without a translation decides the exit code."""
    from babel.messages.catalog import Catalog  # noqa: PLC0415 - only this script needs babel
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - as above
    from babel.messages.pofile import read_po, write_po  # noqa: PLC0415 - as above

    with CATALOGUE.open("rb") as file:
        old = read_po(file, locale="zh")
    new = Catalog(locale="zh", project="appraisal", charset="utf-8", fuzzy=False)
    new.creation_date = new.revision_date = old.creation_date
    missing = []
    for msgid, place in sorted(sentences().items()):
        known = old.get(msgid)
        translation = known.string if known else ""
        new.add(msgid, translation, locations=[(place, None)])
        if not translation:
            missing.append(f"{place}: {msgid}")
    written = io.BytesIO()
    write_po(written, new, width=110, include_lineno=False)
    CATALOGUE.write_bytes(written.getvalue())
    compiled = io.BytesIO()
    write_mo(compiled, new)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled.getvalue())
    print("\n".join(missing))  # noqa: T201 - a script that lists what is to be done
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
