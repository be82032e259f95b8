"""Python for each row."""

import polars as pl

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="python_callback",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator=pl.col("kind").map_elements(len, return_dtype=pl.Int64).sum(),
        )
    ]
