"""appraisal scenarios list."""

from __future__ import annotations

from appraisal.cli.options import Json
from appraisal.cli.output import here, say_json, say_table
from appraisal.texts import text


def list_(as_json: Json = False) -> None:
    from appraisal.scenario import shipped_scenarios, stated_scenario
    from appraisal.texts import Bilingual

    documents = [(name, stated_scenario(name)) for name in shipped_scenarios()]
    if as_json:
        say_json([document for _, document in documents])
        return
    say_table(
        (name, document["year"], here(Bilingual(document["title"], document.get("x-en", document["title"]))))
        for name, document in documents
    )


list_.__doc__ = here(text("List the shipped scenarios: name, year, title."))
