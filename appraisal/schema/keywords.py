"""The part of JSON Schema 2020-12 that is run on columns: what is not in it is refused when a schema is loaded."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.schema.ecma_regex import PatternError, to_rust
from appraisal.schema.formats import format_check, format_names
from appraisal.schema.json_spelling import is_number
from appraisal.schema.pointer import Path, listed, pointer, suggestion
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = ("null", "boolean", "object", "array", "number", "string", "integer")
#: Keywords that describe and check nothing.
ANNOTATIONS = {
    "title",
    "description",
    "default",
    "examples",
    "$comment",
    "$schema",
    "$id",
    "deprecated",
    "readOnly",
    "writeOnly",
}
#: Our own keywords: what a schema says beyond JSON Schema.
OURS = {
    "x-format",
    "x-table",
    "x-en",
    "x-description-en",
    "x-key",
    "x-references",
    "x-aliases",
    "x-unit",
    "x-indicator",
    "x-month",
    "x-within",
    "x-type",
}
#: Beyond it a constant could pass 64 bits in the arithmetic on columns.
_MAX_DIGITS = 18

SCHEMA_IN = frozenset({"not", "if", "then", "else"})
SCHEMAS_IN = frozenset({"allOf", "anyOf", "oneOf"})
NAMED_SCHEMAS_IN = frozenset({"properties", "$defs", "dependentSchemas"})
#: Keywords about a row; on a cell they say nothing.
OF_ROWS = frozenset({"properties", "required", "additionalProperties", "dependentRequired", "dependentSchemas"})
OF_NUMBERS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
OF_TEXTS = frozenset({"minLength", "maxLength", "pattern", "format"})

#: What is wrong with the value of a keyword, and the mend; None where it is well.
_Fault = tuple[Text, Text] | None


def faults(schema: object, file: str, *, try_patterns: bool = True) -> list[Finding]:
    """Everything in a schema that is malformed or not supported, by keyword and place.

    ``try_patterns`` lets the engine compile each pattern, which takes longer than all the rest.
    """
    found = list(_faults(schema, (), file))
    return found or (_engine_faults(schema, file) if try_patterns else [])


def subschemas(schema: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """The schemas one step inside a well-formed schema, with the way to each."""
    for keyword, value in schema.items():
        if keyword in SCHEMA_IN:
            yield (keyword,), value
        elif keyword in SCHEMAS_IN:
            yield from (((keyword, place), inner) for place, inner in enumerate(value))
        elif keyword in NAMED_SCHEMAS_IN:
            yield from (((keyword, name), inner) for name, inner in value.items())


def _faults(schema: object, path: Path, file: str) -> Iterator[Finding]:
    if isinstance(schema, bool):
        return
    if not isinstance(schema, dict):
        yield _finding("malformed", text("A schema stands in braces, or is true or false."), Text(""), path, file)
        return
    sound = dict(schema)
    for keyword, value in schema.items():
        at = (*path, keyword)
        if keyword in OURS or (keyword in ANNOTATIONS and keyword not in {"$schema", "$id"}):
            continue
        if keyword not in _CHECKS:
            mend = suggestion(keyword, [*_CHECKS, *sorted(OURS)])
            yield _finding(
                "unknown_keyword", text("The keyword {keyword} is not supported.", keyword=keyword), mend, at, file
            )
        elif keyword == "$id" and path:
            yield _finding("unknown_keyword", text("$id can stand only at the top."), text("Delete it."), at, file)
        elif fault := _CHECKS[keyword](value):
            yield _finding("malformed", *fault, at, file)
            sound.pop(keyword)
    for way, inner in subschemas(sound):
        yield from _faults(inner, (*path, *way), file)


def _engine_faults(schema: object, file: str) -> list[Finding]:
    """The patterns that are well written but that the engine will not compile, tried in one go and then one by one."""
    patterns = list(_patterns(schema, ()))
    if not patterns or _compiles(*(pattern for _, pattern in patterns)):
        return []
    message = text("The pattern is too large or not supported by the engine.")
    mend = text("Write a simpler pattern.")
    return [
        _finding("pattern", message, mend, (*path, "pattern"), file)
        for path, pattern in patterns
        if not _compiles(pattern)
    ]


def _patterns(schema: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(schema, dict):
        if "pattern" in schema:
            yield path, schema["pattern"]
        for way, inner in subschemas(schema):
            yield from _patterns(inner, (*path, *way))


def _compiles(*patterns: str) -> bool:
    empty = pl.Series([""])
    try:
        pl.select(*(pl.lit(empty).str.contains(to_rust(pattern)).alias(pattern) for pattern in set(patterns)))
    except pl.exceptions.ComputeError:
        return False
    return True


def _finding(code: str, message: Text, fix: Text, path: Path, file: str) -> Finding:
    return Finding(f"schema|{code}", message, fix, place=Place(file, pointer=pointer(path)))


def _number(value: Any) -> _Fault:
    if not is_number(value):
        return text("Here a number has to stand."), Text("")
    if max(Decimal(value).adjusted() + 1, -int(Decimal(value).as_tuple().exponent)) > _MAX_DIGITS:
        return text("The number is too long for 64 bits."), text("Write at most {digits} digits.", digits=_MAX_DIGITS)
    return None


def _step(value: Any) -> _Fault:
    return _number(value) or (None if value > 0 else (text("The step has to be above zero."), Text("")))


def _count(value: Any) -> _Fault:
    sound = is_number(value) and value == int(value) and 0 <= value < 2**31
    return None if sound else (text("Here a whole number from 0 has to stand."), Text(""))


def _type(value: Any) -> _Fault:
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and names and all(name in _TYPES for name in names):
        return None
    return text("Here the name of a type has to stand."), text("Known here: {names}.", names=listed(_TYPES))


def _names(value: Any) -> _Fault:
    sound = isinstance(value, list) and all(isinstance(name, str) for name in value)
    return None if sound else (text("Here a list of names has to stand."), Text(""))


def _lists_of_names(value: Any) -> _Fault:
    sound = isinstance(value, dict) and not any(_names(names) for names in value.values())
    return None if sound else (text("Here a list of names for each name has to stand."), Text(""))


def _pattern(value: Any) -> _Fault:
    if not isinstance(value, str):
        return text("Here a pattern has to stand."), Text("")
    try:
        to_rust(value)
    except PatternError as error:
        return text(
            "The pattern fails at character {character}: {reason}", character=error.character, reason=error.reason
        ), Text("")
    return None


def _format(value: Any) -> _Fault:
    if isinstance(value, str) and format_check(value):
        return None
    return text("The format {format} is not supported.", format=value), text(
        "Known here: {names}.", names=listed(format_names())
    )


def _reference(value: Any) -> _Fault:
    if isinstance(value, str) and (value == "#" or value.startswith("#/")):
        return None
    message = text("{reference} does not point into this file; nothing is ever fetched.", reference=value)
    return message, text("Write a place such as #/$defs/mark.")


def _draft(value: Any) -> _Fault:
    if value in {DRAFT, DRAFT + "#"}:
        return None
    return text("Only draft 2020-12 of JSON Schema is supported."), text("Write {draft}.", draft=DRAFT)


def _closed(value: Any) -> _Fault:
    return (
        None
        if isinstance(value, bool)
        else (text("additionalProperties can only be true or false."), text("Write false."))
    )


def _list(value: Any) -> _Fault:
    return None if isinstance(value, list) else (text("Here a list has to stand."), Text(""))


def _some(value: Any) -> _Fault:
    return _list(value) or (None if value else (text("The list is empty."), Text("")))


def _group(value: Any) -> _Fault:
    return None if isinstance(value, dict) else (text("Here a group of schemas by name has to stand."), Text(""))


def _anything(_: object) -> _Fault:
    return None


_CHECKS: dict[str, Callable[[Any], _Fault]] = {
    "$schema": _draft,
    "$id": _anything,
    "$ref": _reference,
    "$defs": _group,
    "type": _type,
    "enum": _list,
    "const": _anything,
    "minimum": _number,
    "maximum": _number,
    "exclusiveMinimum": _number,
    "exclusiveMaximum": _number,
    "multipleOf": _step,
    "minLength": _count,
    "maxLength": _count,
    "pattern": _pattern,
    "format": _format,
    "required": _names,
    "properties": _group,
    "additionalProperties": _closed,
    "dependentRequired": _lists_of_names,
    "dependentSchemas": _group,
    "allOf": _some,
    "anyOf": _some,
    "oneOf": _some,
    "not": _anything,
    "if": _anything,
    "then": _anything,
    "else": _anything,
}
#: The keywords that are run.
SUPPORTED = tuple(_CHECKS)
