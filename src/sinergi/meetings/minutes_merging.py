"""Two texts that grew from one, brought together by lines. Pure.

As version control does it: what only one of them changed is taken; where both changed the same
lines, or lines that touch, people decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

Change = tuple[int, int, list[str]]  # lines start..end of the base become these


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Both changes in one text; None when they overlap.

    Merging is symmetric: it does not matter who came first.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    lines = _lines(base)
    ours, others = _changes(lines, _lines(mine)), _changes(lines, _lines(theirs))
    every = _together(ours, others)
    return None if every is None else "\n".join(_applied(lines, every))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _changes(base: list[str], text: list[str]) -> list[Change]:
    found = SequenceMatcher(None, base, text, autojunk=False).get_opcodes()
    return [(a1, a2, text[b1:b2]) for tag, a1, a2, b1, b2 in found if tag != "equal"]


def _together(ours: list[Change], others: list[Change]) -> list[Change] | None:
    """All changes in the order of their lines, each once; None when two of them touch."""
    every = sorted([*ours, *(change for change in others if change not in ours)])
    for before, after in pairwise(every):
        if after[0] <= before[1]:
            return None
    return every


def _applied(base: list[str], changes: list[Change]) -> Iterator[str]:
    at = 0
    for start, end, lines in changes:
        yield from base[at:start]
        yield from lines
        at = end
    yield from base[at:]
