"""A number kept between two runs."""

import appraisal
from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    appraisal.calls = getattr(appraisal, "calls", 0) + 1
    return [
        Indicator(
            id="counted_calls",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator=f"COUNT(*) * {appraisal.calls}",
        )
    ]
