"""The answers of all plugins replaced."""

from collections.abc import Generator

from appraisal import hookimpl


@hookimpl(wrapper=True)
def appraisal_indicators() -> Generator:
    yield
    return []
