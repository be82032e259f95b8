"""A comparison with all platforms."""

import polars as pl

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="mean_of_all",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator=pl.len() - pl.len().over(pl.lit(1)),
        )
    ]
