"""The audit of coherence: each statistic by hand, or against a case where it is known."""

from __future__ import annotations

import numpy as np
import pytest

from appraisal.sensitivity.coherence import coherence, cronbach, first_order
from appraisal.sensitivity.marked import marked
from tests.conftest import official


@pytest.fixture(scope="module")
def audit():
    return coherence(marked(official("2012")))


def test_cronbachs_alpha_by_hand() -> None:
    items = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 5.0]])
    variances, whole = (1.0 + 7 / 3), 19 / 3
    assert cronbach(items) == pytest.approx(2 * (1 - variances / whole))
    assert cronbach(np.column_stack([items[:, 0]] * 3)) == pytest.approx(1)
    assert cronbach(np.ones((3, 2))) is None


def test_what_explains_everything_has_importance_1_and_chance_has_none() -> None:
    random = np.random.default_rng(1)
    x, noise = random.random(5_000), random.random(5_000)
    assert first_order(x, x**3) == pytest.approx(1, abs=0.01)
    assert first_order(x, noise) == pytest.approx(0, abs=0.01)
    assert first_order(x, x + noise) == pytest.approx(0.5, abs=0.03)
    assert first_order(np.ones(100), random.random(100)) is None


def test_what_is_no_line_is_found_as_well() -> None:
    x = np.random.default_rng(2).random(5_000)
    folded = (x - 0.5) ** 2
    assert abs(np.corrcoef(x, folded)[0, 1]) < 0.05
    assert first_order(x, folded) > 0.95


def test_every_pair_of_leaves_has_its_correlations_and_only_siblings_are_called_weak(audit) -> None:
    leaves = audit.importance["leaf"].to_list()
    assert audit.correlations.height == len(leaves) * (len(leaves) - 1) // 2
    weak = audit.correlations.filter(flag="weak")
    assert weak["same_group"].all()
    assert (weak["pearson"] < 0.3).all()


def test_weights_and_importance_are_parts_of_their_sums(audit) -> None:
    assert audit.importance["weight"].sum() == pytest.approx(1)
    assert audit.importance["part"].sum() == pytest.approx(1)


def test_every_value_is_counted_as_there_or_missing(audit) -> None:
    ranked = marked(official("2012"))
    assert audit.coverage["platforms"].sum() == len(ranked.platforms)
    missing = sum(number * count for number, count in audit.coverage.iter_rows())
    assert audit.values["missing"].sum() == missing
