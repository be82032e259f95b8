"""The panels of experts: what each expert marks, among which marks, and how the mean is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.explanation.panel import panel_words
from appraisal.panels import range_of
from appraisal.rules_document.document import Facts, Section, Table
from appraisal.rules_document.labels import VALUES
from appraisal.rules_words import article, readable, span
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.panel import Band, Criterion, Panel
    from appraisal.rules_words import Words


def panels_section(words: Words) -> Section:
    """Each panel with its criteria."""
    return Section(text("Expert panels"), sections=tuple(_panel(panel, words) for panel in words.rules.panels.values()))


def _panel(panel: Panel, words: Words) -> Section:
    rows = tuple(
        (one.title, readable(one.full_mark), range_words(one, words) or text("any mark up to the full mark"))
        for one in panel.criteria.values()
    )
    header = (text("Criterion"), text("Full mark"), text("Among which marks"))
    title = text(
        "{title}{clause}: {full_mark} marks",
        title=panel.title,
        clause=article(panel.clause),
        full_mark=readable(panel.full_mark),
    )
    return Section(title, (Facts(tuple(_facts(panel))), Table(header, rows, frozenset({1}))))


def _facts(panel: Panel) -> Iterator[tuple[object, object]]:
    yield text("What counts"), panel_words(panel)
    yield text("Platforms of the own institution"), VALUES["recusal", panel.recusal]
    if panel.spread_warning is not None:
        yield text("A warning where totals lie further apart than"), readable(panel.spread_warning)


def criterion_words(one: Criterion, words: Words) -> object:
    """A criterion on one line."""
    full_mark = text("{full_mark} marks", full_mark=readable(one.full_mark))
    levels = range_words(one, words)
    return Joined((full_mark, levels), text("; ")) if levels else full_mark


def range_words(one: Criterion, words: Words) -> object:
    """The marks that each level of a measure allows; nothing where it is any mark."""
    if one.range is None:
        return ""
    levels = Joined(tuple(_level(one, band) for band in one.range.bands), text("; "))
    return text("by {source}: {levels}", source=words.source(str(one.range.of)), levels=levels)


def _level(one: Criterion, band: Band) -> object:
    least, most = (readable(end) for end in range_of(one, band))
    return text("{level}: {least}–{most}", level=span(band.when), least=least, most=most)
