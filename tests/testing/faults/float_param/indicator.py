"""A float as the default of a param."""

from appraisal import Indicator, hookimpl
from appraisal.model.indicator import Param
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="float_param",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator="COUNT(*) * :factor",
            params={"factor": Param(title=Bilingual("系数", "Factor"), schema={"type": "number"}, default=0.1)},
        )
    ]
