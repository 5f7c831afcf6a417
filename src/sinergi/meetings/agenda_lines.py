"""A point of the agenda as one line of text, and back. Pure.

`Paparan kerawanan — Kapolres (15 menit)`: what, who presents it, how long; the last two as one
likes. So a whole agenda is typed, pasted or copied as lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = {"title": 200, "presenter": 150}  # characters
MOST_MINUTES = 600
_MINUTES = re.compile(r"\s*\((\d{1,3})\s*(?:menit|minutes?|min|'|’)\)\s*$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+")
_SPLIT = re.compile(r"\s+(?:—|–|--)\s+|\s*\|\s*")


@dataclass(frozen=True)
class Point:
    """One point: what, who presents it (empty: nobody named), minutes planned (None: open)."""

    title: str
    presenter: str = ""
    minutes: int | None = None

    def __str__(self) -> str:
        presenter = f" — {self.presenter}" if self.presenter else ""
        minutes = f" ({self.minutes} menit)" if self.minutes else ""
        return f"{self.title}{presenter}{minutes}"


def read_line(line: str) -> Point | None:
    """The point of a line; None of an empty one. What is too long is cut."""
    text = _BULLET.sub("", line).strip()
    found = _MINUTES.search(text)
    minutes = int(found[1]) if found and 0 < int(found[1]) <= MOST_MINUTES else None
    if minutes and found:
        text = text[: found.start()]
    title, *rest = _SPLIT.split(text, maxsplit=1)
    title = " ".join(title.split())[: LONGEST["title"]].strip()
    presenter = " ".join(" ".join(rest).split())[: LONGEST["presenter"]].strip()
    return Point(title, presenter, minutes) if title else None


def read_lines(text: str) -> list[Point]:
    """The points of several lines, in their order."""
    return [point for line in text.splitlines() if (point := read_line(line))]
