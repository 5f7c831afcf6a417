"""Numbers in words and dates as Indonesian officials write them. Pure.

Spelling after the *Pedoman Umum Ejaan Bahasa Indonesia*; times with a dot (08.00), zones by their
Indonesian names.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date

_UNITS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
)  # fmt: skip
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
LARGEST = 10**15 - 1


def number_words(number: int) -> str:
    """A whole number in words: 2024 -> "dua ribu dua puluh empat". ValueError past LARGEST."""
    if abs(number) > LARGEST:
        raise ValueError("too large to be written in words")
    if number < 0:
        return f"minus {number_words(-number)}"
    for scale, name in _SCALES:
        if number >= scale:
            return _with_rest(f"{number_words(number // scale)} {name}", number % scale)
    return _below_million(number)


def _below_million(number: int) -> str:
    if number < 12:
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    if number < 100:
        return _with_rest(f"{_UNITS[number // 10]} puluh", number % 10)
    if number < 1000:
        return _with_rest(_one_or("seratus", number // 100, "ratus"), number % 100)
    return _with_rest(_one_or("seribu", number // 1000, "ribu"), number % 1000)


def _one_or(single: str, count: int, name: str) -> str:
    """Indonesian joins one with its scale: seratus, seribu."""
    return single if count == 1 else f"{_below_million(count)} {name}"


def _with_rest(text: str, rest: int) -> str:
    return f"{text} {number_words(rest)}" if rest else text


def long_date(day: date) -> str:
    """10 September 2024"""
    return format_date(day, "d MMMM y", locale="id")


def long_day(day: date) -> str:
    """Selasa, 10 September 2024"""
    return format_date(day, "EEEE, d MMMM y", locale="id")


def zone_name(moment: datetime) -> str:
    """WIB, WITA or WIT of a moment given in local time; its offset anywhere else."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a moment needs its zone")
    whole = _ZONES.get(int(offset / timedelta(hours=1)))
    return whole if whole and not offset % timedelta(hours=1) else moment.strftime("UTC%z")


def clock_time(moment: datetime) -> str:
    """08.00 WIB"""
    return f"{moment:%H.%M} {zone_name(moment)}"


def long_moment(moment: datetime) -> str:
    """Selasa, 10 September 2024 pukul 08.00 WIB"""
    return f"{long_day(moment)} pukul {clock_time(moment)}"


def spelled_day(day: date) -> str:
    """The opening of a Berita Acara, after "Pada hari ini".

    "Selasa tanggal sepuluh bulan September tahun dua ribu dua puluh empat"
    """
    weekday, month = (format_date(day, form, locale="id") for form in ("EEEE", "MMMM"))
    return f"{weekday} tanggal {number_words(day.day)} bulan {month} tahun {number_words(day.year)}"


def counted(number: int) -> str:
    """A number with its words, as in an official record: "3 (tiga)"."""
    return f"{number} ({number_words(number)})"
