"""Panels of experts."""
