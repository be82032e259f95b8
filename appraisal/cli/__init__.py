"""The command line: the only place that prints."""

from appraisal.cli.main import run

__all__ = ["run"]
