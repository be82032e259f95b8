"""The errors of jsonschema in the words of an assessor: keys, texts, numbers and lists, never ``oneOf``."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place
from appraisal.schema.json_spelling import canonical
from appraisal.schema.pattern_words import pattern_fix
from appraisal.schema.pointer import listed, pointer, suggestion
from appraisal.texts import Bilingual, Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jsonschema import ValidationError

_SHOWN = 60
#: What is a number, or true or false, once the quotation marks are gone.
_UNQUOTED = re.compile(r"-?\d+(\.\d+)?|true|false", re.ASCII)

_NULL = text("null")
_KINDS: Mapping[str, Text] = {
    "string": text("a text in quotation marks"),
    "integer": text("a whole number"),
    "number": text("a number"),
    "boolean": text("true or false"),
    "array": text("a list in square brackets"),
    "object": text("a group of keys in braces"),
}

#: Code, message, mend, and the key it is about where that is not the place itself.
_Fault = tuple[str, Text, Text, str | None]


def findings(errors: Iterable[Any], file: str) -> list[Finding]:
    """Each error as findings sorted by place; what is said twice is kept once."""
    every = list(errors)
    plain = [error for error in every if error.validator != "if"]
    found: dict[tuple[object, ...], Finding] = {}
    guarded = [inner for error in every for inner in error.context if error.validator == "if"]
    for outer in plain or guarded:
        for leaf in _leaves(outer):
            path = tuple(leaf.absolute_path)
            for code, message, fix, key in _faults(leaf):
                at = path if key is None else (*path, key)
                place = Place(file, pointer=pointer(at))
                found[_order(at), code] = Finding(f"document|{code}", message, fix, place=place)
    return [found[key] for key in sorted(found)]


def _order(path: tuple[str | int, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The error itself, or those of the alternative that the document comes nearest to."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    if error.validator not in {"anyOf", "oneOf"} or not branches:
        yield error
        return
    for inner in min(branches.values(), key=lambda branch: (any(_is_type(fault) for fault in branch), len(branch))):
        yield from _leaves(inner)


def _is_type(error: ValidationError) -> bool:
    return error.validator == "type" and not error.path


def _faults(error: ValidationError) -> Iterator[_Fault]:
    if "propertyNames" in error.absolute_schema_path:
        yield from ((code, message, fix, str(error.instance)) for code, message, fix, _ in _value_faults(error))
    elif error.validator in {"required", "dependentRequired", "additionalProperties", "unevaluatedProperties"}:
        yield from _key_faults(error)
    elif error.validator == "not":
        yield from _excluded(error)
    else:
        yield from _value_faults(error)


def _key_faults(error: ValidationError) -> Iterator[_Fault]:
    value: Any = error.validator_value
    schema: Any = error.schema
    keys: Any = error.instance
    match error.validator:
        case "required":
            for key in (key for key in value if key not in keys):
                yield "missing_key", text("The key {key} is missing.", key=key), _describe(error, key), key
        case "dependentRequired":
            for reason, wanted in (
                (key, wanted) for key in value if key in keys for wanted in value[key] if wanted not in keys
            ):
                message = text("The key {key} is missing, though {reason} is given.", key=wanted, reason=reason)
                yield "missing_key", message, Text(""), wanted
        case _:
            known = schema.get("properties", {})
            for key in (key for key in keys if key not in known):
                mend = suggestion(key, (name for name in known if name not in keys))
                yield "unknown_key", text("The key {key} is unknown here.", key=key), mend, key


def _excluded(error: ValidationError) -> Iterator[_Fault]:
    schema: Any = error.schema
    ban: Any = error.validator_value
    for alternative in ban.get("anyOf", [ban]):
        for key in (key for key in alternative.get("required", ()) if key in error.instance):
            others = [name for name in schema.get("required", ()) if name != key]
            message = text("The key {key} cannot stand here beside {others}.", key=key, others=listed(others))
            yield "excluded_key", message, text("Delete one of them."), key
    if not _asks_for_keys(ban):
        yield from _value_faults(error)


def _asks_for_keys(ban: Any) -> bool:
    return all("required" in alternative for alternative in ban.get("anyOf", [ban]))


def _value_faults(error: ValidationError) -> Iterator[_Fault]:
    wanted: Any = error.validator_value
    value = _shown(error.instance)
    yield (*_VALUE_WORDS.get(str(error.validator), _not_allowed)(value, wanted, error.instance), None)


def _type(value: str, wanted: Any, instance: Any) -> tuple[str, Text, Text]:
    names = [wanted] if isinstance(wanted, str) else wanted
    unquoted = (
        {"integer", "number", "boolean"} & set(names) and isinstance(instance, str) and _UNQUOTED.fullmatch(instance)
    )
    fix = text("Write it without quotation marks: {value}", value=instance) if unquoted else Text("")
    kinds = Joined(tuple(_kind(name) for name in names), text(" or "))
    return "wrong_type", text("{value} is not {kind}.", value=value, kind=kinds), fix


def _choice(value: str, wanted: Any, instance: Any) -> tuple[str, Text, Text]:
    choices = wanted if isinstance(wanted, list) else [wanted]
    message = text("{value} is not one of the choices here.", value=value)
    if len(choices) == 1:
        return "not_one_of", message, text("Write {choice}.", choice=_shown(choices[0]))
    if isinstance(instance, str) and all(isinstance(choice, str) for choice in choices):
        return "not_one_of", message, suggestion(instance, choices)
    return "not_one_of", message, text("Known here: {names}.", names=listed(_shown(choice) for choice in choices))


def _least(value: str, wanted: Any, _: Any) -> tuple[str, Text, Text]:
    return "too_small", text("{value} is too small.", value=value), text("Write {limit} or more.", limit=_shown(wanted))


def _most(value: str, wanted: Any, _: Any) -> tuple[str, Text, Text]:
    return "too_large", text("{value} is too large.", value=value), text("Write {limit} or less.", limit=_shown(wanted))


def _above(value: str, wanted: Any, _: Any) -> tuple[str, Text, Text]:
    return (
        "too_small",
        text("{value} is too small.", value=value),
        text("Write more than {limit}.", limit=_shown(wanted)),
    )


def _below(value: str, wanted: Any, _: Any) -> tuple[str, Text, Text]:
    return (
        "too_large",
        text("{value} is too large.", value=value),
        text("Write less than {limit}.", limit=_shown(wanted)),
    )


def _multiple(value: str, wanted: Any, _: Any) -> tuple[str, Text, Text]:
    step = Fraction(wanted)
    if step.numerator == 1 and set(str(step.denominator)) <= {"0", "1"}:
        message = text("{value} has too many decimals.", value=value)
        return "too_many_decimals", message, text("Write at most {decimals}.", decimals=len(str(step.denominator)) - 1)
    return "not_a_multiple", text("{value} is not a multiple of {step}.", value=value, step=_shown(wanted)), Text("")


def _short(value: str, wanted: Any, instance: Any) -> tuple[str, Text, Text]:
    if isinstance(instance, str):
        return (
            "too_short",
            text("{value} is too short.", value=value),
            text("Write at least {limit} characters.", limit=wanted),
        )
    return "too_few", text("There are too few entries."), text("Write at least {limit}.", limit=wanted)


def _long(value: str, wanted: Any, instance: Any) -> tuple[str, Text, Text]:
    if isinstance(instance, str):
        return (
            "too_long",
            text("{value} is too long.", value=value),
            text("Write at most {limit} characters.", limit=wanted),
        )
    if not wanted:
        return "too_many", text("This has to be empty."), text("Delete what stands in it.")
    return "too_many", text("There are too many entries."), text("Write at most {limit}.", limit=wanted)


def _extra(_value: str, _wanted: Any, _: Any) -> tuple[str, Text, Text]:
    return "too_many", text("There are too many entries."), text("Delete the last ones.")


def _double(_value: str, _wanted: Any, _: Any) -> tuple[str, Text, Text]:
    return "duplicate", text("An entry stands twice in the list."), text("Delete one of the two.")


def _shape(value: str, wanted: Any, _: Any) -> tuple[str, Text, Text]:
    return "pattern", text("{value} is not written as it has to be.", value=value), pattern_fix(wanted)


def _format(value: str, _wanted: Any, _: Any) -> tuple[str, Text, Text]:
    return "date", text("{value} is not a date.", value=value), text("Write it as 2014-12-31.")


def _several(_value: str, _wanted: Any, _: Any) -> tuple[str, Text, Text]:
    return (
        "ambiguous",
        text("This can be read in more than one way."),
        text("Leave out the keys that do not belong together."),
    )


def _not_allowed(value: str, _wanted: Any, _: Any) -> tuple[str, Text, Text]:
    return "not_allowed", text("{value} is not allowed here.", value=value), text("Write something else.")


_VALUE_WORDS = {
    "type": _type,
    "enum": _choice,
    "const": _choice,
    "minimum": _least,
    "maximum": _most,
    "exclusiveMinimum": _above,
    "exclusiveMaximum": _below,
    "multipleOf": _multiple,
    "minLength": _short,
    "minItems": _short,
    "minProperties": _short,
    "maxLength": _long,
    "maxItems": _long,
    "maxProperties": _long,
    "items": _extra,
    "uniqueItems": _double,
    "pattern": _shape,
    "format": _format,
    "oneOf": _several,
}


def _kind(name: str) -> Text:
    return _KINDS.get(name, _NULL)


def _describe(error: ValidationError, key: str) -> Text:
    schema: Any = error.schema
    about = schema.get("properties", {}).get(key, {})
    zh, en = about.get("description"), about.get("x-description-en") or about.get("x-en")
    return text("Add it: {description}", description=Bilingual(zh or en, en or zh)) if zh or en else text("Add it.")


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    shown = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else canonical(value).decode()
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
