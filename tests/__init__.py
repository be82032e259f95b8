"""The tests; a package, so that the oracle imports as ``tests.oracle`` from the root of the repository."""
