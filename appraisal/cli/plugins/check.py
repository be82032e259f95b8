"""appraisal plugins check: whether a plugin may be adopted."""

from __future__ import annotations

from appraisal.cli.options import Json, PluginsDirs, folders
from appraisal.cli.output import complain_findings, finding_document, here, progress, say, say_json
from appraisal.cli.plugins.place import PluginPlace, Trust, as_given, opened
from appraisal.texts import text


def check(folder: PluginPlace, plugins_dir: PluginsDirs = None, trust: Trust = False, as_json: Json = False) -> int:
    from appraisal.cli.plugins.verdict import passes, verdict, was_made

    progress(text("Trying the example and every law …"))
    with opened(folder, trust=trust) as place:
        name = place.name
        findings = as_given(verdict(place, folders(plugins_dir)), name, folder)
    sound = passes(findings)
    if as_json:
        say_json({"id": name, "passes": sound, "findings": [finding_document(one) for one in findings]})
        return 0 if sound else 1
    complain_findings(findings, refused=False)
    if was_made(findings):
        say(text("{name} passes.", name=name) if sound else text("{name} does not pass.", name=name))
    else:
        say(text("{name} was not checked.", name=name))
    return 0 if sound else 1


check.__doc__ = here(text("Check a plugin: its example, and every law that an indicator keeps."))
