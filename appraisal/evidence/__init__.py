"""Evidence: bytes of a file become a checked table, or findings that say what to mend."""
