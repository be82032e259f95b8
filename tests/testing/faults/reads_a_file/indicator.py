"""A file beside the plugin's folder."""

from pathlib import Path

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    weight = len((Path(__file__).parent.parent / "not_monotone" / "promises.json").read_text(encoding="utf-8"))
    return [
        Indicator(
            id="reads_a_file",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator=f"COUNT(*) * {weight}",
        )
    ]
