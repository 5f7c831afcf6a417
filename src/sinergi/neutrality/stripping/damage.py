"""What may be wrong with a file that is to be stripped."""

from __future__ import annotations


class Damaged(Exception):
    """It is not what its first bytes promise, or cannot be read."""


class TooManyPixels(Exception):
    """Small on disk, huge in memory."""
