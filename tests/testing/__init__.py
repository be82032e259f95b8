"""The conformance kit held against plugins with one planted fault each, and against those that have none."""
