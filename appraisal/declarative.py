"""indicator.json and the Indicator record: one from the other, in both directions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place
from appraisal.model.indicator import Indicator, Otherwise, Param
from appraisal.schema import canonical, check, is_number
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PARAM_KEYWORDS = ("type", "minimum", "maximum", "multipleOf", "enum", "maxLength")
_OF_NUMBERS = ("minimum", "maximum", "multipleOf")
_OF_TEXTS = ("maxLength",)
#: A number without multipleOf has as many decimals as formulas keep.
_SMALLEST_STEP = Decimal("0.000001")
_PLAIN = (
    "id",
    "version",
    "table",
    "numerator",
    "denominator",
    "where",
    "unit",
    "scale",
    "decimals",
    "direction",
    "empty",
    "clause",
)


def indicator(document: Any, file: str) -> tuple[Indicator | None, list[Finding]]:
    """The indicator that a JSON document states; None where it breaks its schema."""
    findings = check(document, "indicator", file)
    if findings:
        return None, findings
    given = {key: document[key] for key in _PLAIN if key in document}
    other = document.get("otherwise")
    made = Indicator(
        **given,
        title=_bilingual(document, "title", "x-en"),
        description=_bilingual(document, "description", "x-description-en"),
        params={name: _param(param) for name, param in document.get("params", {}).items()},
        otherwise=other and Otherwise(**other),
    )
    faults = [fault for name, param in made.params.items() for fault in _schema_faults(name, param, file)]
    defaults = {name: param.default for name, param in made.params.items()}
    return made, [*faults, *param_faults(made, defaults, file, "$.params")]


def document(made: Indicator) -> dict[str, Any]:
    """The indicator.json of an indicator, whether it came from one or from Python."""
    texts = {
        "title": made.title.zh,
        "x-en": made.title.en,
        "description": made.description.zh,
        "x-description-en": made.description.en,
    }
    plain = {key: getattr(made, key) for key in _PLAIN}
    params = {
        name: {"title": param.title.zh, "x-en": param.title.en, **param.schema, "default": param.default}
        for name, param in made.params.items()
    }
    other = made.otherwise
    fallback = (
        {key: getattr(other, key) for key in ("table", "low", "high", "denominator") if getattr(other, key)}
        if other
        else None
    )
    whole = {"format": 1, **plain, **texts, "params": params, "otherwise": fallback}
    return {key: value for key, value in whole.items() if value not in (None, "")}


def param_faults(made: Indicator, values: Mapping[str, object], file: str, pointer: str) -> list[Finding]:
    """What is wrong with values given to the params of an indicator."""
    faults = []
    for name, value in values.items():
        place = Place(file=file, pointer=f"{pointer}.{name}")
        if name not in made.params:
            known = ", ".join(made.params) or "-"
            faults.append(
                Finding(
                    "params|unknown",
                    text("{indicator} has no param {name}.", indicator=made.id, name=name),
                    text("Its params: {known}.", known=known),
                    place=place,
                )
            )
        elif not _fits(value, made.params[name].schema):
            faults.append(
                Finding(
                    "params|value",
                    text(
                        "The value {value} does not fit the param {name} of {indicator}.",
                        value=value,
                        name=name,
                        indicator=made.id,
                    ),
                    text("It must satisfy {schema}.", schema=canonical(dict(made.params[name].schema)).decode()),
                    place=place,
                    value=str(value),
                )
            )
    return faults


def _schema_faults(name: str, param: Param, file: str) -> Iterator[Finding]:
    """What the schema of a param says that nothing would ever look at."""
    of_text = param.schema["type"] == "string"
    for keyword in _OF_NUMBERS if of_text else _OF_TEXTS:
        if keyword in param.schema:
            yield Finding(
                "params|keyword",
                text(
                    "{keyword} says nothing about a param of type {type}.", keyword=keyword, type=param.schema["type"]
                ),
                text("Leave it out, or correct the type."),
                place=Place(file=file, pointer=f"$.params.{name}.{keyword}"),
            )
    for place, value in enumerate(param.schema.get("enum", ())):
        if not _fits(value, {**param.schema, "enum": [value]}):
            yield Finding(
                "params|enum",
                text("{value} can never be the value of the param {name}.", value=value, name=name),
                text("Leave it out, or correct the type and the bounds."),
                place=Place(file=file, pointer=f"$.params.{name}.enum[{place}]"),
                value=str(value),
            )


def _fits(value: object, schema: Mapping[str, Any]) -> bool:
    if schema["type"] == "string":
        return (
            isinstance(value, str)
            and len(value) <= schema.get("maxLength", 80)
            and value in schema.get("enum", [value])
        )
    if not is_number(value):
        return False
    # As fractions: the remainder of long decimals passes the digits of their context.
    number = Fraction(value)
    step = Fraction(schema.get("multipleOf", 1 if schema["type"] == "integer" else _SMALLEST_STEP))
    inside = schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return inside and (number / step).denominator == 1 and value in schema.get("enum", [value])


def _param(document: Mapping[str, Any]) -> Param:
    schema = {key: document[key] for key in _PARAM_KEYWORDS if key in document}
    return Param(title=_bilingual(document, "title", "x-en"), schema=schema, default=document["default"])


def _bilingual(document: Mapping[str, Any], chinese: str, english: str) -> Bilingual:
    zh = document.get(chinese, "")
    return Bilingual(zh, document.get(english, zh))
