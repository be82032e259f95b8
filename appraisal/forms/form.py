"""A form: the tables that the platforms of one year hand in, and the gates they can check themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Refused
from appraisal.measure import bind
from appraisal.rules import build, notice
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from decimal import Decimal

    from appraisal.measure import Compiled
    from appraisal.model.indicator import Indicator
    from appraisal.model.rules import Gate, Rules
    from appraisal.schema import TableSchema
    from appraisal.texts import Text

REGISTER = "platforms"
PLATFORM = "platform_id"
#: What the province keeps itself, and what no file holds.
NOT_ASKED = frozenset({"towns", "verified", "vetoes", "ledger", "measures", "previous", "experts", "panel_marks"})


@dataclass(frozen=True, eq=False)
class Form:
    """Everything that the form of a year is made from."""

    scenario: str
    title: Bilingual
    year: int
    data_year: int
    #: What the rules must say of themselves, such as that they are an example.
    notice: Text | None
    gates: tuple[Gate, ...]
    #: The indicators that gates read, by id, with the params of the year.
    indicators: Mapping[str, tuple[Compiled, Mapping[str, int | Decimal | str]]]
    #: The tables to fill in, the register first if it is among them.
    tables: tuple[TableSchema, ...]

    @property
    def asks_for_register(self) -> bool:
        """Who fills it in states the platforms too: then it can check its gates itself."""
        return any(table.name == REGISTER for table in self.tables)


def form_of(
    scenario: Mapping[str, Any],
    rules: Mapping[str, Any],
    indicators: Mapping[str, Indicator],
    schemas: Mapping[str, TableSchema],
    rules_file: str = "rules.json",
    given: Collection[str] = (),
) -> Form:
    """The form of a scenario, from its documents. Raises Refused where its rules or formulas are at fault.

    ``rules_file`` is the file that holds the rules, as messages name it; ``given`` are tables that are there already.
    """
    built, findings = build(rules, rules_file)
    if findings:
        raise Refused(findings)
    year = scenario["year"] - 1 if built.data_year == "previous" else scenario["year"]
    bound = {}
    for name in built.indicators:
        if name in indicators:
            params = built.params.get(name, {})
            compiled = bind(indicators[name], schemas, year, params, f"plugins/{name}/indicator.json")
            bound[name] = (compiled, {**{key: one.default for key, one in indicators[name].params.items()}, **params})
    asked = tuple(one for one in _tables(built, bound, schemas) if one.name not in given)
    if not asked:
        message = text("Nothing is asked for: every table that is read here is the province's.")
        fix = text("Take the form of the scenario that this one extends, or bring a table with an indicator.")
        raise Refused([Finding("form|nothing", message, fix)])
    return Form(
        scenario=scenario["id"],
        title=Bilingual(scenario["title"], scenario.get("x-en", scenario["title"])),
        year=scenario["year"],
        data_year=year,
        notice=notice(built, scenario),
        gates=built.gates,
        indicators=bound,
        tables=asked,
    )


def _tables(
    rules: Rules, bound: Mapping[str, tuple[Compiled, object]], schemas: Mapping[str, TableSchema]
) -> Iterator[TableSchema]:
    """The register, then the tables that others point at, then the rest in the order in which the rules read them."""
    read: list[str] = [REGISTER]
    gated = {str(one.of) for one in rules.requirements}
    for name in sorted(rules.indicators, key=lambda name: name not in gated):
        if name in bound:
            read += _read(bound[name][0])
    named = [name for name in dict.fromkeys(read) if name in schemas and name not in NOT_ASKED]
    pointed_at = {link.table for name in named for link in schemas[name].references}
    return (schemas[name] for name in sorted(named, key=lambda name: (name != REGISTER, name not in pointed_at)))


def _read(one: Compiled) -> Iterator[str]:
    yield one.indicator.table
    for formula in (one.where, one.numerator, one.denominator):
        if formula:
            yield from sorted(full.partition(".")[0] for full in formula.references)
    if one.indicator.otherwise:
        yield one.indicator.otherwise.table
