"""Tests of what is exported for research."""
