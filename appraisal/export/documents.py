"""The documents of an anonymised copy: the public rules and indicators, and of the scenario only what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.export.identifiers import Identifiers
    from appraisal.result import Result

REMOVED = "[removed]"
#: What is kept of the scenario: what it is called and which year it is about.
_KEPT = ("format", "id", "title", "x-en", "year", "scope")
#: What is kept of each document beside it, and why the rest goes.
_WHY = {
    "evidence": Bilingual("文件名和摘要可与原件对上", "Names and digests of files lead back to the originals"),
    "decisions": Bilingual("写有平台、作出认定的人和理由", "They name platforms, who decided, and why"),
    "previous": Bilingual("摘要可与原件对上", "Digests lead back to the originals"),
    "tables": Bilingual(
        "各表的规定，与结果中的数无关", "What the evidence has to look like; no number hangs on it here"
    ),
}
_OTHER = Bilingual("不在允许导出之列", "Not among what may be exported")
Listed = tuple[str, str, str, Bilingual]


def documents(result: Result, names: Identifiers, about: Mapping[str, Any]) -> tuple[dict[str, Any], list[Listed]]:
    """Rules, scenario and indicators as they may be handed on, and what was done: document, place, done, why.

    ``about`` is what the descriptor says of the result; it comes back under ``datapackage``. A text or key in which an
    identifier still stands is replaced.
    """
    scenario, indicators = result.documents["scenario"], result.documents["indicators"]
    kept = {
        "rules": result.documents["rules"],
        "scenario": {key: scenario[key] for key in _KEPT if key in scenario}
        | {"plugins": {name: {"version": pin["version"]} for name, pin in sorted(scenario["plugins"].items())}},
        "indicators": {"format": indicators["format"], "indicators": indicators["indicators"]},
        "datapackage": dict(about),
    }
    listed: list[Listed] = [
        ("rules.json", "", "kept", Bilingual("公开的办法", "The public rules")),
        *(
            ("scenario.json", f"$.{key}", "dropped", _WHY.get(key, _OTHER))
            for key in sorted(scenario.keys() - kept["scenario"].keys())
        ),
        ("scenario.json", "$.plugins", "reduced", Bilingual("只留版本", "Only versions are kept")),
        ("indicators.json", "$.indicators", "kept", Bilingual("公开的指标", "The public indicators")),
        *(
            ("indicators.json", f"$.{key}", "dropped", _WHY.get(key, _OTHER))
            for key in sorted(indicators.keys() - kept["indicators"].keys())
        ),
        ("manifest.json", "", "dropped", Bilingual("摘要可与原件对上", "Digests lead back to the originals")),
    ]
    texts = pl.Series([text for one in kept.values() for text in _texts(one)], dtype=pl.String)
    found = names.among(texts)
    cleaned = {}
    for name, one in kept.items():
        places: list[str] = []
        cleaned[name] = _without(one, found, "$", places)
        why = Bilingual("写有平台、镇、法人或人员", "It names a platform, a town, an entity or a person")
        listed += [(f"{name}.json", place, "reduced", why) for place in places]
    return cleaned, listed


def _texts(value: Any) -> Iterator[str]:
    """Every text and every key."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _without(value: Any, found: set[str], at: str, places: list[str]) -> Any:
    """The same with each of these texts replaced; ``places`` gets where they stood, never what they said."""
    if isinstance(value, str) and value in found:
        places.append(at)
        return REMOVED
    if isinstance(value, dict):
        kept = {}
        for number, (key, one) in enumerate(value.items()):
            named = f"{REMOVED} {number}" if key in found else key
            if key in found:
                places.append(f"{at}.{named}")
            kept[named] = _without(one, found, f"{at}.{named}", places)
        return kept
    if isinstance(value, list | tuple):
        return [_without(one, found, f"{at}[{number}]", places) for number, one in enumerate(value)]
    return value
