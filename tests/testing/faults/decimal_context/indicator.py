"""A setting of Python for everybody."""

import decimal

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual

decimal.getcontext().prec = 3


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="decimal_context",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator="COUNT(*)",
        )
    ]
