"""A function of the engine replaced."""

from appraisal import Indicator, hookimpl
from appraisal.measure import read
from appraisal.texts import Bilingual

read.submitted = lambda _: None


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="patched_engine",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator="COUNT(*)",
        )
    ]
