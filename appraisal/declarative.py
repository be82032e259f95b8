"""indicator.json and the Indicator record: one from the other, in both directions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place
from appraisal.model.indicator import Indicator, Otherwise, Param
from appraisal.schema import check
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_PARAM_KEYWORDS = ("type", "minimum", "maximum", "multipleOf", "enum", "maxLength")
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
    defaults = {name: param.default for name, param in made.params.items()}
    return made, param_faults(made, defaults, file, "$.params")


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
                    text("It must satisfy {schema}.", schema=dict(made.params[name].schema)),
                    place=place,
                    value=str(value),
                )
            )
    return faults


def _fits(value: object, schema: Mapping[str, Any]) -> bool:
    if schema["type"] == "string":
        return (
            isinstance(value, str)
            and len(value) <= schema.get("maxLength", 80)
            and value in schema.get("enum", [value])
        )
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    number, step = (
        Decimal(value),
        Decimal(schema.get("multipleOf", 1 if schema["type"] == "integer" else Decimal("0.000001"))),
    )
    inside = schema.get("minimum", number) <= number <= schema.get("maximum", number)
    return inside and number % step == 0 and number in schema.get("enum", [number])


def _param(document: Mapping[str, Any]) -> Param:
    schema = {key: document[key] for key in _PARAM_KEYWORDS if key in document}
    return Param(title=_bilingual(document, "title", "x-en"), schema=schema, default=document["default"])


def _bilingual(document: Mapping[str, Any], chinese: str, english: str) -> Bilingual:
    zh = document.get(chinese, "")
    return Bilingual(zh, document.get(english, zh))
