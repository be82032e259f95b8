"""Export: a result as a data package for researchers, as it is or as an anonymised copy."""

from appraisal.export.anonymise import anonymised
from appraisal.export.copied import copied
from appraisal.export.keys import read_key
from appraisal.export.write import check_place, write_export

__all__ = ["anonymised", "check_place", "copied", "read_key", "write_export"]
