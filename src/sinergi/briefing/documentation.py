"""Chapters of the docs that are made from this room."""

from __future__ import annotations

from collections.abc import Callable

CHAPTERS: dict[str, Callable[[], str]] = {}
