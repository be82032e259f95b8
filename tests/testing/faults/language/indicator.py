"""Another formula in another language."""

import os

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="language",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator="COUNT(*)" if os.environ.get("LC_ALL") == "C" else "COUNT(DISTINCT enterprise_id)",
        )
    ]
