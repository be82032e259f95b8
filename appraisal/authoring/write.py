"""Writing a plugin folder: the indicator, the table it brings, an example with its result, and what to read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from appraisal.authoring.example import EXPECTED, FOLDER, expected_document, measure_example
from appraisal.authoring.formulas import formula_faults
from appraisal.authoring.names import valid_name
from appraisal.authoring.sample import YEAR, sample
from appraisal.authoring.taken import refuse_table, refuse_taken
from appraisal.authoring.wish import table_document
from appraisal.errors import Finding, Refused
from appraisal.registry import Found, load_one
from appraisal.schema import dumps
from appraisal.storage.whole import write_folder
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.authoring.wish import Wish

_TEMPLATES = Path(__file__).parent / "templates"
_VERSION = "1.0.0"


def write_plugin(wish: Wish, parent: Path) -> Path:
    """Write the folder of a new plugin below ``parent``, whole or not at all; raises Refused with what does not fit."""
    refuse_taken(wish.name)
    folder = refuse_there(wish.name, parent)
    refuse_table(wish, parent)
    if faults := formula_faults(wish, parent):
        raise Refused(faults)
    files = {**_sources(wish), **_example(wish)}
    try:
        parent.mkdir(parents=True, exist_ok=True)
        write_folder(folder, files)
    except OSError as error:
        raise Refused([_unwritable(folder, error)]) from None
    return folder


def refuse_there(name: str, parent: Path) -> Path:
    """The folder of a new plugin; raises Refused where something has its place already."""
    folder = parent / valid_name(name)
    try:
        is_there = folder.exists()
    except OSError as error:
        raise Refused([_unwritable(folder, error)]) from None
    if is_there:
        message = text("{folder} is already there; it is not changed.", folder=folder)
        fix = text("To begin anew, delete it first; else choose another name, or another folder with -o.")
        raise Refused([Finding("plugin|exists", message, fix)])
    return folder


def _unwritable(folder: Path, error: OSError) -> Finding:
    message = text("{folder} cannot be written: {reason}.", folder=folder, reason=error.strerror or error)
    return Finding("plugin|unwritable", message)


def _sources(wish: Wish) -> dict[str, bytes]:
    document = _document(wish)
    files: dict[str, str] = {}
    if wish.form == "json":
        files["indicator.json"] = dumps(document)
    else:
        files["indicator.py"] = _filled("indicator.py.txt", wish, fields=_fields(document))
        files["pyproject.toml"] = _filled("pyproject.toml.txt", wish)
        files[f"tests/test_{wish.name}.py"] = _filled("test_plugin.py.txt", wish)
    if wish.columns is not None:
        files[f"tables/{wish.table}.schema.json"] = dumps(table_document(wish))
    files["README.md"] = _filled("README.md", wish, **_listing(files, wish))
    return {name: source.encode() for name, source in files.items()}


def _document(wish: Wish) -> dict[str, Any]:
    whole = {
        "format": 1,
        "id": wish.name,
        "version": _VERSION,
        "title": wish.title,
        "x-en": wish.title_en or None,
        "clause": wish.clause,
        "table": wish.table,
        "where": wish.where,
        "numerator": wish.numerator,
        "denominator": wish.denominator,
        "unit": wish.unit or None,
        "scale": wish.scale,
        "decimals": wish.decimals,
        "direction": wish.direction,
        "empty": wish.empty,
    }
    return {key: value for key, value in whole.items() if value is not None}


def _fields(document: dict[str, Any]) -> str:
    title, english = document["title"], document.get("x-en", document["title"])
    plain = {key: value for key, value in document.items() if key not in ("format", "title", "x-en")}
    lines = [f"title=Bilingual({title!r}, {english!r})", *(f"{key}={value!r}" for key, value in plain.items())]
    return "\n".join(f"            {line}," for line in lines)


def _filled(template: str, wish: Wish, **more: str) -> str:
    facts = {
        "name": wish.name,
        "dashed": wish.name.replace("_", "-"),
        "title": wish.title,
        "title_en": wish.title_en or wish.title,
        # A text of JSON is a text of TOML.
        "quoted_title": json.dumps(wish.title_en or wish.title, ensure_ascii=False),
        "table": wish.table,
        "unit_or_dash": wish.unit or "–",
        **more,
    }
    return Template((_TEMPLATES / template).read_text(encoding="utf-8")).substitute(facts)


def _listing(files: dict[str, str], wish: Wish) -> dict[str, str]:
    said = {
        "indicator.json": ("指标", "the indicator"),
        "indicator.py": ("指标（Python）", "the indicator, in Python"),
        "pyproject.toml": ("pip 安装所需", "for pip install"),
        f"tests/test_{wish.name}.py": ("pytest 测试", "for pytest"),
        f"tables/{wish.table}.schema.json": ("自带的表", "the table that it brings"),
    }
    listed = {
        key: "\n".join(f"| `{name}` | {said[name][language]} |" for name in files)
        for language, key in enumerate(("files_zh", "files_en"))
    }
    return {**listed, **{key: words if wish.form == "python" else "" for key, words in _installed(wish.name).items()}}


def _installed(name: str) -> dict[str, str]:
    """How a program is tried by pytest and installed; check and try take its folder, not its name."""
    commands = f"    python -m pytest {name}\n    python -m pip install ./{name}\n"
    chinese = f"测试；安装（安装后方案列出 `{name}` 就能找到，检查和试算仍写文件夹）"
    english = f"Tests; installation (a scenario then finds `{name}` by its name; check and try take the folder)"
    return {"installed_zh": f"\n{chinese}：\n\n{commands}", "installed_en": f"\n{english}:\n\n{commands}"}


def _example(wish: Wish) -> dict[str, bytes]:
    """Evidence and result, measured by the plugin itself from a folder that is thrown away."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch).resolve() / wish.name
        for name, data in _sources(wish).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        plugin = load_one(Found(wish.name, folder))
        evidence = sample(folder, wish)
        shutil.rmtree(folder)
    if not evidence:
        return {}
    expected = expected_document(YEAR, measure_example(plugin, YEAR, evidence))
    return {
        **{f"{FOLDER}/{table}.csv": data for table, data in evidence.items()},
        f"{FOLDER}/{EXPECTED}": dumps(expected).encode(),
    }
