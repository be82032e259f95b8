"""What importing a program does besides: each act and each change is noted by name, and imports are none."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from appraisal.testing.traces import clock_moved, differences, taken, watched
from tests.commands import environment_with

#: What is done in the folder {here}, and the words of the note.
ACTS = {
    "open(b'{here}/old', 'wb').close()": "write {here}/old",
    "open(b'{here}/old').close()": "read {here}/old",
    "import pathlib; pathlib.Path('{here}/old').read_text()": "read {here}/old",
    "import os; os.close(os.open(b'{here}/new', os.O_CREAT | os.O_WRONLY))": "write {here}/new",
    "import os; os.listdir('{here}')": "read {here}",
    "import os; list(os.scandir(b'{here}'))": "read {here}",
    "import os; os.chmod('{here}/old', 0o600)": "file: os.chmod",
    "import os; os.utime('{here}/old')": "file: os.utime",
    "import sqlite3; sqlite3.connect(':memory:').close()": "file: sqlite3.connect",
    "import socket; socket.gethostname()": "machine: socket.gethostname",
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_noted_however_it_is_written(act: str, tmp_path: Path) -> None:
    (tmp_path / "old").write_text("", encoding="utf-8")
    (tmp_path / "plugin").mkdir()
    here = tmp_path.as_posix()
    with watched(tmp_path / "plugin") as did:
        exec(act.format(here=here))  # noqa: S102 - as a plugin would
    assert ACTS[act].format(here=here) in did


def test_a_file_of_the_machine_is_noted(tmp_path: Path) -> None:
    with watched(tmp_path) as did:
        for file in ("/proc/uptime", "/etc/hostname"):
            if Path(file).exists():
                Path(file).read_bytes()
    assert len(did) == sum(Path(file).exists() for file in ("/proc/uptime", "/etc/hostname"))


def test_importing_and_reading_its_own_folder_is_no_act(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plugin").mkdir()
    (tmp_path / "plugin" / "words.txt").write_text("", encoding="utf-8")
    (tmp_path / "elsewhere" / "of_a_test").mkdir(parents=True)
    (tmp_path / "elsewhere" / "of_a_test" / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "elsewhere")
    with watched(tmp_path / "plugin") as did:
        import of_a_test  # type: ignore[import-not-found]  # noqa: F401, PLC0415 - importing is what is watched

        (tmp_path / "plugin" / "words.txt").read_bytes()
        list((tmp_path / "plugin").iterdir())
    assert did == []
    del sys.modules["of_a_test"]


CHANGES = """
import atexit, decimal, fractions, gc, json, os, signal, sys, threading, _thread, time, warnings
import polars, appraisal.model.indicator
from appraisal.testing.traces import differences, taken
def said(change):
    before = taken()
    change()
    return differences(before, taken())
started = threading.Event()
def wait():
    started.set()
    time.sleep(5)
changes = {
    "decimal.DefaultContext": lambda: setattr(decimal.DefaultContext, "prec", 3),
    "fractions.Fraction": lambda: setattr(fractions.Fraction, "limit_denominator", None),
    "polars.dataframe.frame.DataFrame": lambda: setattr(polars.DataFrame, "sort", None),
    "json": lambda: setattr(json, "dumps", None),
    "appraisal.model.indicator.Indicator": lambda: setattr(appraisal.model.indicator.Indicator, "more", 1),
    "gc.isenabled()": gc.disable,
    "signal.getsignal()": lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN),
    "sys.getprofile()": lambda: sys.setprofile(lambda *_: None),
    "threading.excepthook": lambda: setattr(threading, "excepthook", print),
    "umask": lambda: os.umask(0o007),
    "sys.meta_path": lambda: sys.meta_path.insert(0, type("Finder", (), {"find_spec": lambda *_: None})),
    "sys.path_hooks": lambda: sys.path_hooks.append(print),
    "warnings.filters": lambda: warnings.simplefilter("ignore"),
    "warnings.showwarning": lambda: setattr(warnings, "showwarning", print),
    "atexit": lambda: atexit.register(print),
    "_thread": lambda: (_thread.start_new_thread(wait, ()), started.wait()),
}
assert said(lambda: None) == []
for name, change in changes.items():
    assert (found := said(change)) == [name], (name, found)
os._exit(0)
"""


def test_each_change_is_told_by_its_name_and_none_by_nothing() -> None:
    import subprocess  # noqa: PLC0415 - what is changed here is gone with its process

    done = subprocess.run(
        [sys.executable, "-c", CHANGES], env=environment_with(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_clock_is_moved() -> None:
    before = time.time()
    with clock_moved(86400):
        if hasattr(time, "clock_gettime"):
            assert time.clock_gettime(time.CLOCK_REALTIME) > before + 86000
            assert time.clock_gettime(time.CLOCK_MONOTONIC) < before
    assert differences(taken(), taken()) == []
