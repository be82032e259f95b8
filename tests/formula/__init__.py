"""Tests of formulas; a package, as two oracles share the writer of random formulas."""
