"""How long an SMS is, and how to make it short (3GPP TS 23.038: the default alphabet)."""

from __future__ import annotations

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€")  # each takes two places
PLAIN = str.maketrans({"–": "-", "—": "-", "·": "-", "•": "-", "…": "...", "’": "'", "‘": "'",
                       "“": '"', "”": '"', "\u00a0": " ", "`": "'"})  # fmt: skip
ONE, OF_SEVERAL = 160, 153  # places of the default alphabet
WIDE_ONE, WIDE_OF_SEVERAL = 70, 67  # when any letter is of another


def plain(text: str) -> str:
    """With letters of the default alphabet where that loses nothing but an ornament."""
    told = text.translate(PLAIN)
    return "".join(one if _fits(one) else _bare(one) for one in told)


def _fits(letter: str) -> bool:
    return letter in BASIC or letter in DOUBLE


def _bare(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return bare or "?"


def segments(text: str) -> int:
    """How many SMS a text is sent as, and paid as."""
    wide = not all(_fits(letter) for letter in text)
    places = _wide_places(text) if wide else sum(1 + (letter in DOUBLE) for letter in text)
    one, several = (WIDE_ONE, WIDE_OF_SEVERAL) if wide else (ONE, OF_SEVERAL)
    return 1 if places <= one else -(-places // several)


def _wide_places(text: str) -> int:
    return len(text.encode("utf-16-be")) // 2


def shortened(text: str, tail: str, most: int) -> str:
    """`text` and a `tail` that is kept whole, in at most so many SMS; text is cut where needed."""
    whole = f"{text} {tail}".strip()
    if segments(whole) <= most:
        return whole
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = segments(f"{text[:middle].rstrip()}... {tail}") <= most
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{text[:low].rstrip()}... {tail}"
