"""Sobol' indices: the analytic values of the test functions of the literature, and those of another implementation."""

from __future__ import annotations

import numpy as np
import pytest

from appraisal.sensitivity.sobol import design, indices_of, sobol_indices


def ishigami(points: np.ndarray) -> np.ndarray:
    """Ishigami & Homma 1990, with a = 7 and b = 0.1."""
    x = (2 * points - 1) * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


#: From the closed forms with V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2.
ISHIGAMI = {"first": [0.3139, 0.4424, 0.0], "total": [0.5576, 0.4424, 0.2437]}
#: Coefficients of the g-function of Sobol' 1993.
WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def g_function(points: np.ndarray) -> np.ndarray:
    return np.prod((np.abs(4 * points - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1)


def _g_indices() -> dict[str, list[float]]:
    own = 1 / (3 * (1 + WEIGHTS) ** 2)
    variance = np.prod(1 + own) - 1
    total = [own[at] * np.prod(np.delete(1 + own, at)) / variance for at in range(len(own))]
    return {"first": list(own / variance), "total": total}


@pytest.mark.parametrize(
    ("model", "known"), [(ishigami, ISHIGAMI), (g_function, _g_indices())], ids=["ishigami", "g-function"]
)
def test_the_analytic_indices_lie_within_the_intervals(model, known) -> None:
    names = [f"x{at}" for at in range(len(known["first"]))]
    found = sobol_indices(model, names, width=0.03, least=2**11, most=2**12)
    for kind in ("first", "total"):
        # The analytic values are known to four digits.
        low, high = (found.frame[f"{kind}_{end}"].to_numpy() for end in ("low", "high"))
        assert (low - 5e-5 <= known[kind]).all()
        assert (known[kind] <= high + 5e-5).all()
        assert np.abs(found.frame[kind].to_numpy() - known[kind]).max() < 0.02


def test_another_implementation_finds_the_same_on_the_same_design() -> None:
    analyze = pytest.importorskip("SALib.analyze.sobol", reason="SALib is not installed: pip install SALib").analyze
    made = design(3, 256)
    a, b = ishigami(made.a), ishigami(made.b)
    swapped = np.stack([ishigami(made.swapped(at)) for at in range(3)], axis=1)
    own = indices_of(["x0", "x1", "x2"], a, b, swapped)
    interleaved = np.column_stack([a, swapped, b]).ravel()
    problem = {"num_vars": 3, "names": ["x0", "x1", "x2"], "bounds": [[0, 1]] * 3}
    theirs = analyze(problem, interleaved, calc_second_order=False, num_resamples=10)
    np.testing.assert_allclose(own.frame["first"], theirs["S1"], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(own.frame["total"], theirs["ST"], rtol=1e-12, atol=1e-12)


def test_the_design_grows_until_the_intervals_are_narrow_enough() -> None:
    wide = sobol_indices(ishigami, "abc", width=1.0, least=2**6)
    narrow = sobol_indices(ishigami, "abc", width=0.08, least=2**6)
    assert (wide.rows, narrow.rows > wide.rows, narrow.width <= 0.08) == (64, True, True)
    stopped = sobol_indices(ishigami, "abc", width=0.0, least=2**6, most=2**7)
    assert stopped.rows == 128


def test_an_output_that_never_varies_has_no_indices() -> None:
    found = sobol_indices(lambda points: np.full(len(points), 3.0), "ab", least=2**6)
    assert found.frame["first"].to_list() == found.frame["total"].to_list() == [0.0, 0.0]


def test_a_factor_that_does_nothing_has_no_total_index() -> None:
    found = sobol_indices(lambda points: points[:, 0] ** 2, ["acts", "idles"], least=2**8)
    assert found.frame["total"].to_list() == pytest.approx([1, 0], abs=1e-2)


def test_the_same_seed_gives_the_same_indices() -> None:
    one, other = (sobol_indices(ishigami, "abc", least=2**7, most=2**7).frame for _ in range(2))
    assert one.equals(other)
    assert not one.equals(sobol_indices(ishigami, "abc", least=2**7, most=2**7, seed=1).frame)
