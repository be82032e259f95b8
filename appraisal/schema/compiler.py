"""JSON Schema on flat records as Polars expressions on whole columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.errors import Finding, Place, Refused
from appraisal.schema import check_words, keywords
from appraisal.schema.atoms import as_cell, cell_truth, typed
from appraisal.schema.check import Check
from appraisal.schema.pointer import Path, pointer, resolve, suggestion
from appraisal.schema.truth import Truth, either, every, exactly_one, negated, some
from appraisal.schema.wording import bilingual
from appraisal.texts import Bilingual, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from appraisal.schema.column import Column

_LOGIC = {"$ref", "allOf", "anyOf", "oneOf", "not", "if"}
#: A schema that unfolds to more is refused: doubling references grow without bound.
MAX_NODES = 10_000
MAX_DEPTH = 64


def compile_table(columns: Mapping[str, Column], document: Mapping[str, Any], file: str) -> tuple[Check, ...]:
    """The rules of a table schema, one check for each keyword that a cell or row can break."""
    compiler = Compiler(columns, document, file)
    rules = compiler.rules(document, (), None)
    compiler.refuse()
    return tuple(compiler.check(rule) for rule in rules if rule.truth is not True)


def cell_check(column: Column, subschema: Any, at: str, file: str) -> pl.Expr:
    """Whether each cell of a column satisfies a schema such as ``{"minimum": 3}``; missing where the cell is.

    ``at`` is where the schema stands in ``file``, such as ``$.gates.staff_60.require``.
    """
    compiler = Compiler({column.name: column}, subschema, file, at)
    truth = compiler.truth(subschema, (), column)
    if truth is False and not compiler.findings:
        message = text("No value of {column} can satisfy this.", column=column.label)
        compiler.note("never_holds", message, text("Compare it with the kind of the column."), ())
    compiler.refuse()
    present = pl.col(column.name).is_not_null()
    return pl.when(present).then(statement=True) if isinstance(truth, bool) else truth


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that has to hold, with what is needed to say so to a person."""

    column: Column | None
    keyword: str
    value: Any
    path: Path
    truth: Truth
    #: The words of the author of the schema for the rule that this is a part of.
    words: Bilingual | None = None
    #: The column whose presence calls for this one.
    reason: Column | None = None
    alone: bool = True


