"""A finder of modules that everybody who imports will meet."""

import sys

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual

sys.meta_path.insert(0, type("Finder", (), {"find_spec": lambda *_: None})())


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="import_hook",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator="COUNT(*)",
        )
    ]
