"""A plugin in Python: run in a process of its own, asked for its indicators, and answered for in plain data."""
