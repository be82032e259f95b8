"""Two indicators with one id."""

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="same_id_twice",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator="COUNT(*)",
        ),
        Indicator(
            id="same_id_twice",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator="COUNT(*)",
        ),
    ]
