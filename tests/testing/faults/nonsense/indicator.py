"""Something else than indicators."""

from appraisal import hookimpl


@hookimpl
def appraisal_indicators() -> list:
    return [{"id": "nonsense"}]
