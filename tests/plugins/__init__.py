"""Plugins: written, tried, packed, locked, and what they cannot do."""
