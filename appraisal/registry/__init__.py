"""The registry: find the plugins that a scenario names, load them through one door, and nothing else."""

from appraisal.registry.files import digest_of, hashes, read_files
from appraisal.registry.find import GROUP, Found, available, installed, is_plugin
from appraisal.registry.load import Plugin, Registry, load, load_one

__all__ = [
    "GROUP",
    "Found",
    "Plugin",
    "Registry",
    "available",
    "digest_of",
    "hashes",
    "installed",
    "is_plugin",
    "load",
    "load_one",
    "read_files",
]
