"""The plugins that a scenario names, and where they are looked for, with nothing of them read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal import paths
from appraisal.scenario.chain import chain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class NamedPlugins:
    """The pins of a scenario."""

    #: What the scenario itself has to pin: the plugins it names and its parents'; of a local ranking only its own.
    own: Mapping[str, Mapping[str, Any]]
    #: Where plugins are looked for, in this order.
    folders: Sequence[Path]
    #: The scenario.json as messages name it.
    file: str


def named_plugins(folder: Path, plugins_dirs: Sequence[Path]) -> NamedPlugins:
    """The plugins that the scenario in ``folder`` names; raises Refused where it is not sound."""
    lineage = chain(folder)
    own = {name: one.value for name, one in lineage.plugins.items() if one.folder == folder or not lineage.is_local}
    beside = [place / "plugins" for place in dict.fromkeys(lineage.folders)]
    return NamedPlugins(own, [*plugins_dirs, *beside, paths.plugins()], f"{lineage.label}/scenario.json")
