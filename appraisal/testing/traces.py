"""What importing a plugin leaves behind or does besides: a plugin only answers with its indicators."""

from __future__ import annotations

import _thread
import atexit
import builtins
import datetime as dt
import decimal
import gc
import locale
import logging  # noqa: F401 - it asks to be called at the end when it is imported; that is no act of a plugin
import multiprocessing.util  # noqa: F401 - so does this one
import os
import random
import signal
import socket
import sys
import threading
import time
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil  # noqa: F401 - it looks at the processor once, when it is imported; that is no act of a plugin

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
    "os.chmod": "file",
    "os.chown": "file",
    "os.link": "file",
    "os.symlink": "file",
    "os.utime": "file",
    "shutil.rmtree": "file",
    "shutil.copyfile": "file",
    "sqlite3.connect": "file",
    "socket.gethostname": "machine",
    "os.kill": "process",
}
_LISTS = ("os.listdir", "os.scandir")
#: Importing reads code wherever Python finds it.
_CODE = (".py", ".pyc", ".so", ".pyd", ".dll", ".pth")
#: What the system keeps for every program and what says nothing about it, such as time zones.
_OF_ALL = ("/usr/", "/etc/localtime", "/etc/zoneinfo/", "/dev/null", "/dev/urandom")
#: Besides our own modules, those that compute with the evidence: their names, and what their classes can do.
_COMPUTING = (
    "decimal", "fractions", "json", "json.decoder", "json.encoder", "polars", "polars.dataframe.frame",
    "polars.expr.expr", "polars.lazyframe.frame", "polars.series.series",
)  # fmt: skip
#: Attributes that come into being when they are asked for.
_ADDED = frozenset({"__annotations__", "__warningregistry__", "__builtins__"})
_watching: list[tuple[list[str], tuple[str, ...]]] = []
_hooked: list[bool] = []


def taken() -> dict[str, object]:
    """The state of the process that others read too."""
    state: dict[str, object] = {
        "decimal.getcontext()": repr(decimal.getcontext()),
        "decimal.DefaultContext": repr(decimal.DefaultContext),
        "gc.isenabled()": gc.isenabled(),
        "signal.getsignal()": {number: id(signal.getsignal(number)) for number in signal.valid_signals()},
        "sys.getprofile()": id(sys.getprofile()),
        "threading.excepthook": id(threading.excepthook),
        "umask": _umask(),
        "_thread": _thread._count(),  # noqa: SLF001 - a thread that nobody named is known to nothing else
        "locale": locale.setlocale(locale.LC_ALL),
        "os.getcwd()": str(Path.cwd()),
        "os.environ": dict(os.environ),
        "sys.path": list(sys.path),
        "sys.meta_path": [id(finder) for finder in sys.meta_path],
        "sys.path_hooks": [id(hook) for hook in sys.path_hooks],
        "warnings.filters": list(warnings.filters),
        "warnings.showwarning": id(warnings.showwarning),
        "atexit": atexit._ncallbacks(),  # noqa: SLF001 - how many it will call is all that it says
        "sys.excepthook": id(sys.excepthook),
        "sys.stdout": id(sys.stdout),
        "sys.getrecursionlimit()": sys.getrecursionlimit(),
        "random": random.getstate(),
        "socket.getdefaulttimeout()": socket.getdefaulttimeout(),
        "threading": sorted(each.name for each in threading.enumerate() if _is_of_a_plugin(each)),
        "builtins": {name: id(value) for name, value in vars(builtins).items()},
    }
    for name, module in sorted(sys.modules.items()):
        own = name.partition(".")[0] == "appraisal" and not name.startswith("appraisal.testing")
        if own or name in _COMPUTING:
            state[name] = _ids(module)
            classes = {key: each for key, each in vars(module).items() if isinstance(each, type)}
            state |= {f"{name}.{key}": _ids(each) for key, each in classes.items() if each.__module__ == name}
    return state


