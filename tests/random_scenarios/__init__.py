"""Random small scenarios: whole folders, valid against the schemas, that hit the edges of the rules often.

folder = build(7, tmp_path, kind="tie")         # the same folder for the same seed, always
@given(strategy())
def test_something(plan): plan.write(tmp_path)  # hypothesis shrinks towards fewer platforms
"""

from tests.random_scenarios.devices import DEVICES
from tests.random_scenarios.plan import Plan
from tests.random_scenarios.scenarios import KINDS, build, plan, strategy

__all__ = ["DEVICES", "KINDS", "Plan", "build", "plan", "strategy"]
