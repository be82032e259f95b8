"""Appraisal: score service platforms against a year's rules, rank them, and say who wins the award and why.

From Python::

    import appraisal

    scenario = appraisal.load_scenario("2014")
    result = appraisal.appraise(scenario)
    result.tables["ranking"]  # a Polars frame
"""

from __future__ import annotations

#: What type checkers take for true; importing it from typing would double the time of --version.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from appraisal.comparison import Comparison, compare
    from appraisal.errors import Finding, Refused
    from appraisal.explanation import explain
    from appraisal.hookspecs import hookimpl
    from appraisal.model.indicator import Indicator
    from appraisal.procedure import appraise
    from appraisal.replays import Replay, replay
    from appraisal.result import Result, read_result, write_result
    from appraisal.scenario import Scenario, load_scenario
    from appraisal.sensitivity.robustness import Robustness, robustness
    from appraisal.verification import verify

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Finding",
    "Indicator",
    "Refused",
    "Replay",
    "Result",
    "Robustness",
    "Scenario",
    "__version__",
    "appraise",
    "compare",
    "explain",
    "hookimpl",
    "load_scenario",
    "read_result",
    "replay",
    "robustness",
    "verify",
    "write_result",
]

_HOMES = {
    "Comparison": "comparison",
    "Finding": "errors",
    "Indicator": "model.indicator",
    "Refused": "errors",
    "Replay": "replays",
    "Result": "result",
    "Robustness": "sensitivity.robustness",
    "Scenario": "scenario",
    "appraise": "procedure",
    "compare": "comparison",
    "explain": "explanation",
    "hookimpl": "hookspecs",
    "load_scenario": "scenario",
    "read_result": "result",
    "replay": "replays",
    "robustness": "sensitivity.robustness",
    "verify": "verification",
    "write_result": "result",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    # Polars and jsonschema are imported only when something of the API is used: --version and --help stay quick.
    if name in _HOMES:
        from importlib import import_module  # see TYPE_CHECKING

        return getattr(import_module(f"appraisal.{_HOMES[name]}"), name)
    message = f"module 'appraisal' has no attribute {name!r}"
    raise AttributeError(message)
