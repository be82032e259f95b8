"""One appraisal under other rules or evidence: its files are read once, and every replay is a result of its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from appraisal import notebook_html, procedure
from appraisal.errors import Refused, Severity
from appraisal.replays.changes import Asked, change_of, changed_rules
from appraisal.scenario import assemble, find_scenario, load_scenario, resolve
from appraisal.schema import canonical
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from appraisal.procedure import Observed
    from appraisal.result import Result
    from appraisal.scenario import Documents, Scenario
    from appraisal.texts import Text

#: Decisions that do not fit what a replay finds are left out of it; of an appraisal they would be an error.
_UNFIT = frozenset({"decision|unknown", "decision|tie_members"})


@dataclass(frozen=True)
class Replay:
    """An appraisal as it would have been."""

    #: The appraisal as it is.
    parent: Result
    result: Result
    #: The patches of the rules (RFC 7396) in the order in which they were laid on.
    patches: tuple[Any, ...]
    #: What was done beyond what was asked: the weights that were scaled.
    said: tuple[Text, ...]

    @property
    def is_changed(self) -> bool:
        """Something was asked to be otherwise."""
        return "replay" in self.result.documents["scenario"]

    def _repr_html_(self) -> str:
        """What a notebook shows: of whom it is a replay, what was scaled, and the result."""
        parent = text("Replay of {parent}", parent=self.parent.manifest["scenario"])
        digest = text("Content digest: {digest}", digest=self.parent.content_digest)
        return notebook_html.block(parent, *map(notebook_html.line, (digest, *self.said)), self.result._repr_html_())


class Replayer:
    """A scenario whose evidence is read once, to be appraised under any number of other rules."""

    def __init__(self, scenario: Scenario, parent: Result | None = None) -> None:
        """``parent`` is the result of another scenario that the replays are of; the scenario's own by default."""
        self.scenario = scenario
        self._parent = parent
        self._observed: tuple[tuple[Any, ...], Observed] | None = None

    @cached_property
    def parent(self) -> Result:
        """The result that every replay names as its parent."""
        return self._parent or self._appraised(self.scenario)

    def replay(self, changes: Sequence[Asked] = (), rules_of: Documents | None = None) -> Replay:
        """The appraisal under changed rules; with ``rules_of``, under another scenario's rules and then the changes.

        Decisions of meetings that no longer fit are left out, and named in the result. Raises Refused where the
        changes make no rules, or where the evidence lets no result stand under them.
        """
        documents = self.scenario.documents
        if rules_of is not None:
            documents = _under(documents, rules_of)
        rules, patches, said = changed_rules(documents.rules, changes)
        stated = self._stated(patches, rules_of)
        if not stated:
            return Replay(self.parent, self.parent, (), ())
        file = f"{documents.rules_file} (replay)"
        changed = replace(documents, rules=rules, rules_file=file, scenario={**documents.scenario, "replay": stated})
        return Replay(self.parent, self._without_unfit(changed), tuple(patches), tuple(said))

    def under(self, rules: Mapping[str, Any], **stated: Any) -> Scenario:
        """The scenario with other rules on the evidence that was read; ``stated`` goes into its ``replay``."""
        documents = self.scenario.documents
        scenario = {**documents.scenario, **({"replay": stated} if stated else {})}
        return assemble(replace(documents, rules=rules, scenario=scenario), self.scenario)

    def _stated(self, patches: Sequence[Any], rules_of: Documents | None) -> dict[str, Any]:
        """What the result says of itself: whose replay it is, and what was changed."""
        stated: dict[str, Any] = {}
        if self._parent is not None:
            stated["evidence"] = "other"
        if rules_of is not None:
            digest = hashlib.sha256(canonical(rules_of.rules)).hexdigest()
            stated["rules"] = {"scenario": rules_of.scenario["id"], "sha256": digest}
        if patches:
            stated |= {"patches": list(patches), "patches_sha256": hashlib.sha256(canonical(list(patches))).hexdigest()}
        if not stated:
            return {}
        parent = {"scenario": self.parent.manifest["scenario"], "content_digest": self.parent.content_digest}
        return {"parent": parent, **stated}

    def _without_unfit(self, documents: Documents) -> Result:
        """The result; a decision that does not fit is taken away and recorded, and the appraisal begins anew."""
        while True:
            try:
                return self._appraised(assemble(documents, self.scenario))
            except Refused as refused:
                errors = [one for one in refused.findings if one.severity is Severity.ERROR]
                if not errors or any(one.code not in _UNFIT for one in errors):
                    raise
                unfit = {one.place.pointer for one in errors}
            stated = documents.scenario
            kept, left = [], []
            for at, one in enumerate(stated["decisions"]):
                (left if f"$.decisions[{at}]" in unfit else kept).append(one)
            before = stated["replay"].get("decisions_left_out", [])
            replayed = {**stated["replay"], "decisions_left_out": [*before, *left]}
            documents = replace(documents, scenario={**stated, "decisions": kept, "replay": replayed})

    def _appraised(self, scenario: Scenario) -> Result:
        if scenario.scope:
            return procedure.appraise(scenario)
        rules = scenario.rules
        key = (rules.sources, rules.params, rules.panels, rules.checks, rules.jump_factor, rules.data_year)
        key += (rules.has_vetoes,)
        same = self._observed is not None and self._observed[0] == key and self._is_read_alike(scenario)
        if not same or self._observed is None:
            self._observed = (key, procedure.observe(scenario))
            self._observed_of = scenario
        return procedure.appraise(scenario, self._observed[1])

    def _is_read_alike(self, scenario: Scenario) -> bool:
        """The tables and the indicators are those that were observed."""
        known = self._observed_of
        return scenario.gathered is known.gathered and scenario.documents.made is known.documents.made


