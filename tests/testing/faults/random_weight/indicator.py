"""Another factor each time."""

import random

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="random_weight",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator=f"COUNT(*) * {random.randint(1, 9)}",  # noqa: S311 - the planted fault
        )
    ]
