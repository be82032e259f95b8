"""Appraisal: score service platforms against a year's rules, rank them, and say who wins the award and why."""

__version__ = "0.1.0"
