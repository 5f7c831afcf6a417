"""Reads what the index stands on, as it was at a moment, in a fixed number of statements."""
