"""The small JSON files of an appraisal held against their schemas, every fault at once."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from appraisal import paths
from appraisal.schema import strict_json
from appraisal.schema.json_spelling import canonical, is_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jsonschema.protocols import Validator

    from appraisal.errors import Finding


def check(document: object, schema_name: str, file: str) -> list[Finding]:
    """Everything in which ``document`` differs from ``schemas/<schema_name>.schema.json``, sorted by place."""
    return _in_words(_validator(paths.schemas(), schema_name).iter_errors(document), file)


def check_schema_document(schema: object, file: str) -> list[Finding]:
    """Everything in which ``schema`` is no JSON Schema of draft 2020-12, sorted by place."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - as above
    from jsonschema_specifications import REGISTRY  # noqa: PLC0415 - as above

    validator = _strict_validator()(Draft202012Validator.META_SCHEMA, registry=REGISTRY)
    return _in_words(validator.iter_errors(schema), file)


def _in_words(faults: Iterator[Any], file: str) -> list[Finding]:
    errors = list(faults)
    if not errors:
        return []
    from appraisal.schema import document_words  # noqa: PLC0415 - only what is wrong needs words

    return document_words.findings(errors, file)


@cache
def _validator(folder: Path, schema_name: str) -> Any:
    """The validator of a shipped schema: it says the same of a document however many it has seen."""
    import referencing  # noqa: PLC0415 - a quarter of the start-up time, for the commands that read such files
    from jsonschema import FormatChecker  # noqa: PLC0415 - as above

    name = f"{schema_name}.schema.json"
    schema = strict_json.read(folder / name, name)
    # The empty registry keeps a $ref from ever reaching for a file or the network.
    return _strict_validator()(schema, registry=referencing.Registry(), format_checker=FormatChecker(["date"]))


@cache
def _strict_validator() -> Any:
    """Draft 2020-12 for values of :mod:`strict_json`, with its doubtful corners made exact."""
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 - as above

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: _is_integer(value))
    keywords = {"if": _condition, "multipleOf": _multiple_of, "pattern": _pattern, "uniqueItems": _unique_items}
    return validators.extend(Draft202012Validator, keywords, type_checker=types)


def _is_integer(value: object) -> bool:
    # 1.0 is an integer in JSON Schema; jsonschema itself knows this of float but not of Decimal.
    return is_number(value) and Fraction(value).denominator == 1


def _multiple_of(validator: Validator, step: Any, instance: Any, _schema: object) -> Iterator[Exception]:
    if validator.is_type(instance, "number") and (Fraction(instance) / Fraction(step)).denominator != 1:
        yield _error("multipleOf")


def _pattern(validator: Validator, pattern: str, instance: Any, _schema: object) -> Iterator[Exception]:
    # NOTE: In ECMA 262 the $ is the very end; in Python it stands before a last line break too.
    ended = re.sub(r"(?<!\\)\$", r"\\Z", pattern)
    if validator.is_type(instance, "string") and not re.search(ended, instance):
        yield _error("pattern")


def _unique_items(validator: Validator, wanted: bool, instance: Any, _schema: object) -> Iterator[Exception]:  # noqa: FBT001 - jsonschema hands it over so
    if wanted and validator.is_type(instance, "array"):
        spellings = {json.dumps(canonical(item).decode()) for item in instance}
        if len(spellings) < len(instance):
            yield _error("uniqueItems")


def _condition(validator: Validator, condition: Any, instance: Any, schema: dict[str, Any]) -> Iterator[Exception]:
    holds = validator.evolve(schema=condition).is_valid(instance)
    branch = "then" if holds else "else"
    if branch not in schema:
        return
    errors = validator.descend(instance, schema[branch], schema_path=branch)  # type: ignore[attr-defined] - the protocol forgets it
    if not (holds and _reads_nothing(condition, instance)):
        yield from errors
    elif context := list(errors):
        # Where the key that a condition reads is missing, every branch fires; that key's own error says enough.
        yield _error("if", context)


def _reads_nothing(condition: object, instance: object) -> bool:
    read = condition.get("properties", {}) if isinstance(condition, dict) else {}
    if not isinstance(instance, dict):
        return bool(read)
    return any(key not in instance or _reads_nothing(inner, instance[key]) for key, inner in read.items())


def _error(message: str, context: list[Any] | None = None) -> Exception:
    from jsonschema import ValidationError  # noqa: PLC0415 - as above

    return ValidationError(message, context=context or ())
