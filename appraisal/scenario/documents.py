"""The documents of a scenario as resolved: parents merged, files found, hashes taken. A result keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from appraisal import declarative, paths, registry
from appraisal.errors import Finding, Place, Refused
from appraisal.rules import in_force
from appraisal.scenario.chain import chain, merge_patch
from appraisal.scenario.local import local_decisions, local_rules
from appraisal.scenario.locate import find_scenario, inside, previous_folder
from appraisal.scenario.previous import read_before
from appraisal.scenario.rounds import read_parent
from appraisal.scenario.stated_files import evidence_files, official_files
from appraisal.schema import check, read
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from appraisal.model.indicator import Indicator
    from appraisal.result import Result
    from appraisal.scenario.chain import Lineage, Stated
    from appraisal.scenario.previous import Before
    from appraisal.scenario.stated_files import EvidenceFile
    from appraisal.schema import TableSchema

T = TypeVar("T")


@dataclass(frozen=True)
class Documents:
    """Everything an appraisal is a function of."""

    #: scenario.json as used: decisions and closing balances of the year before written out.
    scenario: Mapping[str, Any]
    rules: Mapping[str, Any]
    #: ``indicators`` and ``tables`` by id, each as its JSON document.
    indicators: Mapping[str, Any]
    evidence: Mapping[str, EvidenceFile]
    #: The same indicators and tables as values.
    made: Mapping[str, Indicator]
    schemas: Mapping[str, TableSchema]
    #: The folder as messages name it.
    label: str
    #: The result of the year before, where the scenario names one.
    before: Before | None = None
    #: Of a local ranking: what the province's result is a function of.
    province: Documents | None = None
    #: Of a local ranking from a city's pack: the province's ``ranking`` and ``ranks`` of the scope, as published.
    official: Mapping[str, EvidenceFile] | None = None
    #: The file of the rules as messages name it: of a scenario with a patch, the file that holds the patch.
    rules_file: str = "rules.json"
    #: Tables that the scenario it extends names, and that it does not take over because it states evidence itself.
    left: frozenset[str] = frozenset()
    #: Of a local ranking: tables that are the province's, so that nobody is asked for them here.
    given: frozenset[str] = frozenset()
    #: The result of the round before, where the scenario is a later round.
    parent: Result | None = None

    @property
    def inputs(self) -> dict[str, str]:
        """The sha256 of each file of evidence and of each plugin."""
        stated = {"evidence": self.scenario["evidence"], "plugins": self.scenario["plugins"]}
        return {f"{kind}/{name}": one["sha256"] for kind, entries in stated.items() for name, one in entries.items()}


def resolve(folder: Path, plugins_dirs: Sequence[Path], evidence_dir: Path | None) -> Documents:
    """Read everything that a scenario names; raises Refused with all that is wrong."""
    lineage = chain(folder, 0)
    stated, label = lineage.keys, lineage.label
    findings: list[Finding] = []
    # NOTE: a province is resolved as if nothing extended it: no city can lend it a file, a plugin or a number.
    province = _attempt(findings, lambda: _province(lineage, plugins_dirs, evidence_dir))
    rules = _attempt(findings, lambda: _rules(lineage))
    loaded = _attempt(findings, lambda: _plugins(lineage, plugins_dirs))
    evidence = _attempt(findings, lambda: evidence_files(lineage.evidence, evidence_dir, label))
    decisions = _attempt(findings, lambda: _decisions(lineage))
    before = _attempt(findings, lambda: _before(stated, label))
    official = _attempt(findings, lambda: official_files(stated, label))
    parent = _attempt(findings, lambda: _parent(stated, label))
    if rules is None or loaded is None or evidence is None or decisions is None or findings:
        raise Refused(findings)
    used = {
        "format": 1,
        "id": stated["id"].value,
        "title": stated["title"].value,
        **{key: stated[key].value for key in ("x-en", "description", "x-description-en") if key in stated},
        "year": stated["year"].value,
        **{key: stated[key].value for key in ("scope", "official", "round") if key in stated},
        "evidence": {table: {"path": file.name, "sha256": file.sha256} for table, file in evidence.items()},
        "plugins": {
            name: {"version": plugin.version, "sha256": plugin.sha256} for name, plugin in loaded.plugins.items()
        },
        **decisions,
        **({"previous": before.stated} if before else {}),
    }
    documents = {
        "format": 1,
        "indicators": {name: declarative.document(made) for name, made in sorted(loaded.indicators.items())},
        "tables": {name: dict(schema.raw) for name, schema in sorted(loaded.tables.items())},
    }
    return Documents(
        used,
        rules,
        documents,
        evidence,
        loaded.indicators,
        loaded.tables,
        label,
        before,
        province,
        official,
        _rules_file(lineage),
        lineage.left,
        lineage.given,
        parent,
    )


def stated_scenario(name: str) -> dict[str, Any]:
    """The scenario.json of a scenario over those of its parents, as stated, with nothing read beyond it."""
    lineage = chain(find_scenario(name))
    tables, plugins = ({key: one.value for key, one in part.items()} for part in (lineage.evidence, lineage.plugins))
    return {**{key: one.value for key, one in lineage.keys.items()}, "evidence": tables, "plugins": plugins}


def stated_rules(name: str) -> Any:
    """The rules of a scenario with the patches of its parents, checked against their schema."""
    lineage = chain(find_scenario(name))
    rules = _rules(lineage)
    findings = check(rules, "rules", _rules_file(lineage))
    if findings:
        raise Refused(findings)
    return rules


def written_rules(name: str) -> Any:
    """The same with every value that has dates as it is written, for those who edit it."""
    stated_rules(name)
    return _written(chain(find_scenario(name)))


def named_plugins(name: str, plugins_dirs: Sequence[Path] = ()) -> registry.Registry:
    """The plugins that a scenario names, and every table; its evidence is not looked at."""
    return _plugins(chain(find_scenario(name)), plugins_dirs)


def _province(lineage: Lineage, plugins_dirs: Sequence[Path], evidence_dir: Path | None) -> Documents | None:
    if lineage.province is not None:
        return resolve(lineage.province, plugins_dirs, evidence_dir)
    if lineage.is_local and "official" not in lineage.keys:
        message = text("A scenario with a scope ranks beside a province's, and this one extends none.")
        fix = text('Add "extends" with the province\'s scenario, or begin with: appraisal scenarios new --extends 2014')
        raise Refused(
            [Finding("scope|alone", message, fix, place=Place(f"{lineage.label}/scenario.json", pointer="$"))]
        )
    return None


def _plugins(lineage: Lineage, plugins_dirs: Sequence[Path]) -> registry.Registry:
    beside = [folder / "plugins" for folder in dict.fromkeys(lineage.folders)]
    pins = {name: one.value for name, one in lineage.plugins.items()}
    file = f"{lineage.keys['id'].folder.resolve().name}/scenario.json"
    return registry.load(pins, [*plugins_dirs, *beside, paths.plugins()], file)


def _attempt(findings: list[Finding], step: Callable[[], T]) -> T | None:
    try:
        return step()
    except Refused as refused:
        findings += refused.findings
        return None


def _written(lineage: Lineage) -> Any:
    one, name = lineage.keys["rules"], lineage.label
    path = inside(one.folder, one.value, Place(file=f"{name}/scenario.json", pointer="$.rules"))
    rules: Any = read(path, f"{one.folder.resolve().name}/{one.value}")
    for patch in lineage.patches:
        rules = merge_patch(rules, patch)
    return local_rules(rules) if lineage.is_local else rules


def _rules(lineage: Lineage) -> Any:
    rules, findings = in_force(_written(lineage), lineage.keys["year"].value, _rules_file(lineage))
    if findings:
        raise Refused(findings)
    return rules


def _rules_file(lineage: Lineage) -> str:
    """The file in which to look for what is wrong with the rules: the youngest that changes them."""
    # The eldest scenario has no patch, and each of the others one.
    for folder, patch in zip(lineage.folders, reversed(lineage.patches), strict=False):
        if patch:
            return f"{folder.resolve().name}/scenario.json (patch)"
    one = lineage.keys["rules"]
    return f"{one.folder.resolve().name}/{one.value}"


def _decisions(lineage: Lineage) -> dict[str, Any]:
    stated, name = lineage.keys, lineage.label
    unnamed = stated["id"].folder / "decisions.json"
    if "decisions" not in stated and unnamed.is_file():
        raise Refused(
            [
                Finding(
                    "scenario|decisions_unnamed",
                    text("The folder holds decisions.json, but scenario.json does not name it."),
                    text('Add "decisions": "decisions.json" to scenario.json, or remove the file.'),
                    place=Place(file=f"{name}/scenario.json", pointer="$"),
                )
            ]
        )
    base = lineage.province or (lineage.folders[-1] if lineage.is_local else None)
    if base is not None and base != lineage.folders[0]:
        above = chain(base)
        theirs, own = _read_decisions(above), []
        if "decisions" in stated and stated["decisions"].folder not in above.folders:
            own = _read_decisions(lineage)
        decisions = local_decisions(theirs, own, f"{name}/decisions.json")
        return {"decisions": decisions} if decisions else {}
    return {"decisions": _read_decisions(lineage)} if "decisions" in stated else {}


def _read_decisions(lineage: Lineage) -> list[Any]:
    if "decisions" not in lineage.keys:
        return []
    one, name = lineage.keys["decisions"], lineage.label
    file = f"{name}/{one.value}"
    path = inside(one.folder, one.value, Place(file=f"{name}/scenario.json", pointer="$.decisions"))
    document: Any = read(path, file)
    if findings := check(document, "decisions", file):
        raise Refused(findings)
    return document["decisions"]


def _parent(stated: Mapping[str, Stated], name: str) -> Result | None:
    """The result of the round before; not that of a scenario whose evidence or rules it extends."""
    one = stated.get("round")
    if one is None or "parent" not in one.value:
        return None
    return read_parent(one.folder, one.value["parent"], stated["year"].value, f"{name}/scenario.json")


def _before(stated: Mapping[str, Stated], name: str) -> Before | None:
    if "previous" not in stated:
        return None
    one = stated["previous"]
    place = Place(file=f"{name}/scenario.json", pointer="$.previous.path")
    return read_before(previous_folder(one.folder, one.value["path"], place), one.value, f"{name}/scenario.json")
