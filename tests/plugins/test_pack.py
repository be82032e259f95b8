"""A pack is one file with the same bytes everywhere, and what comes from outside is read as a stranger's."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

import appraisal
from appraisal.authoring import pack, read_parcel
from appraisal.registry.files import digest
from tests.commands import command
from tests.plugins.small import coded, declared


def test_a_pack_has_the_same_bytes_whenever_it_is_made(tmp_path: Path) -> None:
    folder = declared(tmp_path)
    first = pack(folder, tmp_path / "one.zip")
    os.utime(folder / "indicator.json", (1_000_000_000, 1_000_000_000))
    assert pack(folder, tmp_path / "two.zip") == first


def test_a_pack_holds_the_plugin_and_nothing_else(tmp_path: Path) -> None:
    folder = declared(tmp_path)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").write_bytes(b"")
    pack(folder, tmp_path / "one.zip")
    assert zipfile.ZipFile(tmp_path / "one.zip").namelist() == ["share/indicator.json"]
    parcel = read_parcel(tmp_path / "one.zip")
    assert parcel.id == "share"
    assert parcel.sha256 == digest(folder)


def test_another_pack_of_that_name_stays(tmp_path: Path) -> None:
    folder = declared(tmp_path)
    pack(folder, tmp_path / "one.zip")
    (folder / "README.md").write_text("x", encoding="utf-8")
    with pytest.raises(appraisal.Refused, match="already there"):
        pack(folder, tmp_path / "one.zip")


def test_only_what_passes_is_packed(tmp_path: Path) -> None:
    declared(tmp_path, numerator="SUM(nope)")
    done = command("plugins", "pack", "share", cwd=tmp_path)
    assert done.returncode == 1
    assert "only what passes is packed" in done.stderr
    assert not list(tmp_path.glob("*.zip"))


def _zip(path: Path, *names: str, mode: int = 0o100644, data: bytes = b"{}") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, mode << 16
            archive.writestr(entry, data)
    return path


HOSTILE = {
    "a step upward": ("share/../../out",),
    "a step upward for Windows": ("share/..\\..\\out",),
    "an absolute path": ("/share/indicator.json",),
    "a drive": ("C:/share/indicator.json",),
    "a device": ("share/con",),
    "two folders": ("share/indicator.json", "other/indicator.json"),
    "no folder": ("indicator.json",),
    "no indicator": ("share/README.md",),
    "a name that is no id": ("Share/indicator.json",),
    "the same name in other letters": ("share/indicator.json", "share/Indicator.json"),
    "too many files": ("share/indicator.json", *(f"share/{number}" for number in range(300))),
    "nothing": (),
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_zip_file_that_no_pack_would_be_is_refused(trick: str, tmp_path: Path) -> None:
    with pytest.raises(appraisal.Refused) as refused:
        read_parcel(_zip(tmp_path / "x.zip", *HOSTILE[trick]))
    assert refused.value.findings[0].code == "parcel|unfit"


def test_a_zip_file_with_a_link_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "x.zip", "share/indicator.json", mode=stat.S_IFLNK | 0o777)
    with pytest.raises(appraisal.Refused, match="links"):
        read_parcel(path)


def test_a_zip_file_that_says_too_little_of_its_size_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("share/indicator.json", b"0" * 100_000)
    data = stream.getvalue().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(appraisal.Refused):
        read_parcel(tmp_path / "x.zip")


def test_what_is_no_zip_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"hello")
    with pytest.raises(appraisal.Refused, match="no zip file"):
        read_parcel(tmp_path / "x.zip")


def test_a_program_in_a_zip_file_is_shown_without_running_it(tmp_path: Path) -> None:
    mark = tmp_path / "was_here"
    pack(coded(tmp_path, f"open({str(mark)!r}, 'w')"), tmp_path / "one.zip")
    done = command("plugins", "show", "one.zip", cwd=tmp_path)
    assert done.returncode == 0
    assert "share is a program; it was not run." in done.stdout
    for words in (("check",), ("try", "--on", "2012")):
        refused = command("plugins", words[0], "one.zip", *words[1:], cwd=tmp_path)
        assert refused.returncode == 1
        assert "--trust" in refused.stderr
    assert not mark.exists()


def test_a_page_says_what_a_pack_reads_computes_and_whether_it_passes(tmp_path: Path) -> None:
    pack(declared(tmp_path), tmp_path / "one.zip")
    done = command("plugins", "show", "one.zip", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for said in ("share 1.0.0", "Rule (year", "sha256", "Check: passed", "plugins try one.zip --on 2013"):
        assert said in done.stdout
