"""The year of today."""

import datetime as dt

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="clock",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator="COUNT(*)",
            where=f"date <= DATE '{dt.date.today()}'",  # noqa: DTZ011 - the planted fault
        )
    ]
