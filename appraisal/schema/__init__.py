"""JSON read strictly, and JSON Schema as columns, checks and words for people."""
