"""Warnings: rules that a person can read, the life of a warning, and its documents (CAP 1.2)."""
