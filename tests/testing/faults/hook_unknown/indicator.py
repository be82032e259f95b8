"""A hook with another name."""

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicator() -> list:
    return [
        Indicator(
            id="hook_unknown",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator="COUNT(*)",
        )
    ]
