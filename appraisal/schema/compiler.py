"""JSON Schema on flat records as Polars expressions on whole columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.errors import Finding, Place, Refused
from appraisal.schema import keywords
from appraisal.schema.atoms import cell_truth
from appraisal.schema.effect import without_effect
from appraisal.schema.pointer import Path, pointer, resolve, suggestion
from appraisal.schema.rule import Rule
from appraisal.schema.truth import Truth, every, exactly_one, negated, some
from appraisal.schema.wording import bilingual
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from appraisal.schema.check import Check
    from appraisal.schema.column import Column

_LOGIC = {"$ref", "allOf", "anyOf", "oneOf", "not", "if"}
#: A schema that unfolds to more is refused: references that double grow without bound.
MAX_NODES = 10_000
MAX_DEPTH = 64


def compile_table(
    columns: Mapping[str, Column], document: Mapping[str, Any], file: str, *, is_sound: bool = False
) -> tuple[Check, ...]:
    """The rules of a table schema, one check for each keyword that a cell or row can break.

    ``is_sound`` says that the keywords were looked at already.
    """
    compiler = Compiler(columns, document, file, is_sound=is_sound)
    rules = compiler.rules(document, (), None)
    compiler.refuse()
    return tuple(rule.check() for rule in rules if rule.truth is not True)


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


class Compiler:
    """One walk through a schema. On a cell an answer is missing where the cell is; on a row it is never missing."""

    def __init__(
        self, columns: Mapping[str, Column], root: Any, file: str, at: str = "$", *, is_sound: bool = False
    ) -> None:
        """Note everything in the schema that is not supported."""
        self.columns, self.root, self.file, self.at = columns, root, file, at
        self.nodes = self.depth = 0
        self.active: list[Path] = [()]
        faults = [] if is_sound else keywords.faults(root, file)
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
        for keyword, message in without_effect(schema, target):
            self.note("no_effect", message, text("Compare it with the kind of the column."), (*path, keyword))
        self.depth += 1
        rules = [rule for keyword in schema for rule in self._keyword(keyword, schema, path, target)]
        self.depth -= 1
        # The title of a column names the column; any other title words the rule that stands under it.
        words = bilingual(schema, "title", "x-en") if path and path[-2:-1] != ("properties",) else None
        return [replace(rule, words=rule.words or words) for rule in rules] if words and words.zh else rules

    def _keyword(  # noqa: PLR0911 - one case a keyword
        self, keyword: str, schema: Mapping[str, Any], path: Path, target: Column | None
    ) -> Iterable[Rule]:
        value, at = schema[keyword], (*path, keyword)
        if keyword in _LOGIC:
            return self._logic(keyword, schema, path, target)
        if target is not None:
            return [Rule(target, keyword, value, at, cell_truth(target, keyword, value))]
        match keyword:
            case "type":
                truth = "object" in ([value] if isinstance(value, str) else value)
                return [Rule(None, keyword, value, at, truth)]
            case "const" | "enum":
                message = text("{keyword} cannot be asked of a whole row.", keyword=keyword)
                self.note("unsupported", message, text("Ask it of a column."), at)
                return []
            case "additionalProperties" if value is False:
                others = (column for name, column in self.columns.items() if name not in schema.get("properties", {}))
                return [Rule(each, "false", value, at, pl.col(each.name).is_null(), alone=False) for each in others]
            case "properties" | "required" | "dependentRequired" | "dependentSchemas":
                return self._columns(keyword, value, at)
            case _:
                return []

    def _columns(self, keyword: str, value: Any, at: Path) -> Iterator[Rule]:
        """The keywords about a row that name columns."""
        for name, column in self._known(value, at):
            present, inside = pl.col(name).is_not_null(), (*at, name)
            match keyword:
                case "properties":
                    yield from (rule.on_rows(column) for rule in self.rules(value[name], inside, column))
                case "required":
                    yield Rule(column, keyword, value, at, present)
                case "dependentRequired":
                    for _, wanted in self._known(value[name], inside):
                        given = pl.col(wanted.name).is_not_null()
                        yield Rule(wanted, keyword, value, inside, given, reason=column).under(present)
                case _:
                    yield from (rule.under(present) for rule in self.rules(value[name], inside, None))

    def _logic(self, keyword: str, schema: Mapping[str, Any], path: Path, target: Column | None) -> list[Rule]:
        value, at = schema[keyword], (*path, keyword)
        match keyword:
            case "$ref":
                return self._reference(value, at, target)
            case "allOf":
                return [rule for place, inner in enumerate(value) for rule in self.rules(inner, (*at, place), target)]
            case "if":
                condition, of_cell = self.truth(value, at, target), target is not None
                then, other = (self._branch(word, schema, path, target) for word in ("then", "else"))
                return [
                    *(rule.under(condition, same_cell=of_cell) for rule in then),
                    *(rule.under(negated(condition), same_cell=of_cell) for rule in other),
                ]
            case "not":
                return [Rule(target, keyword, value, at, negated(self.truth(value, at, target)))]
            case _:
                answers = [self.truth(inner, (*at, place), target) for place, inner in enumerate(value)]
                truth = some(answers) if keyword == "anyOf" else exactly_one(answers)
                return [Rule(target, keyword, value, at, truth)]

    def _branch(self, word: str, schema: Mapping[str, Any], path: Path, target: Column | None) -> list[Rule]:
        return self.rules(schema.get(word, True), (*path, word), target)

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
