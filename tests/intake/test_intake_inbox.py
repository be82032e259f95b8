"""What lies in a folder: files with evidence, and all that must not be opened or lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from appraisal.errors import Severity
from appraisal.intake import find_files, nothing_found
from tests.commands import in_process
from tests.intake import world


def put(folder: Path, name: str, data: bytes = b"a,b\n1,2\n") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_files_are_found_however_deep_and_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("佛山/甲.xlsx", "佛山/深/乙.csv", "东莞.xls"):
        put(tmp_path, name)
    received, findings = find_files([tmp_path])
    assert [one.path for one in received] == ["东莞.xls", "佛山/深/乙.csv", "佛山/甲.xlsx"]
    assert findings == []


def test_a_bracket_in_a_name_is_a_letter_like_any_other(tmp_path: Path) -> None:
    put(tmp_path, "汇总[1].csv", b"one")
    put(tmp_path, "汇总1.csv", b"other")
    received, _ = find_files([tmp_path / "汇总[1].csv"])
    assert [one.data for one in received] == [b"one"]


def test_what_office_programs_leave_behind_is_passed_over_in_silence(tmp_path: Path) -> None:
    for name in ("~$甲.xlsx", ".~甲.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini"):
        put(tmp_path, name)
    assert find_files([tmp_path]) == ([], [])


def test_proofs_and_letters_are_named_as_not_read(tmp_path: Path) -> None:
    put(tmp_path, "推荐函.pdf")
    received, findings = find_files([tmp_path])
    assert received == []
    assert [(each.code, each.severity, each.place.file) for each in findings] == [
        ("intake|not_data", "notice", "推荐函.pdf")
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs")
def test_a_fifo_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "平台.xlsx")
    received, findings = find_files([tmp_path])
    assert (received, [each.code for each in findings]) == ([], ["intake|not_a_file"])


def test_links_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "away/secret.csv")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    try:
        (inbox / "link.csv").symlink_to(tmp_path / "away" / "secret.csv")
        (inbox / "folder").symlink_to(tmp_path / "away", target_is_directory=True)
        (inbox / "circle").symlink_to(inbox, target_is_directory=True)
    except OSError:
        pytest.skip("links need a right here")
    received, findings = find_files([inbox])
    assert (received, [each.code for each in findings]) == ([], ["intake|link"] * 3)


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (["推荐函.pdf"], ["intake|not_data"]),
        (["推荐函.pdf", "照片.png"], ["intake|nothing", "intake|not_data", "intake|not_data"]),
        (["推荐函.pdf", "no.xlsx"], ["intake|not_data", "intake|not_found"]),
        ([], ["intake|nothing"]),
    ],
)
def test_where_nothing_can_be_read_the_reason_is_an_error_told_once(
    tmp_path: Path, names: list[str], codes: list[str]
) -> None:
    for name in names:
        if name != "no.xlsx":
            put(tmp_path, name)
    _, passed_over = find_files([tmp_path / name for name in names])
    told = nothing_found(passed_over)
    assert [each.code for each in told] == codes
    assert Severity.ERROR in {each.severity for each in told}


def test_an_inbox_without_evidence_is_refused_with_what_lies_in_it(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    put(tmp_path, "inbox/推荐函.pdf")
    for words in (("intake", "inbox"), ("intake", "inbox", "--merge", "all.xlsx"), ("validate", "inbox")):
        done = in_process(*words, "--scenario", "province", cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr.startswith("Error intake|not_data: 推荐函.pdf: Files of this kind hold no evidence")
    assert {each.name for each in tmp_path.iterdir()} == {"province", "inbox"}


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    _, findings = find_files([tmp_path / "no.xlsx"])
    assert [each.code for each in findings] == ["intake|not_found"]


def test_the_same_path_in_two_folders_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "a/汇总.csv")
    put(tmp_path, "b/汇总.csv", b"other")
    received, findings = find_files([tmp_path / "a", tmp_path / "b"])
    assert (len(received), [each.code for each in findings]) == (1, ["intake|same_path"])


@pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
def test_a_name_in_gb18030_is_read_as_chinese(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + "/汇总表.csv".encode("gb18030")
    Path(os.fsdecode(raw)).write_bytes(b"x")
    received, _ = find_files([tmp_path])
    assert [one.path for one in received] == ["汇总表.csv"]


def test_a_line_break_in_a_name_cannot_forge_a_line(tmp_path: Path) -> None:
    try:
        put(tmp_path, "a\nb.csv")
    except OSError:
        pytest.skip("this system allows no such name")
    received, _ = find_files([tmp_path])
    assert [one.path for one in received] == ["a�b.csv"]
