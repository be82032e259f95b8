"""The door of plugins: the files of a folder become indicators, and whatever they break is said with its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal import declarative
from appraisal.errors import Finding, Place, Refused
from appraisal.hookspecs import Hooks
from appraisal.program.ask import ask, plain
from appraisal.program.tree import grown
from appraisal.program.work import MAX_INDICATORS
from appraisal.schema import dumps, loads
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from appraisal.model.indicator import Indicator
    from appraisal.registry.find import Found
    from appraisal.texts import Text

    #: Runs the program of a plugin: its name, folder and files; the trees of its records, or a fault.
    Ask = Callable[[str, Path, Mapping[str, bytes]], dict[str, Any]]


def indicators(found: Found, files: Mapping[str, bytes], run: Ask = ask) -> list[Indicator]:
    """The indicators of a plugin, declared or given by its code; raises Refused with what is wrong.

    Code runs in a process of its own. ``run`` may run it elsewhere.
    """
    if "indicator.json" in files:
        file = f"{found.shown}/indicator.json"
        made, findings = declarative.indicator(loads(files["indicator.json"], file), file)
        if made is None or findings:
            raise Refused(findings)
        given: list[Indicator] = [made]
    else:
        # With the rights of the user: it runs because the scenario names it, after its files were compared.
        answer = run(found.id, found.folder, files)
        trees = answer.get("records")
        if not isinstance(trees, list):
            raise Refused([_faulty(found, answer)])
        given = [_record(found, tree) for tree in trees]
    if found.id not in [one.id for one in given]:
        message = text("The plugin folder {name} gives no indicator with this id.", name=found.id)
        fix = text("Let the folder and the id have the same name.")
        raise Refused([fault(found, "plugin|id", message, fix)])
    return sorted(given, key=lambda one: one.id)


def fault(found: Found, code: str, message: Text, fix: Text) -> Finding:
    """A finding about a plugin as a whole."""
    return Finding(code, message, fix, place=Place(file=found.shown))


def _record(found: Found, tree: object) -> Indicator:
    """The record that came from the other process as plain data, held against the schema like any other."""
    try:
        document = loads(dumps(declarative.document(grown(tree))).encode(), found.shown)
        made, findings = declarative.indicator(document, found.shown)
    except Refused:
        raise
    except Exception as error:
        raise Refused([_broken(found, plain(f"{type(error).__name__}: {error}"))]) from error
    if made is None or findings:
        raise Refused(findings)
    return made


def _faulty(found: Found, answer: Mapping[str, Any]) -> Finding:
    """The fault that a program answered with, or ended with, by its name and path."""
    name, kind = found.id, plain(answer.get("kind"))
    match answer.get("fault"):
        case "hook":
            hooks = _listed(answer, "hooks")
            message = text("The plugin {name} has a hook that does not exist: {hooks}.", name=name, hooks=hooks)
            code, fix = "hook", _hooks()
        case "no_hook":
            code, message, fix = "hook", text("The plugin {name} has no hook.", name=name), _hooks()
        case "wrapper":
            message = text("The plugin {name} wraps a hook.", name=name)
            code, fix = "wrapper", text("A plugin gives its own indicators only.")
        case "many":
            message = text(
                "The plugin {name} returns too much: more than {most} indicators, or endless ones.",
                name=name,
                most=MAX_INDICATORS,
            )
            code, fix = "result", text("Return those that the documentation names.")
        case "result":
            message = text("The plugin {name} returned {kind}, not an Indicator.", name=name, kind=kind)
            code, fix = "result", text("Return appraisal.Indicator records.")
        case "expression":
            message = text(
                "The plugin {name} gives {keys} as {kind}, not as the text of a formula.",
                name=name,
                keys=_listed(answer, "keys"),
                kind=kind,
            )
            code = "expression"
            fix = text(
                "Write the formula as text: expressions, and callbacks in them, can be neither checked nor repeated."
            )
        case _:
            return _broken(found, _ended(answer))
    return fault(found, f"plugin|{code}", message, fix)


def _ended(answer: Mapping[str, Any]) -> object:
    """How a program failed, in its own words or in ours."""
    match answer.get("fault"):
        case "endless":
            return text("it did not end within {seconds} seconds", seconds=plain(answer.get("seconds")))
        case "ended":
            status, words = plain(answer.get("status")), plain(answer.get("words"))
            return text("it ended its process (exit status {status}). {words}", status=status, words=words)
    return plain(answer.get("error"))


def _hooks() -> Text:
    known = Joined(tuple(name for name in vars(Hooks) if name.startswith("appraisal_")), ", ")
    return text("The hooks are: {known}; each stands below @hookimpl.", known=known)


def _listed(answer: Mapping[str, Any], key: str) -> Joined:
    names = answer.get(key)
    return Joined(tuple(plain(name) for name in names) if isinstance(names, list) else (), ", ")


def _broken(found: Found, said: object) -> Finding:
    message = text("The plugin {name} in {folder} failed: {error}", name=found.id, folder=found.folder, error=said)
    return fault(found, "plugin|broken", message, text("Ask its author; the scenario cannot run without it."))
