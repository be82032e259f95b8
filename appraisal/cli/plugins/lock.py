"""appraisal plugins lock: pin every file of every plugin of a scenario."""

from __future__ import annotations

from appraisal.cli.options import Json, PluginsDirs, Scenario, folders
from appraisal.cli.output import here, say, say_json
from appraisal.texts import Joined, text


def lock(scenario: Scenario, plugins_dir: PluginsDirs = None, as_json: Json = False) -> None:
    from appraisal.authoring import lock as pinned

    locked = pinned(scenario, folders(plugins_dir))
    if as_json:
        say_json({one.plugin.id: {**one.pin, "changed": one.differs} for one in locked})
        return
    if not locked:
        say(text("The scenario names no plugin of its own; nothing was locked."))
    for one in locked:
        files, facts = len(one.plugin.files), {"name": one.plugin.id, "version": one.plugin.version}
        if one.is_new:
            say(text("{name} {version}: locked, {files} files", files=files, **facts))
        elif not one.differs:
            say(text("{name} {version}: as it was, {files} files", files=files, **facts))
        elif one.changed:
            say(
                text(
                    "{name} {version}: locked anew; changed: {paths}",
                    paths=Joined(tuple(one.changed), text(", ")),
                    **facts,
                )
            )
        else:
            say(text("{name} {version}: locked anew; it is not the one that was stated", **facts))


lock.__doc__ = here(text("Write version and sha256 of every file of every plugin into scenario.json."))
