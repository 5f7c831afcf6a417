"""What is signed, and when a signature holds: pure, no Django, no clock.

UU 11/2008 art. 11 (not read in the gazette for this: a thought, not a duty here) asks
of an electronic signature that any later change of the text can be known. The digest does that.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_PAUSE = timedelta(seconds=60)  # between two codes that are sent
MOST_TRIES = 5
PROOF_LIFE = timedelta(minutes=10)

# action: (the states in which it may happen, the state after it)
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "change": (("draft",), "draft"),
    "name": (("draft", "open"), ""),
    "open": (("draft",), "open"),
    "sign": (("open",), "open"),
    "close": (("open",), "closed"),
    "withdraw": (("draft", "open"), "withdrawn"),
}

WIDTH, HEIGHT = 600, 220  # units of the box in which one signs
MOST_STROKES, MOST_POINTS = 200, 8_000
Stroke = list[list[int]]


def canonical(text: str) -> str:
    """The one form of a text in which it is signed.

    Unicode NFC; line ends as LF; no blanks at the end of a line; no empty lines around the whole.
    Doing it twice changes nothing more. What a reader can see is never touched.
    """
    lines = re.split(r"\r\n|\r|\n", unicodedata.normalize("NFC", text))
    return "\n".join(line.rstrip(" \t") for line in lines).strip("\n")


def digest_of(text: str) -> str:
    """SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits.

    Anyone can compute it: save the text as it is shown and run `sha256sum`.
    """
    return hashlib.sha256(canonical(text).encode()).hexdigest()


def read_digest(typed: str) -> str:
    """A digest as someone copied it: without blanks and colons, in small letters."""
    return re.sub(r"[\s:]", "", typed).lower()


def holds(signed: str, text: str) -> bool:
    """Whether a signature over the digest `signed` is one of this very text."""
    return signed == digest_of(text)


def allows(doing: str, state: str) -> bool:
    """Whether `doing` may happen in that state."""
    return state in TRANSITIONS[doing][0]


def filled(text: str, facts: dict[str, str]) -> str:
    """The text with {name} replaced for each of `facts` that is known; others stay."""
    for name, value in facts.items():
        if value:
            text = text.replace("{" + name + "}", value)
    return text


def left_open(text: str) -> list[str]:
    """The places in a text that nobody has filled yet: {place}, {date}."""
    return sorted(set(re.findall(r"\{[a-z_]+\}", text)))


def next_code_at(last: datetime | None) -> datetime | None:
    """From when on another one-time code may be sent; None: at once."""
    return last + CODE_PAUSE if last else None


@dataclass(frozen=True)
class Share:
    """How many of how many; `rate` is None where nobody is counted."""

    signed: int
    staff: int

    @property
    def rate(self) -> float | None:
        """Between 0 and 1."""
        return self.signed / self.staff if self.staff else None

    @property
    def hundredths(self) -> int:
        """For a bar: 0 to 100, never 100 while one is missing."""
        return int(100 * self.signed / self.staff) if self.staff else 0


def share_of(reports: Iterable[tuple[int, int]]) -> Share:
    """The sum of (signed, staff) over units; those without a report are not among them."""
    told = list(reports)
    return Share(sum(signed for signed, _ in told), sum(staff for _, staff in told))


def read_strokes(given: object) -> list[Stroke]:
    """Strokes as a hand drew them, from anything that was sent: whole numbers within the box.

    Raises ValueError for what is no drawing, too long, or a mere dot.
    """
    if not isinstance(given, list) or not 0 < len(given) <= MOST_STROKES:
        raise ValueError("not a drawing")
    strokes = [[_point(pair) for pair in _list(stroke)] for stroke in given]
    points = [tuple(point) for stroke in strokes for point in stroke]
    if len(points) > MOST_POINTS or len(set(points)) < 5:
        raise ValueError("too long, or nothing to see")
    return strokes


def _list(given: object) -> list[object]:
    if not isinstance(given, list):
        raise ValueError("not a stroke")
    return given


def _point(pair: object) -> list[int]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise ValueError("not a point")
    if any(
        isinstance(n, bool) or not isinstance(n, int | float) or not math.isfinite(n) for n in pair
    ):
        raise ValueError("not a point")
    return [min(max(round(pair[0]), 0), WIDTH), min(max(round(pair[1]), 0), HEIGHT)]


def path_of(strokes: Iterable[Stroke]) -> str:
    """The strokes as the path of an SVG; a stroke of one point is a dot."""
    parts = []
    for stroke in strokes:
        (x, y), *rest = stroke if len(stroke) > 1 else [*stroke, stroke[0]]
        parts.append(f"M{x} {y}" + "".join(f"L{a} {b}" for a, b in rest))
    return "".join(parts)


def picture_of(strokes: Iterable[Stroke]) -> str:
    """The drawing as an SVG of its own, for a document."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="{path_of(strokes)}" fill="none" stroke="#10253f" stroke-width="4" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