def replay(
    name: str,
    changes: Mapping[str, object] | None = None,
    *,
    patch: Mapping[str, Any] | None = None,
    rules: str | None = None,
    evidence_dir: Path | None = None,
    plugins_dirs: Sequence[Path] = (),
) -> Replay:
    """Replay a scenario: as it is, or with a patch of its rules (RFC 7396), with weights or values changed by path.

    ``changes`` takes a node's id for its weight, whose siblings are scaled, or a dotted path; ``rules`` the name of a
    scenario whose rules are used instead, as they were in force in its own year. Raises Refused.
    """
    replayer = open_replayer(name, evidence_dir=evidence_dir, plugins_dirs=plugins_dirs)
    wanted: list[Asked] = [patch] if patch is not None else []
    wanted += [change_of(path, value) for path, value in (changes or {}).items()]
    return replayer.replay(wanted, rules_of(rules, plugins_dirs) if rules else None)


def open_replayer(name: str, *, evidence_dir: Path | None = None, plugins_dirs: Sequence[Path] = ()) -> Replayer:
    """The replayer of a scenario; with other evidence its own result stays the parent. Raises Refused."""
    scenario = load_scenario(name, plugins_dirs=plugins_dirs)
    if evidence_dir is None:
        return Replayer(scenario)
    other = load_scenario(name, plugins_dirs=plugins_dirs, evidence_dir=evidence_dir)
    return Replayer(other, procedure.appraise(scenario))


def rules_of(name: str, plugins_dirs: Sequence[Path] = ()) -> Documents:
    """The documents of a scenario whose rules another one is to be appraised by."""
    return resolve(find_scenario(name), plugins_dirs, None)


def _under(documents: Documents, others: Documents) -> Documents:
    """The evidence and the decisions of one scenario, the rules and the indicators of another."""
    own_tables = {name: one for name, one in documents.schemas.items() if name in documents.evidence}
    tables = {**others.indicators["tables"], **{name: documents.indicators["tables"][name] for name in own_tables}}
    return replace(
        documents,
        rules=others.rules,
        rules_file=others.rules_file,
        scenario={**documents.scenario, "plugins": others.scenario["plugins"]},
        indicators={**others.indicators, "tables": tables},
        made=others.made,
        schemas={**others.schemas, **own_tables},
    )
