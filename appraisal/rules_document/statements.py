"""A rules file as single statements, each under what it is about, so that two files can be laid side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from appraisal import curves
from appraisal.explanation.grades import quota_words
from appraisal.explanation.groups import of_parts
from appraisal.explanation.panel import panel_words
from appraisal.model.node import Group, Leaf, Missing
from appraisal.model.rules import ADJUSTMENTS, ROOT
from appraisal.numbers.digits import plain
from appraisal.payments import in_yuan
from appraisal.rules_document.labels import CHECK_WORDS, LABELS, VALUES, WEIGHT_WORDS
from appraisal.rules_document.leaves import ELSEWHERE, factor_words, missing_words
from appraisal.rules_document.money import amount_words
from appraisal.rules_document.panels import criterion_words
from appraisal.rules_document.places import DRAWN, places_words
from appraisal.rules_words import readable
from appraisal.schema import canonical, is_number
from appraisal.texts import Joined, text
from appraisal.treatments import treatment_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.model.condition import Condition
    from appraisal.model.node import Node
    from appraisal.rules_words import Words

#: What a statement is about, in the keys of the rules.
Key = tuple[str, ...]
_WITHIN = text(" › ")
#: Keys that say one thing together.
_TOGETHER: dict[str, str] = dict.fromkeys(("power", "weights", "floor", "cap"), "combine")
_MEAN: dict[str, str] = dict.fromkeys(("trim", "minimum"), "mean")
_QUOTA: dict[str, str] = dict.fromkeys(("share", "round", "tied"), "first")
_CONDITION: dict[str, str] = dict.fromkeys(
    ("of", "require", "missing", "all", "any", "at_least", "among", "not", "class"), "condition"
)


#: Numbers without a separator of thousands.
_YEARS = frozenset({"from", "to"})


class Statement(NamedTuple):
    """One thing that the rules say."""

    #: The thing, such as Good service › SMEs served.
    of: object
    what: object
    words: object
    #: What is compared.
    said: bytes


def statements(document: Mapping[str, Any], words: Words) -> dict[Key, Statement]:
    """Everything that rules say, in their order."""
    return dict(_Rules(document, words).all())


class _Rules:
    def __init__(self, document: Mapping[str, Any], words: Words) -> None:
        self._document, self._words, self._rules = document, words, words.rules
        self._nodes = {node.id: node for node, _ in self._rules.walk()}

    def all(self) -> Iterator[tuple[Key, Statement]]:
        parts = {
            "gates": self._gates,
            "classes": self._classes,
            "index": self._index,
            "adjustments": self._adjustments,
            "panels": self._panels,
            "grades": self._grades,
            "funds": self._funds,
            "params": self._params,
            "checks": self._checks,
            "awards": lambda stated: self._listed("awards", stated),
            "shortlist": lambda stated: self._listed("shortlist", stated),
            "sample": lambda stated: self._listed("sample", stated),
            "payments": self._payments,
            "nominations": lambda stated: self._listed("nominations", stated),
        }
        for key, value in self._document.items():
            if key in parts:
                yield from parts[key](value)
            elif isinstance(value, dict):
                # Rounding, years and the like: a few keys each.
                yield from self._plain((key,), LABELS.get(key, key), value)
            else:
                yield from self._plain((), text("Rules"), {key: value})

    def _plain(self, key: Key, of: object, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        for name, value in stated.items():
            if name == "require":
                for year, target in value.items():
                    yield (*key, name, year), self._made(of, year, readable(target["minimum"]), target)
            else:
                yield (*key, name), self._made(of, LABELS.get(name, name), self._value(name, value), value)

    def _value(self, name: str, value: Any) -> object:
        if isinstance(value, str) and (name, value) in VALUES:
            return VALUES[name, value]
        if is_number(value):
            return plain(value) if name in _YEARS else readable(value)
        if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value)):
            # What has no words yet is shown as it stands.
            return canonical(value).decode()
        if isinstance(value, list):
            return Joined(tuple(self._named(one) for one in value), text(", ")) if value else "–"
        if value is None:
            return "–"
        return self._named(value) if name in ("fund", "grade") else value

    def _named(self, name: Any) -> object:
        """The title of a node, a grade, a fund, a table or a source."""
        if name in self._nodes:
            return self._nodes[name].title
        titles = {grade.id: grade.title for grade in self._rules.grades}
        titles |= {fund.id: fund.title for fund in self._rules.funds.values()}
        titles |= {table: schema.title for table, schema in self._words.tables.items()}
        return titles.get(name, self._words.source(name))

    @staticmethod
    def _made(of: object, what: object, words: object, said: Any) -> Statement:
        return Statement(of, what, words, canonical(said))

    def _thing(
        self,
        key: Key,
        of: object,
        stated: Mapping[str, Any],
        special: Mapping[str, object],
        together: Mapping[str, str],
    ) -> Iterator[tuple[Key, Statement]]:
        """The keys of one thing: ``special`` has words for those that are not plain, ``together`` those said as one."""
        for name in dict.fromkeys(together.get(one, one) for one in stated):
            if name == "nodes":
                continue
            said = {one: value for one, value in stated.items() if together.get(one, one) == name}
            shown = special[name] if name in special else self._value(name, stated.get(name))
            yield (*key, name), self._made(of, LABELS.get(name, name), shown, said)

    def _gates(self, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        for gate in self._rules.gates:
            special = {"condition": self._words.condition(gate.condition)}
            of = Joined((text("Eligibility"), gate.title), _WITHIN)
            yield from self._thing(("gates", gate.id), of, stated[gate.id], special, _CONDITION)

    def _classes(self, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        for one in self._rules.classes:
            of = Joined((text("Class"), one.title), _WITHIN)
            special = {"when": self._words.condition(one.when)}
            yield from self._thing(("classes", one.id), of, stated[one.id], special, {})

    def _grades(self, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        order = Joined(tuple(grade.title for grade in self._rules.grades), text(", "))
        yield (
            ("grades",),
            self._made(text("Grades"), text("From the best"), order, [one.id for one in self._rules.grades]),
        )
        for grade in self._rules.grades:
            conditions: dict[str, Condition | None] = {"when": grade.when, "direct": grade.direct}
            special: dict[str, object] = {name: self._words.condition(one) for name, one in conditions.items() if one}
            if grade.quota:
                special["first"] = quota_words(grade.quota)
            of = Joined((text("Grade"), grade.title), _WITHIN)
            yield from self._thing(("grades", grade.id), of, stated[grade.id], special, _QUOTA)

    def _listed(self, key: str, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        """Awards, shortlist, sample or nominations, with their places and their condition in words."""
        made, special = getattr(self._rules, key), {}
        for name in ("places", "at_most"):
            if name in stated:
                special[name] = places_words(getattr(made, name), self._words)
        if "amount_yuan" in stated:
            special["amount_yuan"] = amount_words(made, self._words)
        if "when" in stated:
            special["when"] = self._words.condition(made.when)
        if "of" in stated:
            special["of"] = DRAWN[made.of]
        yield from self._thing((key,), LABELS[key], stated, special, {})

    def _payments(self, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        for payment in self._rules.payments:
            curve = [
                (part.title, in_yuan(curves.describe(part.curve, self._words.condition))) for part in payment.parts
            ]
            said: object = Joined(tuple(text("{title}: {words}", title=title, words=one) for title, one in curve), "; ")
            special: dict[str, object] = {
                "curve": curve[0][1],
                "parts": said,
                "source": self._words.source(payment.source),
            }
            if payment.applies:
                special["applies"] = self._words.condition(payment.applies)
            of = Joined((text("Payments"), payment.title), _WITHIN)
            yield from self._thing(("payments", payment.id), of, stated[payment.id], special, {"from": "source"})

    def _funds(self, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        for name, fund in stated.items():
            of = Joined((text("Fund"), self._rules.funds[name].title), _WITHIN)
            yield from self._plain(("funds", name), of, fund)

    def _params(self, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        for name, values in stated.items():
            made = self._words.indicators.get(name)
            of = Joined((text("Numbers set for the indicators"), self._words.source(name)), _WITHIN)
            for param, value in values.items():
                title = made.params[param].title if made and param in made.params else param
                yield ("params", name, param), self._made(of, title, self._value(param, value), value)

    def _checks(self, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        for name, weight in stated.items():
            what = CHECK_WORDS.get(name, text("{check}", check=name))
            what = text(what.msgid, factor=readable(self._rules.jump_factor))
            yield ("checks", name), self._made(text("Checks of the evidence"), what, WEIGHT_WORDS[weight], weight)

    def _index(self, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        yield from self._node(("index",), text("Index"), stated, self._rules.index)
        yield from self._below(("index",), (text("Index"),), stated, self._rules.index)

    def _adjustments(self, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        if self._rules.adjustments:
            yield from self._below((ADJUSTMENTS,), (text("Adjustments"),), {"nodes": stated}, self._rules.adjustments)

    def _below(
        self, key: Key, path: tuple[object, ...], stated: Mapping[str, Any], group: Group
    ) -> Iterator[tuple[Key, Statement]]:
        for node in group.nodes:
            inner, own = (*path, node.title), stated["nodes"][node.id]
            # NOTE: a node that moves to another group is still the same node, and its place is one thing said of it.
            where = Joined(path, _WITHIN)
            place: Key = (key[0], node.id)
            yield (*place, "in"), self._made(Joined(inner, _WITHIN), text("Part of"), where, list(key[1:] or [ROOT]))
            yield from self._node(place, Joined(inner, _WITHIN), own, node)
            if isinstance(node, Group):
                yield from self._below((*key, node.id), inner, own, node)

    def _panels(self, stated: Mapping[str, Any]) -> Iterator[tuple[Key, Statement]]:
        for panel in self._rules.panels.values():
            of = Joined((text("Expert panels"), panel.title), _WITHIN)
            own = {name: value for name, value in stated[panel.id].items() if name != "criteria"}
            yield from self._thing(("panels", panel.id), of, own, {"mean": panel_words(panel)}, _MEAN)
            for one in panel.criteria.values():
                said = stated[panel.id]["criteria"][one.id]
                key = ("panels", panel.id, "criteria", one.id)
                yield key, self._made(of, one.title, criterion_words(one, self._words), said)

    def _node(self, key: Key, of: object, stated: Mapping[str, Any], node: Node) -> Iterator[tuple[Key, Statement]]:
        special: dict[str, object] = {"factor": factor_words(node.factor, self._words)}
        special["not_applicable"] = ELSEWHERE[node.not_applicable]
        if node.applies:
            special["applies"] = self._words.condition(node.applies)
        together = {"from": "source"}
        if isinstance(node, Leaf):
            special["curve"] = curves.describe(node.curve, self._words.condition)
            special["source"] = self._words.source(node.source)
            special["missing"] = missing_words(node.missing, self._words)
            special["treat"] = Joined(tuple(treatment_words(one) for one in node.treat), text("; "))
        else:
            together = _TOGETHER
            special["combine"] = of_parts(node, by_marks=key[0] == ADJUSTMENTS)
            if "missing" in stated:
                special["missing"] = self._of_group(stated["missing"])
        yield from self._thing(key, of, stated, special, together)

    def _of_group(self, missing: Any) -> object:
        if isinstance(missing, dict):
            return missing_words(Missing("median", missing["median_by"].partition(".")[2]), self._words)
        return VALUES["missing", str(missing)]
