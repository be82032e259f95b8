"""The files that were handed in: found in folders, read as bytes, each with the name by which people know it."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Severity
from appraisal.evidence.limits import MAX_BYTES
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Files that may hold evidence, or that people take for such: each gets an answer of its own.
_TABLES = {
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xltx",
    ".xls",
    ".et",
    ".ett",
    ".ods",
    ".csv",
    ".tsv",
    ".txt",
    ".parquet",
    ".xml",
}
_PACKED = {".zip", ".rar", ".7z", ".gz"}
_DATA = _TABLES | _PACKED | {""}
#: What systems and office programs leave in folders.
_LITTER = {".ds_store", "thumbs.db", "desktop.ini"}
#: Excel and WPS keep a file of this name while a workbook is open.
_OPEN_MARKS = ("~$", ".~")


@dataclass(frozen=True)
class Received:
    """A file as it was handed in."""

    #: Its path below the folder that was given, with forward slashes: ``佛山市/汇总表.xlsx``.
    path: str
    data: bytes
    sha256: str


def find_files(targets: Sequence[Path], besides: Path | None = None) -> tuple[list[Received], list[Finding]]:
    """Every file named, and every file in a folder named, however deep, in the order of their paths.

    The file ``besides``, or what lies in that folder, is left out: a merged form does not count itself. Links are not
    followed and nothing but plain files is opened; each file that is passed over has a finding.
    """
    found: dict[str, Received] = {}
    findings: list[Finding] = []
    for target in targets:
        for path, label in _walk(target):
            if besides and besides.exists() and _is_in(path, besides):
                continue
            fault = _unfit(path, label)
            if fault:
                findings.append(fault)
            elif label in found:
                message = text("Two files have the same path {path} below the folders given.", path=label)
                fix = text("Give one folder that holds both.")
                findings.append(Finding("intake|same_path", message, fix, place=Place(label)))
            elif (read := _read(path, label, findings)) is not None:
                found[label] = read
    return [found[label] for label in sorted(found)], findings


def _is_in(path: Path, place: Path) -> bool:
    """Whether a path is that place, or lies in it."""
    return any(each.exists() and each.samefile(place) for each in (path, *path.absolute().parents))


def _read(path: Path, label: str, findings: list[Finding]) -> Received | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = text("The file cannot be opened: {error}.", error=error.strerror or error)
        fix = text("Close it in Excel or WPS, check its rights, and try again.")
        findings.append(Finding("intake|not_opened", message, fix, place=Place(label)))
        return None
    return Received(label, data, hashlib.sha256(data).hexdigest())


def _walk(target: Path) -> Iterator[tuple[Path, str]]:
    if not target.is_dir() or target.is_symlink():
        yield target, _readable(target.name)
        return
    for folder, inner, names in os.walk(target):
        inner.sort()
        for name in sorted(names):
            if name.lower() in _LITTER or name.startswith(_OPEN_MARKS):
                continue
            path = Path(folder, name)
            yield path, "/".join(_readable(part) for part in path.relative_to(target).parts)
        for name in [each for each in inner if Path(folder, each).is_symlink()]:
            inner.remove(name)
            yield Path(folder, name), _readable(name)


def _unfit(path: Path, label: str) -> Finding | None:
    place = Place(label)
    try:
        status = path.lstat()
    except OSError:
        message = text("There is no file {path}.", path=label)
        return Finding("intake|not_found", message, text("Correct the path."), place=place)
    if stat.S_ISLNK(status.st_mode):
        message = text("This is a link to another place.")
        return Finding("intake|link", message, text("Put the file itself there."), place=place)
    if not stat.S_ISREG(status.st_mode):
        message = text("This is no plain file.")
        return Finding("intake|not_a_file", message, text("Put a workbook or a CSV file there."), place=place)
    if path.suffix.lower() not in _DATA:
        message = text("Files of this kind hold no evidence: it was not read.")
        fix = text("If it holds figures, save it as .xlsx and hand that in.")
        return Finding("intake|not_data", message, fix, Severity.NOTICE, place)
    if status.st_size > MAX_BYTES:
        message = text("The file is larger than {limit} MB.", limit=MAX_BYTES // 1024 // 1024)
        return Finding("file|too_large", message, text("Split it into several files."), place=place)
    return None


def _readable(name: str) -> str:
    """A file's name for people and records.

    Names that a zip from a Chinese Windows left in GB18030 come as loose bytes on other systems; a Mac
    takes letters apart.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "backslashreplace")
    name = unicodedata.normalize("NFC", name)
    return "".join(letter if letter.isprintable() else "�" for letter in name)
