"""The independent oracle: a slow, plain program that recomputes an appraisal as ``docs/semantics.md`` words it.

It imports nothing of the engine. Rows are dictionaries, numbers are ``fractions.Fraction``, and every stage is a
loop that an auditor can follow with the page beside it:

    from tests.oracle import judge
    verdict = judge(Path("scenarios/2014"), [Path("plugins")])
"""

from tests.oracle.local import judge
from tests.oracle.verdict import Measure, Refused, Verdict

__all__ = ["Measure", "Refused", "Verdict", "judge"]
