"""How far the intake of a scenario is: who delivered, what is open, what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal import paths
from appraisal.intake.book import last_round, read_book, round_name
from appraisal.intake.receive import FOLDER, original
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from appraisal.intake.book import Book, State
    from appraisal.scenario import Prepared
    from appraisal.texts import Text


@dataclass(frozen=True)
class Standing:
    """The intake of a scenario as its last round left it."""

    book: Book
    #: The folder of the last round; None before the first.
    folder: Path | None
    #: How many current deliveries are in each state.
    states: Mapping[State, int]
    #: How many current deliveries each city has sent, of all cities with towns in the register.
    cities: Mapping[str, int]
    #: Tables that the rules and indicators read and nobody has delivered.
    missing: tuple[str, ...]
    #: The numbers of current deliveries whose kept original is gone or no longer what was received.
    altered: tuple[int, ...]
    #: What to do next, in order.
    next: tuple[Text, ...]


def standing(prepared: Prepared) -> Standing:
    """Look at the last round; raises Refused where its record is damaged."""
    folder = prepared.folder / FOLDER
    book = read_book(folder, prepared.documents.scenario["id"])
    number = last_round(folder)
    states: Counter[State] = Counter(entry.state for entry in book.current)
    # Where the scenario states its register of platforms itself, no city is waited for.
    is_given = "platforms" in set(prepared.documents.evidence) - set(book.evidence)
    cities = dict.fromkeys([] if is_given else _cities(prepared), 0)
    for entry in book.current:
        for city in entry.cities:
            cities[city] = cities.get(city, 0) + 1
    altered = tuple(entry.number for entry in book.current if original(folder, entry) is None)
    missing = tuple(sorted(set(prepared.tables_read) - set(book.evidence) - set(prepared.documents.evidence)))
    return Standing(
        book,
        folder / round_name(number) if number else None,
        dict(states),
        cities,
        missing,
        altered,
        tuple(_next(prepared, states, missing, sum(not count for count in cities.values()), altered)),
    )


def _cities(prepared: Prepared) -> list[str]:
    """The cities that have towns in the register, where the scenario has one; nobody waits for them at home."""
    if prepared.is_local:
        return []
    towns = prepared.read_targets(["platforms"]).get("towns") if "platforms" in prepared.schemas else None
    return sorted({name for name in towns.frame["city"] if name}) if towns else []


def _next(
    prepared: Prepared, states: Mapping[State, int], missing: Sequence[str], silent: int, altered: Sequence[int]
) -> Iterator[Text]:
    name = prepared.folder
    if prepared.folder.resolve().is_relative_to(paths.scenarios().resolve()):
        yield text("This scenario ships with its evidence, and takes nothing in: appraisal run {name}", name=name.name)
        yield text("Begin one that does: appraisal scenarios new --extends {name} --intake", name=name.name)
        return
    if altered:
        numbers = Joined(tuple(altered), ", ")
        yield text(
            "Bring back from a copy: the kept originals of no. {numbers} are gone or were changed.", numbers=numbers
        )
    if not states and not missing and prepared.documents.evidence:
        yield text("Everything is in: appraisal run {name}", name=name)
        return
    if not states:
        yield text("Send the form to the cities: appraisal template {name} -o form.xlsx", name=name)
        yield text("Take in what comes back: appraisal intake FOLDER --scenario {name}", name=name)
        return
    if states.get("returned"):
        yield text(
            "Send back with their marks (folder returned): {count} files; take in the corrected ones with --supersede.",
            count=states["returned"],
        )
        yield text(
            "Where the correction came under another name, withdraw the former file: "
            "appraisal intake --scenario {name} --withdraw PATH --reason REASON",
            name=name,
        )
    if missing:
        tables = Joined(tuple(prepared.schemas[table].label for table in missing), ", ")
        yield text("Still missing altogether: {tables}.", tables=tables)
    is_settled = not states.get("returned") and not states.get("waiting") and not missing
    if is_settled and silent:
        yield text(
            "All that came is accepted; {count} cities have delivered nothing. A run without them is possible: "
            "appraisal run {name}",
            count=silent,
            name=name,
        )
    elif is_settled:
        yield text("Everything is in: appraisal run {name}", name=name)
    elif not missing and states.get("accepted"):
        yield text("A run without the open files is possible: appraisal run {name}", name=name)
