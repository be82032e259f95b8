"""The door of plugins: the files of a folder become indicators, and whatever they break is said with its name."""

from __future__ import annotations

import contextlib
import sys
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pluggy

from appraisal import declarative
from appraisal.errors import Finding, Place, Refused
from appraisal.hookspecs import PROJECT, Hooks
from appraisal.model.indicator import Indicator
from appraisal.registry import watch
from appraisal.schema import dumps, loads
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.registry.find import Found
    from appraisal.texts import Text

#: More than one folder gives for a reason.
MAX_INDICATORS = 100
_FORMULAS = ("where", "numerator", "denominator")


def indicators(found: Found, files: Mapping[str, bytes]) -> list[Indicator]:
    """The indicators of a plugin, declared or given by its code; raises Refused with what is wrong."""
    if "indicator.json" in files:
        file = f"{found.shown}/indicator.json"
        made, findings = declarative.indicator(loads(files["indicator.json"], file), file)
        if made is None or findings:
            raise Refused(findings)
        given: list[Indicator] = [made]
    else:
        given = [_as_stated(found, one) for one in _from_code(found, files["indicator.py"])]
    if found.id not in [one.id for one in given]:
        message = text("The plugin folder {name} gives no indicator with this id.", name=found.id)
        fix = text("Let the folder and the id have the same name.")
        raise Refused([fault(found, "plugin|id", message, fix)])
    return sorted(given, key=lambda one: one.id)


def fault(found: Found, code: str, message: Text, fix: Text) -> Finding:
    """A finding about a plugin as a whole."""
    return Finding(code, message, fix, place=Place(file=found.shown))


def _from_code(found: Found, source: bytes) -> list[object]:
    """What the hook of a Python plugin returns: code with the rights of the user, run because the scenario names it."""
    name = f"appraisal_plugins.{found.id}"
    module = ModuleType(name)
    module.__file__ = str(found.folder / "indicator.py")
    sys.modules[name] = module
    try:
        # What a plugin prints is not part of our answer; a program may read that as JSON.
        with contextlib.redirect_stdout(sys.stderr), watch.ended_within(watch.SECONDS):
            # The bytes that were hashed are the bytes that run: no compiled copy beside them is looked at.
            exec(compile(source, module.__file__, "exec"), module.__dict__)  # noqa: S102 - a plugin is code
            return _call(found, module)
    except (Refused, KeyboardInterrupt):
        raise
    except BaseException as error:  # SystemExit too: a plugin does not end the program
        raise Refused([_broken(found, error)]) from error
    finally:
        sys.modules.pop(name, None)


def _call(found: Found, plugin: ModuleType) -> list[object]:
    # A manager of its own for each plugin: no hook of one can wrap, replace or see what another gives.
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    hooks = {name: manager.parse_hookimpl_opts(plugin, name) for name in dir(plugin) if name.startswith("appraisal_")}
    marked = {name: options for name, options in hooks.items() if options}
    unknown = sorted(name for name in marked if not hasattr(Hooks, name))
    if unknown or not marked:
        message = (
            text("The plugin {name} has a hook that does not exist.", name=found.id)
            if unknown
            else text("The plugin {name} has no hook.", name=found.id)
        )
        fix = text("Compare the names of its hooks with the documentation.")
        raise Refused([fault(found, "plugin|hook", message, fix)])
    if any(options.get("wrapper") or options.get("hookwrapper") for options in marked.values()):
        message = text("The plugin {name} wraps a hook.", name=found.id)
        raise Refused([fault(found, "plugin|wrapper", message, text("A plugin gives its own indicators only."))])
    manager.register(plugin, name=found.id)
    given = (one for result in manager.hook.appraisal_indicators() for one in result)
    records = list(islice(given, MAX_INDICATORS + 1))
    if len(records) > MAX_INDICATORS:
        message = text("The plugin {name} returns more than {most} indicators.", name=found.id, most=MAX_INDICATORS)
        raise Refused([fault(found, "plugin|result", message, text("Return those that the documentation names."))])
    return records


def _as_stated(found: Found, one: Any) -> Indicator:
    """The record made anew from its own text: nothing that code could still change or compute is left in it."""
    if not isinstance(one, Indicator):
        kind = type(one).__name__
        message = text("The plugin {name} returned {kind}, not an Indicator.", name=found.id, kind=kind)
        raise Refused([fault(found, "plugin|result", message, text("Return appraisal.Indicator records."))])
    odd = [key for key in _FORMULAS if not isinstance(getattr(one, key), str | None)]
    if odd:
        message = text(
            "The plugin {name} gives {keys} as {kind}, not as the text of a formula.",
            name=found.id,
            keys=Joined(tuple(odd), ", "),
            kind=type(getattr(one, odd[0])).__name__,
        )
        fix = text(
            "Write the formula as text: expressions, and callbacks in them, can be neither checked nor repeated."
        )
        raise Refused([fault(found, "plugin|expression", message, fix)])
    try:
        document = loads(dumps(declarative.document(one)).encode(), found.shown)
        made, findings = declarative.indicator(document, found.shown)
    except Refused:
        raise
    except Exception as error:
        raise Refused([_broken(found, error)]) from error
    if made is None or findings:
        raise Refused(findings)
    return made


def _broken(found: Found, error: BaseException) -> Finding:
    """A plugin that raised, by its name and path."""
    said = error.message if isinstance(error, watch.EndlessError) else f"{type(error).__name__}: {error}"
    message = text("The plugin {name} in {folder} failed: {error}", name=found.id, folder=found.folder, error=said)
    return fault(found, "plugin|broken", message, text("Ask its author; the scenario cannot run without it."))
