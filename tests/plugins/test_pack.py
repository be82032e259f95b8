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
from tests.commands import in_process
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
    done = in_process("plugins", "pack", "share", cwd=tmp_path)
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
    "a file below a file": ("share/indicator.json", "share/a", "share/a/b"),
    "a name that is too long in bytes": ("share/indicator.json", f"share/{'长' * 100}"),
    "folders that are too deep": ("share/indicator.json", f"share/{'/'.join('d' * 30)}/x"),
    "a folder in other letters": ("share/indicator.json", "share/Tables/a", "share/tables/b"),
    "a letter written in two ways": ("share/indicator.json", "share/\u00e9", "share/e\u0301"),
    "a device with a raised number": ("share/indicator.json", "share/COM\u00b9.txt"),
    "the console of Windows": ("share/indicator.json", "share/conin$"),
    "letters that turn the direction": ("share/indicator.json", "share/a\u202egpj.exe"),
    "what tools leave behind": ("share/indicator.json", "share/__pycache__/x.pyc"),
    "a folder that leads elsewhere": ("share/indicator.json", "../../evil/"),
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


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_zip_file_that_is_broken_inside_is_refused(method: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", method) as archive:
        archive.writestr("share/indicator.json", bytes(range(256)) * 10)
    data = bytearray((tmp_path / "x.zip").read_bytes())
    # Past the head of the entry: a kind of block that there is not.
    data[50:60] = b"\xff" * 10
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(appraisal.Refused) as refused:
        read_parcel(tmp_path / "x.zip")
    assert refused.value.findings[0].code == "parcel|unfit"


def test_a_disk_that_refuses_a_file_is_no_fault_of_the_program(tmp_path: Path) -> None:
    parcel = read_parcel(_zip(tmp_path / "x.zip", "share/indicator.json"))
    (tmp_path / "share").write_bytes(b"")
    with pytest.raises(appraisal.Refused, match="cannot be unpacked"):
        parcel.unpack(tmp_path)


@pytest.mark.parametrize("name", ["nul", "aux.txt", "trail.", "x" * 150])
def test_a_name_that_not_every_system_can_write_is_not_packed(name: str, tmp_path: Path) -> None:
    folder = declared(tmp_path)
    try:
        (folder / name).write_bytes(b"")
    except OSError:
        pytest.skip("this system cannot write it")
    with pytest.raises(appraisal.Refused, match="Not every system"):
        pack(folder, tmp_path / "one.zip")
    assert not (tmp_path / "one.zip").exists()


def test_a_pack_takes_the_place_of_no_folder_and_stands_outside_of_what_it_packs(tmp_path: Path) -> None:
    folder = declared(tmp_path)
    (tmp_path / "one.zip").mkdir()
    with pytest.raises(appraisal.Refused, match="no plain file"):
        pack(folder, tmp_path / "one.zip")
    with pytest.raises(appraisal.Refused, match="inside the plugin"):
        pack(folder, folder / "one.zip")
    with pytest.raises(appraisal.Refused, match="cannot be written"):
        pack(folder, tmp_path / f"{'x' * 300}.zip")
    assert list(tmp_path.glob("**/*.zip")) == [tmp_path / "one.zip"]


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights on Windows")
def test_a_pack_takes_the_place_of_no_link(tmp_path: Path) -> None:
    (tmp_path / "one.zip").symlink_to(tmp_path / "nowhere")
    with pytest.raises(appraisal.Refused, match="no plain file"):
        pack(declared(tmp_path), tmp_path / "one.zip")
    assert (tmp_path / "one.zip").is_symlink()


def test_what_is_no_zip_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"hello")
    with pytest.raises(appraisal.Refused, match="no zip file"):
        read_parcel(tmp_path / "x.zip")


def test_a_program_in_a_zip_file_is_shown_without_running_it(tmp_path: Path) -> None:
    mark = tmp_path / "was_here"
    pack(coded(tmp_path, f"open({str(mark)!r}, 'w')"), tmp_path / "one.zip")
    done = in_process("plugins", "show", "one.zip", cwd=tmp_path)
    assert done.returncode == 0
    assert "share is a program; it was not run." in done.stdout
    for words in (("check",), ("try", "--on", "2012")):
        refused = in_process("plugins", words[0], "one.zip", *words[1:], cwd=tmp_path)
        assert refused.returncode == 1
        assert "--trust" in refused.stderr
    assert not mark.exists()


def test_a_check_that_could_not_be_made_is_not_a_check_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared(tmp_path)
    monkeypatch.setattr("appraisal.testing.check.find_spec", lambda _: None)
    for words, said in (("check", "share was not checked."), ("show", "Check: not made"), ("pack", "was not checked")):
        done = in_process("plugins", words, "./share", cwd=tmp_path)
        assert said in done.stdout + done.stderr
        assert "not pass" not in done.stdout + done.stderr
        assert "pip install hypothesis" in done.stderr
    assert not list(tmp_path.glob("*.zip"))


def test_a_page_says_what_a_pack_reads_computes_and_whether_it_passes(tmp_path: Path) -> None:
    pack(declared(tmp_path), tmp_path / "one.zip")
    done = in_process("plugins", "show", "one.zip", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for words in ("share 1.0.0", "Rule (year", "sha256", "Check: passed", "plugins try one.zip --on 2013"):
        assert words in done.stdout
