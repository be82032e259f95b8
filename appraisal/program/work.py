"""The work of the process in which a plugin runs: import it, ask its hook, and answer in plain data."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import sys
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pluggy

from appraisal.hookspecs import PROJECT, Hooks
from appraisal.model.indicator import Indicator
from appraisal.program.modules import HashedModules, drop
from appraisal.program.tree import Leaves, TooManyError, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

JOB, ANSWER = "job.json", "answer.json"
#: More than one folder gives for a reason.
MAX_INDICATORS = 100
#: Seconds of the processor: the parent waits no longer on its clock.
MOST_SECONDS = 60
#: What an error says of itself is cut here.
MOST_WORDS = 400
_FORMULAS = ("where", "numerator", "denominator")


class UnfitError(Exception):
    """What the plugin gave is not what a plugin gives; the answer names the fault and its facts."""

    def __init__(self, **answer: object) -> None:
        """One word for the fault, and what has to be said of it."""
        super().__init__(answer)
        self.answer = answer


def work(folder: str) -> None:
    """Do the job in a folder, leave the answer there, and end: nothing that the plugin left behind runs then."""
    _set_wall()
    job = json.loads((Path(folder) / JOB).read_text(encoding="utf-8"))
    files = {path: base64.b64decode(data) for path, data in job["files"].items()}
    answer = asked(job["name"], Path(job["folder"]), files)
    (Path(folder) / ANSWER).write_text(json.dumps(answer), encoding="utf-8")
    try:
        sys.stdout.flush()
    finally:
        os._exit(0)


def _set_wall() -> None:
    """Should the parent be killed, which ends nothing here, the system ends a plugin that computes on and on."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def asked(name: str, folder: Path, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The records of the plugin, or the fault, run here and now: for a process that has nothing to lose."""
    module = ModuleType(f"appraisal_plugins.{name}")
    module.__file__ = str(folder / "indicator.py")
    sys.modules[module.__name__] = module
    finder = HashedModules(folder, files)
    sys.meta_path.insert(0, finder)
    try:
        # The bytes that were hashed are the bytes that run: no compiled copy beside them is looked at.
        exec(compile(files["indicator.py"], module.__file__, "exec"), module.__dict__)  # noqa: S102 - a plugin is code
        leaves = Leaves()
        return {"records": [leaves.tree(_checked(one)) for one in _given(name, module)]}
    except UnfitError as unfit:
        return unfit.answer
    except TooManyError:
        return {"fault": "many"}
    except BaseException as error:  # noqa: BLE001 - SystemExit too; the Ctrl-C of a person goes to the other process
        return {"fault": "broken", "error": _said(error)}
    finally:
        drop(finder)
        sys.modules.pop(module.__name__, None)


def _given(name: str, plugin: ModuleType) -> list[object]:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    hooks = {key: manager.parse_hookimpl_opts(plugin, key) for key in dir(plugin) if key.startswith("appraisal_")}
    marked = {key: options for key, options in hooks.items() if options}
    if unknown := sorted(key for key in marked if not hasattr(Hooks, key)):
        raise UnfitError(fault="hook", hooks=unknown)
    if not marked:
        raise UnfitError(fault="no_hook")
    if any(options.get("wrapper") or options.get("hookwrapper") for options in marked.values()):
        raise UnfitError(fault="wrapper")
    manager.register(plugin, name=name)
    given = (one for result in manager.hook.appraisal_indicators() for one in result)
    records = list(islice(given, MAX_INDICATORS + 1))
    if len(records) > MAX_INDICATORS:
        raise UnfitError(fault="many")
    return records


def _checked(one: Any) -> Indicator:
    if not isinstance(one, Indicator):
        raise UnfitError(fault="result", kind=name_of(one))
    formulas = {key: getattr(one, key) for key in _FORMULAS}
    odd = [key for key, formula in formulas.items() if not isinstance(formula, str | None)]
    if odd:
        raise UnfitError(fault="expression", keys=odd, kind=name_of(formulas[odd[0]]))
    return one


def _said(error: BaseException) -> str:
    """The error in its own words, if it has any."""
    try:
        words = f"{error}"[:MOST_WORDS]
    except BaseException:  # noqa: BLE001 - the words too are code of the plugin
        words = ""
    return f"{name_of(error)}: {words}"
