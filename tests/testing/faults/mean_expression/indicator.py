"""A float: the mean of an expression."""

import polars as pl

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="mean_expression",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator=pl.col("date").dt.day().mean(),
        )
    ]
