"""A plugin is named in messages by the path under which its author can find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal.authoring import pack
from tests.commands import in_process
from tests.plugins.small import CODE, coded, declared


@pytest.mark.parametrize(
    "words", [("check",), ("show",), ("pack",), ("try", "--on", "2013")], ids=lambda words: words[0]
)
def test_a_faulty_file_is_named_below_the_folder_that_was_given(words: tuple[str, ...], tmp_path: Path) -> None:
    declared(tmp_path / "mine", numerator="SUM(nope)")
    done = in_process("plugins", words[0], "mine/share", *words[1:], cwd=tmp_path)
    assert "mine/share/indicator.json::$.numerator, character 5" in done.stderr
    assert "plugins/share" not in done.stderr


def test_a_faulty_file_in_a_zip_file_is_named_below_the_zip_file(tmp_path: Path) -> None:
    pack(declared(tmp_path, numerator="SUM(nope)"), tmp_path / "one.zip")
    done = in_process("plugins", "check", "one.zip", cwd=tmp_path)
    assert "one.zip/indicator.json::$.numerator" in done.stderr


def test_a_faulty_formula_of_a_program_is_named_in_the_program(tmp_path: Path) -> None:
    coded(tmp_path, CODE.replace("COUNT(*)", "SUM(nope)"))
    for words in ("check", "show"):
        done = in_process("plugins", words, "share/", cwd=tmp_path)
        assert "share/indicator.py::$.numerator, character 5" in done.stderr


def test_a_folder_whose_name_is_no_id_is_told_so(tmp_path: Path) -> None:
    declared(tmp_path).rename(tmp_path / "家具 培训")
    done = in_process("plugins", "check", "家具 培训", cwd=tmp_path)
    assert done.returncode == 1
    assert "家具 培训 cannot be the name of a plugin" in done.stderr
    assert "There is no plugin" not in done.stderr


def test_a_file_of_a_plugin_is_not_its_folder(tmp_path: Path) -> None:
    declared(tmp_path)
    done = in_process("plugins", "check", "share/indicator.json", cwd=tmp_path)
    assert "Name its folder: share" in done.stderr


def test_a_folder_without_an_indicator_says_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "indicator.json.txt").write_text("{}", encoding="utf-8")
    assert "This one holds: indicator.json.txt" in in_process("plugins", "check", "share", cwd=tmp_path).stderr


def test_a_plugin_that_is_not_there_is_not_looked_for_in_a_scenario(tmp_path: Path) -> None:
    done = in_process("plugins", "show", "nothing", cwd=tmp_path)
    assert "There is no plugin nothing." in done.stderr
    assert "scenario.json" not in done.stderr


def test_a_command_that_is_recommended_can_be_pasted(tmp_path: Path) -> None:
    pack(coded(tmp_path), tmp_path / "my code.zip")
    done = in_process("plugins", "show", "my code.zip", "--trust", cwd=tmp_path)
    assert 'plugins try "my code.zip" --trust --on 2013 --weight 10' in done.stdout


def test_a_table_under_a_name_that_is_not_read_is_said(tmp_path: Path) -> None:
    folder = declared(tmp_path, table="trainings")
    (folder / "tables").mkdir()
    (folder / "tables" / "trainings.json").write_text("{}", encoding="utf-8")
    done = in_process("plugins", "check", "share", cwd=tmp_path)
    assert "tables/trainings.json is not read" in done.stderr
    assert "trainings.schema.json" in done.stderr


def test_a_table_that_is_nowhere_is_said_at_the_table(tmp_path: Path) -> None:
    declared(tmp_path, table="trainings")
    done = in_process("plugins", "check", "share", cwd=tmp_path)
    assert "share/indicator.json::$.table: There is no table trainings" in done.stderr
    assert "tables/trainings.schema.json" in done.stderr


def test_a_wrong_hook_is_named_beside_the_right_ones(tmp_path: Path) -> None:
    coded(tmp_path, "from appraisal import hookimpl\n@hookimpl\ndef appraisal_indicator():\n    return []\n")
    done = in_process("plugins", "show", "share/", cwd=tmp_path)
    assert "a hook that does not exist: appraisal_indicator." in done.stderr
    assert "The hooks are: appraisal_indicators" in done.stderr


def test_a_page_says_what_decides_a_value_and_its_order(tmp_path: Path) -> None:
    declared(tmp_path, direction="lower_is_better", decimals=1)
    done = in_process("plugins", "show", "share", "--plugins-dir", str(tmp_path))
    for words in ("the ratio times 100", "Decimals in print: 1", "Direction: lower is better"):
        assert words in done.stdout


def test_a_folder_of_plugins_that_is_not_there_is_a_slip_of_the_pen(tmp_path: Path) -> None:
    done = in_process("plugins", "list", "--plugins-dir", "nothere", cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no folder nothere" in done.stderr


def test_what_the_system_refuses_is_no_fault_of_the_program() -> None:
    done = in_process("scenarios", "diff", "2014", f"./{'x' * 300}")
    assert done.returncode == 1
    assert "Something went wrong inside" not in done.stderr
