"""The order of a set, which the hash of texts decides."""

from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual


@hookimpl
def appraisal_indicators() -> list:
    return [
        Indicator(
            id="hash_order",
            version="1.0.0",
            title=Bilingual("服务数", "Services"),
            table="services",
            numerator=" + ".join(
                f"COUNT(*) FILTER (WHERE kind = '{kind}')"
                for kind in {"技术创新", "工业设计", "质量检测", "知识产权"}  # noqa: PLC0208 - the planted fault
            ),
        )
    ]
