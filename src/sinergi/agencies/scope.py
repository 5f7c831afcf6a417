"""Scope is a place and all below it: a prefix of an official code. Pure."""

from __future__ import annotations

from collections.abc import Iterable


def covers(areas: Iterable[str], code: str) -> bool:
    """Whether `code` is one of the places, or lies below one."""
    return any(code == area or code.startswith(area + ".") for area in areas)


def above_or_equal(code: str) -> list[str]:
    """The place itself and all above it: 35.19.04 gives 35, 35.19, 35.19.04."""
    parts = code.split(".")
    return [".".join(parts[: count + 1]) for count in range(len(parts))]


def meet(areas: Iterable[str], others: Iterable[str]) -> list[str]:
    """The places that both cover: of each pair the narrower, in order, without doubles."""
    left, right = set(areas), set(others)
    both = {a for a in left if covers(right, a)} | {b for b in right if covers(left, b)}
    return sorted(area for area in both if not covers(both - {area}, area))
