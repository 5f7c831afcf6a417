"""The grammar of short texts. Pure: from letters to what they say, or to what is wrong with them.

    TPS <number> [village or its code] <WORD> [count] [time]

Several may stand in one text, parted by `;` or a new line; the station then carries over. `BATAL`
before the word takes it back; `YA` at the end confirms what would be asked back. Capitals,
punctuation and words such as "jam" or "pemilih" do not matter. See docs/voting-day.md.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time

MOST = 20  # reports in one text
STATION = re.compile(r"\bTPS[\s.:#-]*(?:NO(?:MOR)?\b)?[\s.:#-]*(\d{1,4})(?!\d)")
TOKEN = re.compile(
    r"\d\d\.\d\d\.\d\d\.\d{4}"  # the code of a village
    r"|\d{1,2}[.:]\d\d(?!\d)"  # a time
    r"|\d{1,3}(?:\.\d{3})+|\d+"  # a number
    r"|[^\W\d_]+\d*"
)
CLOCK = re.compile(r"(\d{1,2})[.:]?(\d\d)")
FILLING = frozenset(
    ("JAM", "PUKUL", "PKL", "WIB", "WITA", "WIT", "ORANG", "PEMILIH", "SUDAH", "TELAH", "ADA",
     "TOTAL", "JUMLAH", "LAPOR", "DI")
)  # fmt: skip
KINDS_OF_PLACE = frozenset(("DESA", "DS", "KEL", "KELURAHAN"))
CANCEL, YES = "BATAL", "YA"

EMPTY, NO_STATION, UNKNOWN_WORD, NO_WORD = "empty", "no_station", "unknown_word", "no_word"
NO_COUNT, BAD_TIME, TWO_WORDS, LEFT_OVER, TOO_MANY = (
    "no_count", "bad_time", "two_words", "left_over", "too_many",
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One report of a text. `place` is a village as it was written, or empty."""

    number: int
    place: str
    word: str
    value: int | None = None
    at: time | None = None
    sure: bool = False
    withdrawn: bool = False


@dataclass(frozen=True)
class Correction:
    """What is wrong with a part: a code of this module, what was written, and what may be meant."""

    code: str
    given: str = ""
    hint: str = ""


Head = tuple[int, str]


def is_yes(text: str) -> bool:
    """Whether the text only confirms what was asked back."""
    return TOKEN.findall(text.upper()) in ([YES], [YES, "BENAR"], ["BENAR"], [YES, YES])


def parse(text: str, words: Mapping[str, bool]) -> list[Item | Correction]:
    """What each part of the text says. `words` are the milestones' words: does it take a count?"""
    parts = [part for part in re.split(r"[;\n]+", text.upper()) if TOKEN.search(part)]
    if not parts:
        return [Correction(EMPTY)]
    if len(parts) > MOST:
        return [Correction(TOO_MANY, given=str(MOST))]
    found: list[Item | Correction] = []
    head: Head | None = None
    for part in parts:
        said, head = _read(part, head, words)
        found.append(said)
    return found


def _read(
    part: str, before: Head | None, words: Mapping[str, bool]
) -> tuple[Item | Correction, Head | None]:
    """What a part says, and the station that carries over to the next."""
    match = STATION.search(part)
    tokens = TOKEN.findall(part[match.end() :] if match else part)
    sure = bool(tokens) and tokens[-1] == YES
    tokens = tokens[:-1] if sure else tokens
    withdrawn = CANCEL in tokens
    tokens = _joined([one for one in tokens if one != CANCEL], words)
    head = (int(match[1]), "") if match else before
    at = next((index for index, one in enumerate(tokens) if one in words), None)
    if at is None:
        return _no_word(tokens, words), head
    place = " ".join(one for one in tokens[:at] if one not in KINDS_OF_PLACE | FILLING)
    if head is None or head[0] < 1:
        return Correction(NO_STATION, given=part.strip()[:40]), head
    head = (head[0], place or head[1])
    said = _numbers(Item(*head, tokens[at]), tokens[at + 1 :], words, withdrawn=withdrawn)
    if isinstance(said, Item):
        said = replace(said, sure=sure, withdrawn=withdrawn)
    return said, head


def _joined(tokens: list[str], words: Mapping[str, bool]) -> list[str]:
    """HADIR 9, HADIR9 and HADIR09 are one word."""
    found: list[str] = []
    for token in tokens:
        letters = token.rstrip("0123456789")
        short = letters + token[len(letters) :].zfill(2)
        both = found[-1] + token.zfill(2) if found and token.isdigit() else ""
        if both in words and found[-1] not in words:
            found[-1] = both
        else:
            found.append(short if letters and token not in words and short in words else token)
    return found


def _no_word(tokens: list[str], words: Mapping[str, bool]) -> Correction:
    """Which token was meant as the word: the one most like a word, else the last of letters."""
    letters = [one for one in tokens if one[0].isalpha() and one not in FILLING]
    for token in letters:
        if like := difflib.get_close_matches(token, list(words), 1, 0.7):
            return Correction(UNKNOWN_WORD, given=token, hint=like[0])
    return Correction(UNKNOWN_WORD, given=letters[-1]) if letters else Correction(NO_WORD)


def _numbers(
    item: Item, tokens: list[str], words: Mapping[str, bool], *, withdrawn: bool
) -> Item | Correction:
    """Read count and time from what stands behind the word."""
    tokens = [one for one in tokens if one not in FILLING]
    if more := next((one for one in tokens if one in words), ""):
        return Correction(TWO_WORDS, given=more)
    if words[item.word] and not withdrawn:
        count = next((one for one in tokens if re.fullmatch(r"\d{1,3}(\.\d{3})+|\d+", one)), None)
        if count is None:
            return Correction(NO_COUNT, given=item.word)
        tokens.remove(count)
        item = replace(item, value=int(count.replace(".", "")[:7]))
    if tokens and tokens[0][0].isdigit():
        clock = read_clock(tokens.pop(0))
        if clock is None:
            return Correction(BAD_TIME, given=item.word)
        item = replace(item, at=clock)
    return Correction(LEFT_OVER, given=" ".join(tokens)[:40]) if tokens else item


def read_clock(text: str) -> time | None:
    """07.05, 7:05, 705 and 7 as a time of the day; None for what is none."""
    match = CLOCK.fullmatch(text) or re.fullmatch(r"(\d{1,2})()", text)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    return time(int(match[1]), int(match[2] or 0))
