"""Writing to disk so that a reader finds the whole or nothing, on every system."""
