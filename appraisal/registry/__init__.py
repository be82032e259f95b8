"""The registry: find the plugins that a scenario names, load them through one door, and nothing else."""

from appraisal.registry.find import available
from appraisal.registry.load import Plugin, Registry, load

__all__ = ["Plugin", "Registry", "available", "load"]
