"""What the tests of plugins share: a check on few examples, for what it finds is the affair of tests/testing."""

from __future__ import annotations

import pytest

from appraisal.testing import check_folder


@pytest.fixture(autouse=True)
def _few_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that checks a plugin tries few examples, and so is done sooner."""
    plugins_dirs, _, seed = check_folder.__defaults__ or ()
    monkeypatch.setattr(check_folder, "__defaults__", (plugins_dirs, 5, seed))
