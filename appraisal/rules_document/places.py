"""How many places there are, and the lists that go by them: shortlist, sample, nominations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.explanation.grades import ROUNDED
from appraisal.rules_document.document import Facts, Section
from appraisal.rules_words import article, readable
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.award import Places, Quota
    from appraisal.rules_words import Words

#: From whom a sample is drawn.
DRAWN = {"shortlist": text("the shortlist"), "ranked": text("all ranked platforms")}


def places_words(places: Places, words: Words, drawn: object = "") -> object:
    """A number of places, a share, or so many for each group; ``drawn`` is what a share is of, if not of the ranked."""
    whole = drawn or (text("the ranked") if places.by is None else text("the ranked of the group"))
    one = _room(places.otherwise, whole) if places.otherwise else text("none")
    if places.by is None:
        return one
    titles = {one.id: one.title for one in words.rules.classes} if places.by == "class" else {}
    named = [
        text("{group} {places}", group=titles.get(group, group), places=_room(quota, whole))
        for group, quota in places.of.items()
    ]
    rest = [text("others {places}", places=one)] if places.otherwise else []
    by = text("class") if places.by == "class" else words.source(f"platforms.{places.by}")
    if not named:
        return text("{places} for each {by}", by=by, places=one)
    return text("by {by}: {places}", by=by, places=Joined((*named, *rest), text(", ")))


def _room(quota: Quota, whole: object) -> object:
    if quota.share is None:
        return str(quota.first)
    share = readable(quota.share * 100)
    return text("{share}% of {whole}, {rounded}", share=share, whole=whole, rounded=ROUNDED[quota.rounding or "floor"])


def lists_section(words: Words) -> Section:
    """Who is verified, who is drawn for a visit, and how many a city may nominate."""
    pairs = tuple(_lists(words))
    return Section(text("Shortlist, sample and nominations"), (Facts(pairs),) if pairs else ())


def _lists(words: Words) -> Iterator[tuple[object, object]]:
    shortlist, sample, nominations = words.rules.shortlist, words.rules.sample, words.rules.nominations
    if shortlist:
        yield (
            text("Shortlist{clause}", clause=article(shortlist.clause)),
            text(
                "the best, {share} times the places ({places}), rounded up; all of those tied at the line",
                share=readable(shortlist.share),
                places=places_words(shortlist.places, words),
            ),
        )
    if sample:
        drawn = places_words(sample.places, words, DRAWN[sample.of])
        stated = [*sample.places.of.values(), *([sample.places.otherwise] if sample.places.otherwise else [])]
        yield (
            text("Sample for visits{clause}", clause=article(sample.clause)),
            text("{places}, drawn by the seed {seed}", places=drawn, seed=sample.seed)
            if any(quota.share is not None for quota in stated)
            else text(
                "{places} of {of}, drawn by the seed {seed}", places=drawn, of=DRAWN[sample.of], seed=sample.seed
            ),
        )
    if nominations:
        yield (
            text("Nominations{clause}", clause=article(nominations.clause)),
            text(
                "{condition}; at most {places}",
                condition=words.condition(nominations.when),
                places=places_words(nominations.at_most, words),
            ),
        )
