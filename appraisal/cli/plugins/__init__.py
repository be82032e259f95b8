"""appraisal plugins: list, show, write, check, try, pack and lock indicators."""

from appraisal.cli.plugins.check import check
from appraisal.cli.plugins.list import list_
from appraisal.cli.plugins.lock import lock
from appraisal.cli.plugins.new import new
from appraisal.cli.plugins.pack import pack
from appraisal.cli.plugins.show import show
from appraisal.cli.plugins.try_ import try_

__all__ = ["check", "list_", "lock", "new", "pack", "show", "try_"]