class Compiler:
    """One walk through a schema. On a cell an answer is missing where the cell is; on a row it is never missing."""

    def __init__(self, columns: Mapping[str, Column], root: Any, file: str, at: str = "$") -> None:
        """Note everything in the schema that is not supported."""
        self.columns, self.root, self.file, self.at = columns, root, file, at
        self.nodes = self.depth = 0
        self.active: list[Path] = [()]
        faults = keywords.faults(root, file)
        self.findings = {(fault.code, fault.place.pointer): self._moved(fault) for fault in faults}
        self.sound = not faults

    def refuse(self) -> None:
        """Raise everything that was noted."""
        if self.findings:
            raise Refused(self.findings.values())

    def note(self, code: str, message: Text, fix: Text, path: Path) -> None:
        """Keep one finding for each code and place."""
        finding = Finding(f"schema|{code}", message, fix, place=Place(self.file, pointer=pointer(path)))
        self.findings.setdefault((finding.code, finding.place.pointer), self._moved(finding))

    def truth(self, schema: Any, path: Path, target: Column | None) -> Truth:
        """Whether a cell of ``target``, or a row where there is none, satisfies the schema."""
        return every(rule.truth for rule in self.rules(schema, path, target))

    def rules(self, schema: Any, path: Path, target: Column | None) -> list[Rule]:
        """The single rules whose conjunction the schema is."""
        if not self.sound or schema is True:
            return []
        if schema is False:
            return [Rule(target, "false", None, path, truth=False)]
        self.nodes += 1
        if self.nodes > MAX_NODES or self.depth >= MAX_DEPTH:
            self.note("too_large", text("The schema is too large or nested too deeply."), text("Write it flatter."), ())
            return []
        self.depth += 1
        rules = self._parts(schema, path, target)
        self.depth -= 1
        self._check_effect(schema, path, target)
        words = bilingual(schema, "title", "x-en") if path and path[-2:-1] != ("properties",) else None
        return [replace(rule, words=rule.words or words) for rule in rules] if words and words.zh else rules

    def check(self, rule: Rule) -> Check:
        """The rule as a check with its words."""
        where = pointer(rule.path)
        if rule.column is None:
            message, fix = check_words.row_words(rule.words, where)
        elif rule.reason:
            message, fix = check_words.dependent_words(rule.column, rule.reason)
        else:
            message, fix = check_words.cell_words(rule.keyword, rule.value, rule.column)
        if rule.column and not rule.alone:
            fix = check_words.because(fix, rule.words)
        name = rule.column.name if rule.column else None
        answer = negated(rule.truth)
        fails = pl.repeat(answer, pl.len()) if isinstance(answer, bool) else answer
        return Check(name, rule.keyword, where, fails, message, fix, rule.alone and rule.column is not None)

    def _parts(self, schema: Mapping[str, Any], path: Path, target: Column | None) -> list[Rule]:
        rules: list[Rule] = []
        for keyword, value in schema.items():
            if keyword in _LOGIC:
                rules += self._logic(keyword, value, schema, path, target)
            elif target is None:
                rules += self._row(keyword, value, schema, path)
            else:
                rules += self._cell(keyword, value, schema, path, target)
        return rules

    def _logic(
        self, keyword: str, value: Any, schema: Mapping[str, Any], path: Path, target: Column | None
    ) -> Iterable[Rule]:
        at = (*path, keyword)
        match keyword:
            case "$ref":
                return self._reference(value, at, target)
            case "allOf":
                return [rule for place, inner in enumerate(value) for rule in self.rules(inner, (*at, place), target)]
            case "if":
                condition = self.truth(value, at, target)
                return [
                    *self._branch(condition, "then", schema, path, target),
                    *self._branch(negated(condition), "else", schema, path, target),
                ]
            case "not":
                truth = negated(self.truth(value, at, target))
            case _:
                answers = [self.truth(inner, (*at, place), target) for place, inner in enumerate(value)]
                truth = some(answers) if keyword == "anyOf" else exactly_one(answers)
        return [Rule(target, keyword, value, at, truth)]

    def _branch(
        self, condition: Truth, word: str, schema: Mapping[str, Any], path: Path, target: Column | None
    ) -> Iterator[Rule]:
        for rule in self.rules(schema.get(word, True), (*path, word), target):
            yield (
                _implied(condition, rule)
                if target is None
                else replace(rule, truth=either(negated(condition), rule.truth))
            )

    def _reference(self, reference: str, at: Path, target: Column | None) -> list[Rule]:
        found = resolve(self.root, reference)
        if found is None:
            self.note("reference", text("There is nothing at {reference}.", reference=reference), Text(""), at)
            return []
        path, schema = found
        if path in self.active:
            message = text("{reference} leads back to itself.", reference=reference)
            self.note("cycle", message, text("A row of a table is flat: write it without recursion."), at)
            return []
        if faults := keywords.faults(schema, self.file):
            self.note("reference", faults[0].message, faults[0].fix, at)
            return []
        self.active.append(path)
        rules = self.rules(schema, path, target)
        self.active.pop()
        return rules

    def _row(self, keyword: str, value: Any, schema: Mapping[str, Any], path: Path) -> Iterator[Rule]:
        at = (*path, keyword)
        match keyword:
            case "type":
                yield Rule(None, keyword, value, at, truth="object" in ([value] if isinstance(value, str) else value))
            case "const" | "enum":
                self.note(
                    "unsupported",
                    text("{keyword} cannot be asked of a whole row.", keyword=keyword),
                    text("Ask it of a column."),
                    at,
                )
            case "properties":
                for name, column in self._known(value, at):
                    for rule in self.rules(value[name], (*at, name), column):
                        yield replace(rule, truth=_on_rows(rule.truth, column))
            case "required":
                for _, column in self._known(value, at):
                    yield Rule(column, keyword, value, at, pl.col(column.name).is_not_null())
            case "additionalProperties" if value is False:
                for name in (name for name in self.columns if name not in schema.get("properties", {})):
                    yield Rule(self.columns[name], "false", value, at, pl.col(name).is_null(), alone=False)
            case "dependentRequired":
                for name, column in self._known(value, at):
                    present = pl.col(name).is_not_null()
                    for _, wanted in self._known(value[name], (*at, name)):
                        rule = Rule(
                            wanted, keyword, value, (*at, name), pl.col(wanted.name).is_not_null(), reason=column
                        )
                        yield _implied(present, rule)
            case "dependentSchemas":
                for name, _ in self._known(value, at):
                    present = pl.col(name).is_not_null()
                    yield from (_implied(present, rule) for rule in self.rules(value[name], (*at, name), None))

    def _cell(self, keyword: str, value: Any, schema: Mapping[str, Any], path: Path, target: Column) -> Iterator[Rule]:
        at = (*path, keyword)
        if keyword in {"enum", "const"} and _concerns(schema, target):
            for stray in (
                each
                for each in (value if keyword == "enum" else [value])
                if each is not None and as_cell(target, each) is None
            ):
                message = text("{value} can never stand in {column}.", value=stray, column=target.label)
                self.note("no_effect", message, text("Compare it with the kind of the column."), at)
        yield Rule(target, keyword, value, at, cell_truth(target, keyword, value))

    def _check_effect(self, schema: Mapping[str, Any], path: Path, target: Column | None) -> None:
        """Note what says nothing here: JSON Schema passes over it in silence, an author who wrote it meant something."""
        idle = {"then", "else"} if "if" not in schema else set()
        if target is None:
            idle |= keywords.OF_NUMBERS | keywords.OF_TEXTS
        elif _concerns(schema, target):
            idle |= keywords.OF_ROWS
            idle |= set() if target.is_number else keywords.OF_NUMBERS
            idle |= set() if target.kind in {"text", "date"} else keywords.OF_TEXTS
        for keyword in sorted(idle & schema.keys()):
            subject = target.label if target else text("a whole row")
            message = text("{keyword} says nothing about {column}.", keyword=keyword, column=subject)
            self.note("no_effect", message, text("Compare it with the kind of the column."), (*path, keyword))

    def _known(self, names: Iterable[str], at: Path) -> Iterator[tuple[str, Column]]:
        for name in names:
            if name in self.columns:
                yield name, self.columns[name]
            else:
                mend = suggestion(name, self.columns)
                self.note("unknown_column", text("There is no column {name}.", name=name), mend, (*at, name))

    def _moved(self, finding: Finding) -> Finding:
        place = replace(finding.place, pointer=self.at + (finding.place.pointer or "$")[1:])
        return replace(finding, place=place)


def _concerns(schema: Mapping[str, Any], column: Column) -> bool:
    """Whether the keywords beside ``type`` are meant for cells of this kind."""
    return "type" not in schema or typed(column, schema["type"]) is not False


def _on_rows(truth: Truth, column: Column) -> Truth:
    """An answer about a cell as an answer about its row: a missing cell breaks nothing."""
    if isinstance(truth, bool):
        return truth or pl.col(column.name).is_null()
    return truth.fill_null(value=True)


def _implied(condition: Truth, rule: Rule) -> Rule:
    return replace(rule, truth=either(negated(condition), rule.truth), alone=False)
