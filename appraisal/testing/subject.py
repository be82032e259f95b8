"""The subject of a check: the plugin of a folder, loaded with what it needs of others, its formulas bound to a year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal import paths, registry
from appraisal.errors import Finding, Place, Refused
from appraisal.measure import Compiled, bind, in_order, linked, measure
from appraisal.registry import available
from appraisal.schema import table_schema
from appraisal.testing.promises import FILE, ROWS, Promise, promises
from appraisal.testing.values import Value, values
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from appraisal.formula import Formula
    from appraisal.measure import Measures
    from appraisal.model.indicator import Indicator, Param
    from appraisal.schema import TableSchema
    from appraisal.testing.evidence import Evidence

#: The year for which evidence is made: an ordinary one, between two others.
YEAR = 2014
#: A table that no plugin reads: a row in it says that the platform handed in something.
OTHER = "handed_in_besides"


@dataclass(frozen=True, eq=False, repr=False)
class Subject:
    """One indicator, ready to measure made evidence."""

    indicator: Indicator
    #: Bound with the params at their defaults, at the low and at the high end of what they may be.
    compiled: tuple[Compiled, ...]
    schemas: Mapping[str, TableSchema]
    promise: Promise
    #: The file that findings name.
    file: str

    @property
    def formulas(self) -> list[Formula]:
        """Every formula of the indicator and of those it reads."""
        return [formula for one in in_order([self.compiled[0]]) for formula in _formulas(one)]

    @property
    def reads(self) -> dict[str, set[str]]:
        """The tables that are read, and the columns of each."""
        found: dict[str, set[str]] = {}
        for one in in_order([self.compiled[0]]):
            other = one.indicator.otherwise
            own = [(one.indicator.table, one.where), (one.indicator.table, one.numerator)]
            own += [(one.indicator.table, one.denominator)]
            own += [(other.table, each) for each in (one.low, one.high, one.fallback_denominator) if other]
            if not one.is_of_measures:
                found.setdefault(one.indicator.table, set())
                for table, formula in own:
                    found.setdefault(table, set()).update(formula.columns if formula else ())
                    for full in formula.references if formula else ():
                        found.setdefault(full.partition(".")[0], set()).add(full.partition(".")[2])
        return found

    @property
    def last_year(self) -> list[str]:
        """The indicators whose measure of the year before is read."""
        return sorted(frozenset[str]().union(*(one.last_year for one in in_order([self.compiled[0]]))))

    def measures(self, evidence: Evidence) -> Measures:
        """What the engine makes of the evidence, once for each evidence."""
        key = f"{self.indicator.id} measures"
        if key not in evidence.known:
            tables = evidence.tables()
            compiled = _with_before(self.compiled[evidence.params], evidence.before)
            evidence.known[key] = measure(evidence.frames["platforms"], tables, [compiled])
        return evidence.known[key]

    def values(self, evidence: Evidence) -> dict[str, Value]:
        """The value of each platform."""
        return values(self.measures(evidence), self.indicator.id)


def subjects(folder: Path, plugins_dirs: Sequence[Path]) -> list[Subject]:
    """The indicators of the plugin in a folder; raises Refused with everything that is wrong with it."""
    folders = list(dict.fromkeys([folder.parent, *plugins_dirs, paths.plugins()]))
    loaded = registry.load({folder.name: {}}, folders, None)
    known = set[str]()
    # What a plugin needs of others may need others in turn.
    while (wanted := set(_companions(loaded, folder.name, folders))) - known:
        known |= wanted
        loaded = registry.load({folder.name: {}, **{name: {} for name in known}}, folders, None)
    own = loaded.plugins[folder.name].indicators
    stated = promises(folder, f"plugins/{folder.name}/{FILE}", [made.id for made in own])
    schemas = {**loaded.tables, OTHER: _other()}
    file = loaded.plugins[folder.name].source
    variants: dict[str, list[Compiled]] = {made.id: [] for made in own}
    for choose in (_default, _least, _most):
        bound = _bound(loaded.indicators, loaded.tables, choose, file)
        for one in linked(list(variants), bound, lambda: None):
            # NOTE: what is read of last year comes along, and is not what is checked.
            if one.indicator.id in variants and (choose is _default or one.indicator.params):
                variants[one.indicator.id].append(one)
    found = [Subject(made, tuple(variants[made.id]), schemas, stated[made.id], file) for made in own]
    if findings := [fault for one in found for fault in _empty_promises(one, f"plugins/{folder.name}/{FILE}")]:
        raise Refused(findings)
    return found


def _empty_promises(subject: Subject, file: str) -> Iterator[Finding]:
    """Names in a promise of which there can never be more: nothing would be held."""
    name, table = subject.indicator.id, subject.indicator.table
    known = [] if table == "platforms" or subject.compiled[0].is_of_measures else [ROWS]
    for column in sorted(subject.reads.get(table, ())):
        schema = subject.schemas[table]
        if schema.columns[column].is_number and column not in schema.key:
            known.append(column)
    for key, stated in (("better_with", subject.promise.better_with), ("worse_with", subject.promise.worse_with)):
        for each in stated:
            if each not in known:
                yield Finding(
                    "promises|malformed",
                    text("{column} is no number that the formulas read: the promise says nothing.", column=each),
                    text("Known here: {names}.", names=Joined(tuple(known), ", ")),
                    place=Place(file, pointer=f"$.promises.{name}.{key}"),
                    value=each,
                )


def is_declared(folder: Path) -> bool:
    """The plugin is a file, not a program."""
    return (folder / "indicator.json").is_file()


def _bound(
    indicators: Mapping[str, Indicator], schemas: Mapping[str, TableSchema], choose: Callable[[Param], Any], file: str
) -> dict[str, Compiled]:
    bound, findings = dict[str, Compiled](), list[Finding]()
    for name, made in indicators.items():
        params = {key: choose(param) for key, param in made.params.items()}
        try:
            bound[name] = bind(made, schemas, YEAR, params, file, among=indicators)
        except Refused as refused:
            findings += refused.findings if choose is _default else [_param_fault(made, params, refused, file)]
    if findings:
        raise Refused(findings)
    return bound


def _param_fault(made: Indicator, params: Mapping[str, object], refused: Refused, file: str) -> Finding:
    return Finding(
        "law|param",
        text(
            "{indicator}: with {params}, which its params allow, the formula is refused: {reason}",
            indicator=made.title,
            params=", ".join(f"{name} = {value}" for name, value in params.items()),
            reason=refused.findings[0].message,
        ),
        text("Narrow minimum, maximum or enum of the params, or write the formula so that every value fits."),
        place=Place(file, pointer="$.params"),
    )


def _default(param: Param) -> Any:
    return param.default


def _least(param: Param) -> Any:
    return param.schema.get("minimum", _among(param, 0))


def _most(param: Param) -> Any:
    schema = param.schema
    if "maximum" not in schema:
        return _among(param, -1)
    step = Fraction(str(schema.get("multipleOf", 1 if schema["type"] == "integer" else 0)))
    # A maximum between two steps is none that a param can have.
    return schema["maximum"] if not step or not Fraction(str(schema["maximum"])) % step else param.default


def _among(param: Param, place: int) -> Any:
    choices = param.schema.get("enum")
    return choices[place] if isinstance(choices, list | tuple) else param.default


def _formulas(one: Compiled) -> list[Formula]:
    every = (one.where, one.numerator, one.denominator, one.low, one.high, one.fallback_denominator)
    return [formula for formula in every if formula]


def _with_before(one: Compiled, before: pl.DataFrame) -> Compiled:
    """The indicator, and those it reads, with made measures of the year before."""
    if not one.last_year and not one.sources:
        return one
    sources = tuple(_with_before(source, before) for source in one.sources)
    return replace(one, sources=sources, before=before if one.last_year else None)


def _companions(loaded: registry.Registry, name: str, folders: Sequence[Path]) -> Iterator[str]:
    """The plugins that bring a table or an indicator which is read and not there."""
    tables, indicators = set[str](), set[str]()
    for made in loaded.indicators.values():
        try:
            one = bind(made, loaded.tables, YEAR, {}, name)
        except Refused as refused:
            tables |= {finding.value or "" for finding in refused.findings if finding.code == "indicator|table"}
        else:
            indicators |= (one.this_year | one.last_year) - loaded.indicators.keys()
    for other in available(folders):
        brings = any((other / "tables" / f"{table}.schema.json").is_file() for table in tables if table)
        if other.name != name and (brings or other.name in indicators):
            yield other.name


def _other() -> TableSchema:
    text_column = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
    document = {
        "x-format": 1,
        "x-table": OTHER,
        "title": OTHER,
        "type": "object",
        "properties": {"platform_id": text_column},
        "required": ["platform_id"],
        "additionalProperties": False,
    }
    return table_schema(document, f"{OTHER}.schema.json", try_patterns=False)
