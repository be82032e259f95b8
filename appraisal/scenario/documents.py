"""The documents of a scenario as resolved: parents merged, files found, hashes taken. A result keeps them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from appraisal import declarative, paths, registry
from appraisal.errors import Finding, Place, Refused
from appraisal.result import previous_result
from appraisal.scenario.chain import Stated, chain, merge_patch
from appraisal.scenario.locate import find_scenario, inside, previous_folder, shipped_scenarios
from appraisal.schema import check, read, table_schema
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from appraisal.model.indicator import Indicator
    from appraisal.schema import TableSchema

T = TypeVar("T")


@dataclass(frozen=True)
class EvidenceFile:
    """The bytes of one table, under the name that messages use."""

    name: str
    data: bytes
    sha256: str


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

    @property
    def inputs(self) -> dict[str, str]:
        """The sha256 of each file of evidence and of each plugin."""
        stated = {"evidence": self.scenario["evidence"], "plugins": self.scenario["plugins"]}
        return {f"{kind}/{name}": one["sha256"] for kind, entries in stated.items() for name, one in entries.items()}


def kept(result: Mapping[str, Any], evidence: Mapping[str, EvidenceFile]) -> Documents:
    """The documents that a result keeps, with its evidence; raises Refused where they are no longer what they were."""
    documents, findings = result["indicators"], []
    made = {}
    for name, document in documents["indicators"].items():
        made[name], faults = declarative.indicator(document, f"indicators.json::$.indicators.{name}")
        findings += faults
    if findings:
        raise Refused(findings)
    schemas = {name: table_schema(document, f"{name}.schema.json") for name, document in documents["tables"].items()}
    return Documents(result["scenario"], result["rules"], documents, evidence, made, schemas, result["scenario"]["id"])


def resolve(folder: Path, plugins_dirs: Sequence[Path], evidence_dir: Path | None) -> Documents:
    """Read everything that a scenario names; raises Refused with all that is wrong."""
    stated, patches = chain(folder, 0)
    label = folder.resolve().name
    findings: list[Finding] = []
    rules = _attempt(findings, lambda: _rules(stated, patches, label))
    loaded = _attempt(findings, lambda: _plugins(stated, plugins_dirs))
    evidence = _attempt(findings, lambda: _evidence(stated, evidence_dir, label))
    extra = _attempt(findings, lambda: _decisions_and_previous(stated, label))
    if rules is None or loaded is None or evidence is None or extra is None:
        raise Refused(findings)
    used = {
        "format": 1,
        "id": stated["id"].value,
        "title": stated["title"].value,
        **{key: stated[key].value for key in ("x-en", "description", "x-description-en") if key in stated},
        "year": stated["year"].value,
        "evidence": {table: {"path": file.name, "sha256": file.sha256} for table, file in evidence.items()},
        "plugins": {
            name: {"version": plugin.version, "sha256": plugin.sha256} for name, plugin in loaded.plugins.items()
        },
        **extra,
    }
    documents = {
        "format": 1,
        "indicators": {name: declarative.document(made) for name, made in sorted(loaded.indicators.items())},
        "tables": {name: dict(schema.raw) for name, schema in sorted(loaded.tables.items())},
    }
    return Documents(used, rules, documents, evidence, loaded.indicators, loaded.tables, label)


def shipped_evidence(name: str, relative: str) -> Path | None:
    """An evidence file of a shipped scenario, or of the one it extends; None where there is none."""
    if name not in shipped_scenarios():
        return None
    folder = chain(find_scenario(name), 0)[0]["evidence"].folder
    try:
        return inside(folder, relative, Place())
    except Refused:
        return None


def schemas_of(folder: Path, plugins_dirs: Sequence[Path]) -> Mapping[str, TableSchema]:
    """The schema of every table that a scenario may have: the shipped ones and those of its plugins."""
    stated, _ = chain(folder, 0)
    return _plugins(stated, plugins_dirs).tables


def _plugins(stated: Mapping[str, Stated], plugins_dirs: Sequence[Path]) -> registry.Registry:
    beside = dict.fromkeys(one.folder / "plugins" for one in stated.values())
    file = f"{stated['id'].folder.resolve().name}/scenario.json"
    return registry.load(stated["plugins"].value, [*plugins_dirs, *beside, paths.plugins()], file)


def stated_scenario(name: str) -> dict[str, Any]:
    """The scenario.json of a scenario over those of its parents, as stated, with nothing read beyond it."""
    stated, _ = chain(find_scenario(name), 0)
    return {key: one.value for key, one in stated.items()}


def stated_rules(name: str) -> Any:
    """The rules of a scenario with the patches of its parents, checked against their schema."""
    stated, patches = chain(find_scenario(name), 0)
    rules = _rules(stated, patches, stated["id"].value)
    findings = check(rules, "rules", f"{stated['id'].value}/rules.json")
    if findings:
        raise Refused(findings)
    return rules


def _attempt(findings: list[Finding], step: Callable[[], T]) -> T | None:
    try:
        return step()
    except Refused as refused:
        findings += refused.findings
        return None


def _rules(stated: Mapping[str, Stated], patches: Sequence[Any], name: str) -> Any:
    one = stated["rules"]
    path = inside(one.folder, one.value, Place(file=f"{name}/scenario.json", pointer="$.rules"))
    rules = read(path, f"{name}/{one.value}")
    for patch in patches:
        rules = merge_patch(rules, patch)
    return rules


def _evidence(stated: Mapping[str, Stated], evidence_dir: Path | None, name: str) -> dict[str, EvidenceFile]:
    one = stated["evidence"]
    findings: list[Finding] = []
    files = {}
    for table, entry in sorted(one.value.items()):
        place = Place(file=f"{name}/scenario.json", pointer=f"$.evidence.{table}")
        path = _attempt(
            findings,
            lambda place=place, entry=entry, table=table: _path(one.folder, entry["path"], evidence_dir, table, place),
        )
        if path is None:
            continue
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        # NOTE: evidence from another folder is meant to differ; its own digest goes into the result.
        if evidence_dir is None and digest != entry.get("sha256", digest):
            findings.append(
                Finding(
                    "evidence|changed",
                    text(
                        "The file {file} is not the one the scenario names: its sha256 is {have}.",
                        file=entry["path"],
                        have=digest,
                    ),
                    text("Bring back the file that was stated, or state the new sha256 after checking it."),
                    place=place,
                    value=digest,
                )
            )
        files[table] = EvidenceFile(f"evidence/{path.name}" if evidence_dir else entry["path"], data, digest)
    if findings:
        raise Refused(findings)
    return files


def _path(folder: Path, relative: str, evidence_dir: Path | None, table: str, place: Place) -> Path:
    if evidence_dir is None:
        return inside(folder, relative, place)
    names = [relative.rpartition("/")[2], f"{table}.parquet", f"{table}.csv"]
    found = [evidence_dir / name for name in dict.fromkeys(names) if (evidence_dir / name).is_file()]
    if len(found) == 1:
        return found[0]
    raise Refused(
        [
            Finding(
                "evidence|not_found" if not found else "evidence|twice",
                text(
                    "{folder} holds {count} files for the table {table}.",
                    folder=evidence_dir,
                    count=len(found),
                    table=table,
                ),
                text("Put exactly one of these there: {names}.", names=Joined(tuple(dict.fromkeys(names)), ", ")),
                place=place,
            )
        ]
    )


def _decisions_and_previous(stated: Mapping[str, Stated], name: str) -> dict[str, Any]:
    extra: dict[str, Any] = {}
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
    if "decisions" in stated:
        one = stated["decisions"]
        file = f"{name}/{one.value}"
        document: Any = read(
            inside(one.folder, one.value, Place(file=f"{name}/scenario.json", pointer="$.decisions")), file
        )
        findings = check(document, "decisions", file)
        if findings:
            raise Refused(findings)
        extra["decisions"] = document["decisions"]
    if "previous" in stated:
        one = stated["previous"]
        place = Place(file=f"{name}/scenario.json", pointer="$.previous.path")
        folder = previous_folder(one.folder, one.value["path"], place)
        before = previous_result(folder, one.value["content_digest"], f"{name}/scenario.json")
        extra["previous"] = {**one.value, "closing_yuan": dict(before.closing)}
    return extra
