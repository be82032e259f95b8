"""A program can do what its user can, but nothing it does to its own process reaches the run."""

from __future__ import annotations

import _thread
import builtins
import decimal
import os
import py_compile
import signal
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

import appraisal
from appraisal.program import ask
from appraisal.registry import installed, load
from tests.commands import in_process
from tests.plugins.small import CODE, coded, declared, scenario

VANDAL = f"""{CODE}
import builtins, decimal, gettext, os, sys
decimal.getcontext().prec = 3
decimal.DefaultContext.prec = 3
os.chdir("/")
os.environ["APPRAISAL_LANG"] = "zh"
sys.meta_path.clear()
gettext.translation = None
builtins.sorted = lambda *_, **__: []
sys.stdout = sys.stderr = None
"""


def test_what_a_program_changes_in_its_process_does_not_reach_the_run(tmp_path: Path) -> None:
    coded(tmp_path, VANDAL)
    before = decimal.getcontext().prec, Path.cwd(), list(sys.meta_path), builtins.sorted, dict(os.environ), sys.stdout
    assert load({"share": {}}, [tmp_path]).indicators["share"].numerator == "COUNT(*)"
    after = decimal.getcontext().prec, Path.cwd(), list(sys.meta_path), builtins.sorted, dict(os.environ), sys.stdout
    assert before == after


def test_a_program_that_refuses_with_no_word_is_refused_with_one(tmp_path: Path) -> None:
    folder = scenario(tmp_path, {"innovation_output": {}, "share": {}})
    coded(folder / "plugins", "import appraisal; raise appraisal.Refused([])")
    done = in_process("run", "./small", cwd=tmp_path)
    assert done.returncode == 1
    assert "The plugin share in" in done.stderr
    assert not (tmp_path / "results").exists()


def test_a_thread_that_a_program_leaves_running_holds_up_nothing(tmp_path: Path) -> None:
    coded(tmp_path, f"{CODE}\nimport threading, time; threading.Thread(target=time.sleep, args=(1000,)).start()")
    started = time.monotonic()
    load({"share": {}}, [tmp_path])
    assert time.monotonic() - started < ask.SECONDS


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="the system has no groups of processes")
def test_a_process_that_a_program_leaves_running_is_ended(tmp_path: Path) -> None:
    start = "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'])"
    note = f"open({str(tmp_path / 'number')!r}, 'w').write(str(p.pid))"
    coded(tmp_path, f"{CODE}\nimport subprocess, sys\n{start}\n{note}\n")
    load({"share": {}}, [tmp_path])
    number = int((tmp_path / "number").read_text(encoding="utf-8"))
    # A process that is killed is not gone at once; where nobody waits for it, it stays as a zombie.
    until = time.monotonic() + 10
    while _is_running(number) and time.monotonic() < until:
        time.sleep(0.01)
    assert not _is_running(number)


def _is_running(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.skipif(os.name == "nt", reason="Windows wakes no waiting thread")
def test_a_key_that_is_pressed_meanwhile_ends_both(tmp_path: Path) -> None:
    note = tmp_path / "number"
    coded(tmp_path, f"import os\nopen({str(note)!r}, 'w').write(str(os.getpid()))\nwhile True: pass")

    def press() -> None:
        while not (note.is_file() and note.read_text(encoding="utf-8")):
            time.sleep(0.01)
        _thread.interrupt_main()

    threading.Thread(target=press).start()
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            load({"share": {}}, [tmp_path])
    finally:
        signal.signal(signal.SIGINT, kept)
    assert not psutil.pid_exists(int(note.read_text(encoding="utf-8")))


def test_what_a_program_prints_cannot_act_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coded(tmp_path, f"import sys; print('\\x1b[2Jred', file=sys.stderr); print('y' * 1_000_000)\n{CODE}")
    load({"share": {}}, [tmp_path])
    said = capsys.readouterr()
    assert "red" in said.err
    assert "\x1b" not in said.err
    assert len(said.err) < 5000
    assert said.out == ""


HELPED = CODE.replace('"COUNT(*)"', "FORMULA")


def _swap(helper: Path) -> None:
    """Put another compiled copy beside a module, one that Python takes without a look at the source."""
    other = helper.with_name("other.py")
    other.write_text("FORMULA = 'COUNT(*) * 3'\n", encoding="utf-8")
    copy = Path(helper.parent / "__pycache__" / f"{helper.stem}.{sys.implementation.cache_tag}.pyc")
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(other), cfile=str(copy), dfile=str(helper), invalidation_mode=mode)
    other.unlink()


def test_a_compiled_copy_of_an_installed_program_is_not_what_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(
        tmp_path, "appraisal_share", "share = appraisal_share", f"from appraisal_share.helper import FORMULA\n{HELPED}"
    )
    (tmp_path / "appraisal_share" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "appraisal_share" / "helper.py").write_text("FORMULA = 'COUNT(*)'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    stated = {"files": dict(load({"share": {}}, []).plugins["share"].files)}
    _swap(tmp_path / "appraisal_share" / "helper.py")
    assert load({"share": stated}, []).indicators["share"].numerator == "COUNT(*)"


def test_a_compiled_copy_in_a_folder_is_not_what_runs(tmp_path: Path) -> None:
    own = "import sys, os; sys.path.insert(0, os.path.dirname(__file__)); from helper import FORMULA\n"
    folder = coded(tmp_path, f"{own}{HELPED}")
    (folder / "helper.py").write_text("FORMULA = 'COUNT(*)'\n", encoding="utf-8")
    _swap(folder / "helper.py")
    assert load({"share": {}}, [tmp_path]).indicators["share"].numerator == "COUNT(*)"


def test_code_that_was_not_hashed_is_not_imported(tmp_path: Path) -> None:
    own = "import sys, os; sys.path.insert(0, os.path.dirname(__file__) + '/__pycache__'); from helper import FORMULA\n"
    folder = coded(tmp_path, f"{own}{HELPED}")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "helper.py").write_text("FORMULA = 'COUNT(*)'\n", encoding="utf-8")
    with pytest.raises(appraisal.Refused, match="none of the files"):
        load({"share": {}}, [tmp_path])


def _install(site: Path, package: str, entry: str | bytes, source: str = CODE) -> None:
    """What pip would have written for a plugin."""
    (site / package).mkdir(parents=True)
    (site / package / "indicator.py").write_text(source, encoding="utf-8")
    info = site / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    line = entry.encode() if isinstance(entry, str) else entry
    (info / "entry_points.txt").write_bytes(b"[appraisal.plugins]\n" + line + b"\n")


@pytest.mark.parametrize("entry", [b"\xff\xfe = x", b"foo", b"= =", b"[["])
def test_the_broken_metadata_of_another_package_stop_nothing(
    entry: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, "appraisal_share", "share = appraisal_share")
    _install(tmp_path, "another", entry)
    monkeypatch.syspath_prepend(tmp_path)
    assert load({"share": {}}, []).plugins["share"].folder == tmp_path / "appraisal_share"
    assert "share" in [point.name for point in installed()]


def test_a_list_shows_the_others_beside_one_that_is_malformed(tmp_path: Path) -> None:
    declared(tmp_path)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "indicator.json").write_text("[1,", encoding="utf-8")
    coded(tmp_path, CODE, ".share.0123.tmp")
    done = in_process("plugins", "list", "--plugins-dir", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "share" in done.stdout
    assert "cannot be used" in done.stdout
    assert ".tmp" not in done.stdout
