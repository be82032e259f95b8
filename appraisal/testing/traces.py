"""What importing a plugin leaves behind or does besides: a plugin only answers with its indicators."""

from __future__ import annotations

import builtins
import datetime as dt
import decimal
import locale
import os
import random
import socket
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRITING = set("wax+")
#: Events of the interpreter that are none of a plugin's business.
_ACTS = {
    "socket.connect": "network",
    "socket.getaddrinfo": "network",
    "socket.bind": "network",
    "subprocess.Popen": "process",
    "os.system": "process",
    "os.exec": "process",
    "os.posix_spawn": "process",
    "os.fork": "process",
    "os.remove": "file",
    "os.rename": "file",
    "os.mkdir": "file",
    "os.rmdir": "file",
    "os.truncate": "file",
    "shutil.rmtree": "file",
    "shutil.copyfile": "file",
}
#: Importing reads code wherever Python finds it.
_CODE = (".py", ".pyc", ".so", ".pyd", ".dll", ".pth")
_watching: list[tuple[list[str], tuple[str, ...]]] = []
_hooked: list[bool] = []


def taken() -> dict[str, object]:
    """The state of the process that others read too."""
    state: dict[str, object] = {
        "decimal.getcontext()": repr(decimal.getcontext()),
        "locale": locale.setlocale(locale.LC_ALL),
        "os.getcwd()": str(Path.cwd()),
        "os.environ": dict(os.environ),
        "sys.path": list(sys.path),
        "sys.excepthook": id(sys.excepthook),
        "sys.stdout": id(sys.stdout),
        "sys.getrecursionlimit()": sys.getrecursionlimit(),
        "random": random.getstate(),
        "socket.getdefaulttimeout()": socket.getdefaulttimeout(),
        "threading": sorted(each.name for each in threading.enumerate() if _is_of_a_plugin(each)),
        "builtins": {name: id(value) for name, value in vars(builtins).items()},
    }
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] == "appraisal" and not name.startswith("appraisal.testing"):
            state[name] = {key: id(value) for key, value in vars(module).items() if not key.startswith("__")}
    return state


def differences(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """What is no longer as it was; a module that was imported meanwhile, or a name it took in, is no trace."""
    return [name for name, state in before.items() if _changed(state, after.get(name), name)]


def _is_of_a_plugin(thread: threading.Thread) -> bool:
    """Threads of Polars that once took part in Python are listed as dummies; the registry has one that watches."""
    return not thread.name.startswith("Dummy") and not type(thread).__module__.startswith("appraisal.")


def _changed(before: object, after: object, name: str) -> bool:
    if not isinstance(before, dict) or not isinstance(after, dict) or not name.startswith("appraisal"):
        return before != after
    return any(after.get(key) != value for key, value in before.items())


@contextmanager
def watched(plugin: Path) -> Iterator[list[str]]:
    """What happens meanwhile beyond reading the plugin's own folder and Python's."""
    if not _hooked:
        sys.addaudithook(_noted)
        _hooked.append(True)
    did: list[str] = []
    roots = [plugin, paths.schemas(), paths.locale(), sys.prefix, sys.base_prefix]
    _watching.append((did, tuple(os.path.realpath(root) for root in roots)))
    try:
        yield did
    finally:
        _watching.pop()


def _noted(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching:
        return
    did, roots = _watching[-1]
    if event == "open":
        path, mode, flags = (*arguments, None, None)[:3]
        writes = bool(_WRITING & set(mode or "")) or bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        act = "write" if writes else "read"
        if isinstance(path, str) and (writes or not (path.endswith(_CODE) or _is_inside(path, roots))):
            did.append(f"{act} {path}")
    elif event in _ACTS:
        did.append(f"{_ACTS[event]}: {event}")


def _is_inside(path: str, roots: tuple[str, ...]) -> bool:
    # NOTE: what the system keeps for every program, such as time zones, says nothing of the evidence.
    real = os.path.realpath(path)
    return real.startswith(("/proc/", "/sys/", "/etc/", "/usr/", "/dev/")) or any(
        real == root or real.startswith(root + os.sep) for root in roots
    )


@contextmanager
def clock_moved(seconds: int) -> Iterator[None]:
    """Another time of day, wherever a plugin asks Python for it."""
    real = {name: getattr(time, name) for name in ("time", "time_ns", "localtime", "gmtime", "strftime", "ctime")}
    kept = dt.date, dt.datetime

    class Date(kept[0]):
        @classmethod
        def today(cls) -> Any:
            return kept[0].today() + dt.timedelta(seconds=seconds)

    class DateTime(kept[1]):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return kept[1].now(tz) + dt.timedelta(seconds=seconds)

        @classmethod
        def today(cls) -> Any:
            return cls.now()

        @classmethod
        def utcnow(cls) -> Any:
            return cls.now(dt.UTC).replace(tzinfo=None)

    def when(moment: Any) -> Any:
        return real["time"]() + seconds if moment is None else moment

    dt.date, dt.datetime = Date, DateTime  # type: ignore[misc]
    time.time = lambda: real["time"]() + seconds
    time.time_ns = lambda: real["time_ns"]() + seconds * 10**9
    time.localtime = lambda moment=None: real["localtime"](when(moment))
    time.gmtime = lambda moment=None: real["gmtime"](when(moment))
    time.ctime = lambda moment=None: real["ctime"](when(moment))
    time.strftime = lambda form, moment=None: real["strftime"](form, moment or time.localtime())
    try:
        yield
    finally:
        dt.date, dt.datetime = kept  # type: ignore[misc]
        for name, function in real.items():
            setattr(time, name, function)
