"""The hooks that a plugin may implement, and the marker with which it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraisal.model.indicator import Indicator

#: The project name that ties hooks and plugins together.
PROJECT = "appraisal"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """Every hook; each has the prefix ``appraisal_``."""

    @hookspec
    def appraisal_indicators(self) -> Iterable[Indicator]:
        """Give the indicators of this plugin.

        Called once for each plugin that a scenario names, when the scenario is loaded. Return
        :class:`appraisal.Indicator` records; among them one whose id is the plugin's folder name.
        A plugin that raises, returns anything else, or wraps the hook refuses the run by name and path.
        """
        raise NotImplementedError