def differences(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """What is no longer as it was; a module that was imported meanwhile, or a name it took in, is no trace."""
    return [name for name, state in before.items() if _changed(state, after.get(name), name)]


def _ids(holder: object) -> dict[str, int]:
    """What a module or a class has under its names; Python itself adds names with underscores when it needs them."""
    return {key: id(value) for key, value in vars(holder).items() if key not in _ADDED}


def _umask() -> int:
    kept = os.umask(0o077)
    os.umask(kept)
    return kept


def _is_of_a_plugin(thread: threading.Thread) -> bool:
    """Threads of Polars that once took part in Python are listed as dummies; the registry has one that watches."""
    return not thread.name.startswith("Dummy") and not type(thread).__module__.startswith("appraisal.")


def _changed(before: object, after: object, name: str) -> bool:
    if not isinstance(before, dict) or not isinstance(after, dict) or not name.startswith(("appraisal", *_COMPUTING)):
        return before != after
    is_class = name.rpartition(".")[2][:1].isupper()
    added = {key for key in after.keys() - before.keys() if is_class and not key.startswith("__")}
    return bool(added) or any(after.get(key) != value for key, value in before.items())


@contextmanager
def watched(plugin: Path) -> Iterator[list[str]]:
    """What happens meanwhile beyond reading the plugin's own folder and Python's."""
    if not _hooked:
        sys.addaudithook(_noted)
        _hooked.append(True)
    did: list[str] = []
    roots = [plugin, paths.schemas(), paths.locale(), sys.prefix, sys.base_prefix]
    _watching.append((did, tuple(os.path.realpath(root) for root in roots)))
    # An import would write a compiled copy, which is Python's act and not the plugin's.
    keeps, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield did
    finally:
        sys.dont_write_bytecode = keeps
        _watching.pop()


def _noted(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching:
        return
    did, roots = _watching[-1]
    if event == "open":
        path, mode, flags = (*arguments, None, None)[:3]
        writes = bool(_WRITING & set(mode or "")) or bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        file = _path(path)
        if file and (writes or not (file.endswith(_CODE) or _is_inside(file, roots))):
            did.append(f"{'write' if writes else 'read'} {file}")
    elif event in _LISTS:
        folder = _path(arguments[0]) or "."
        # Python looks through folders too when it imports.
        if not _is_import() and not _is_inside(folder, roots):
            did.append(f"read {folder}")
    elif event in _ACTS:
        did.append(f"{_ACTS[event]}: {event}")


def _path(given: object) -> str | None:
    """A path in whatever way it was given; None for a file that is open already."""
    return os.fsdecode(given) if isinstance(given, str | bytes | os.PathLike) else None


def _is_import() -> bool:
    frame = sys._getframe(2)  # noqa: SLF001 - who asked is known to nothing else
    return frame.f_code.co_filename.startswith("<frozen importlib")


def _is_inside(path: str, roots: tuple[str, ...]) -> bool:
    real = os.path.realpath(path)
    return real.startswith(_OF_ALL) or any(real == root or real.startswith(root + os.sep) for root in roots)


@contextmanager
def clock_moved(seconds: int) -> Iterator[None]:
    """Another time of day, wherever a plugin asks Python for it."""
    names = ("time", "time_ns", "localtime", "gmtime", "strftime", "ctime", "clock_gettime", "clock_gettime_ns")
    # Windows has no clocks by number.
    real = {name: getattr(time, name) for name in names if hasattr(time, name)}
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

    dt.date, dt.datetime = Date, DateTime  # type: ignore[misc] - what a plugin reads is another clock
    time.time = lambda: real["time"]() + seconds
    time.time_ns = lambda: real["time_ns"]() + seconds * 10**9
    if "clock_gettime" in real:
        time.clock_gettime = lambda clock: real["clock_gettime"](clock) + (0 if clock else seconds)
        time.clock_gettime_ns = lambda clock: real["clock_gettime_ns"](clock) + (0 if clock else seconds) * 10**9
    time.localtime = lambda moment=None: real["localtime"](when(moment))
    time.gmtime = lambda moment=None: real["gmtime"](when(moment))
    time.ctime = lambda moment=None: real["ctime"](when(moment))
    time.strftime = lambda form, moment=None: real["strftime"](form, moment or time.localtime())
    try:
        yield
    finally:
        dt.date, dt.datetime = kept  # type: ignore[misc] - as above
        for name, function in real.items():
            setattr(time, name, function)
