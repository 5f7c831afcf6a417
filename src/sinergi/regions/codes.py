"""The official codes of places (Kemendagri): `PP.KK.CC.VVVV`. Pure: no Django.

A code names its own place in the tree: each part is one level, so scope, parents and levels are
read from it and never looked up.
"""

from __future__ import annotations

import re

LEVELS = ("province", "regency", "district", "village")
WIDTHS = {"province": 2, "regency": 5, "district": 8, "village": 13}
# How an API writes what it takes: any place or none; a village.
PLACE = r"^(\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?)?$"
VILLAGE = r"^\d\d\.\d\d\.\d\d\.\d{4}$"

_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_DIGITS = re.compile(r"\d{2}|\d{4}|\d{6}|\d{10}")


def is_code(text: str) -> bool:
    """Whether `text` is written like an official code; such a place need not exist."""
    return _CODE.fullmatch(text) is not None


def read_code(text: str) -> str | None:
    """The dotted code written as `35.19.04.2007` or `3519042007`; None when it is neither."""
    text = text.strip()
    if is_code(text):
        return text
    if _DIGITS.fullmatch(text) is None:
        return None
    parts = (text[0:2], text[2:4], text[4:6], text[6:10])
    return ".".join(part for part in parts if part)


def level_of(code: str) -> str:
    """province, regency, district or village. Raises ValueError when it is no code."""
    if not is_code(code):
        raise ValueError(f"{code!r} is not the code of a place")
    return LEVELS[code.count(".")]


def ancestors_of(code: str) -> list[str]:
    """The codes above `code`, highest first: 35.19.04.2007 lies in 35, 35.19 and 35.19.04."""
    parts = code.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def lies_within(code: str, prefix: str) -> bool:
    """Whether the place is `prefix` itself or lies below it."""
    return code == prefix or code.startswith(prefix + ".")


def clipped(code: str, level: str) -> str:
    """The code of the place at `level` in which `code` lies; `code` itself when it is higher."""
    return code[: WIDTHS[level]]
