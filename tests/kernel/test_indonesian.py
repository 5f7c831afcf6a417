"""Numbers in words and dates, as officials write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.kernel import indonesian

DIGITS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9,
}  # fmt: skip
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}
JOINED = {"sepuluh": "satu puluh", "sebelas": "satu belas", "seratus": "satu ratus"}


def read_words(text: str) -> int:
    """What the words mean, read independently of how they are made."""
    for joined, apart in {**JOINED, "seribu": "satu ribu"}.items():
        text = text.replace(joined, apart)
    total = group = digit = 0
    for word in text.split():
        if word in DIGITS:
            group, digit = group + digit, DIGITS[word]
        elif word == "belas":
            group, digit = group + 10 + digit, 0
        elif word in ("puluh", "ratus"):
            group, digit = group + digit * (10 if word == "puluh" else 100), 0
        elif word in SCALES:
            total, group, digit = total + (group + digit) * SCALES[word], 0, 0
    return total + group + digit


@given(st.integers(1, indonesian.LARGEST) | st.integers(1, 9999))
def test_the_words_mean_the_number(number: int) -> None:
    assert read_words(indonesian.number_words(number)) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (10, "sepuluh"), (11, "sebelas"), (19, "sembilan belas"),
        (21, "dua puluh satu"),
        (100, "seratus"), (111, "seratus sebelas"), (1000, "seribu"), (1100, "seribu seratus"),
        (2024, "dua ribu dua puluh empat"), (11_000, "sebelas ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"), (1_001_000, "satu juta seribu"), (-5, "minus lima"),
    ],
)  # fmt: skip
def test_known_numbers(number: int, words: str) -> None:
    assert indonesian.number_words(number) == words


def test_a_number_beyond_words_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        indonesian.number_words(10**15)


def test_dates_and_times() -> None:
    moment = datetime(2024, 9, 10, 8, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert indonesian.long_moment(moment) == "Selasa, 10 September 2024 pukul 08.00 WIB"
    assert indonesian.clock_time(moment.astimezone(ZoneInfo("Asia/Jayapura"))) == "10.00 WIT"
    assert indonesian.clock_time(moment.astimezone(ZoneInfo("Asia/Makassar"))) == "09.00 WITA"
    half = timezone(timedelta(hours=7, minutes=30))
    assert indonesian.zone_name(moment.astimezone(half)) == "UTC+0730"
    assert indonesian.long_date(date(2024, 8, 17)) == "17 Agustus 2024"
    assert indonesian.counted(3) == "3 (tiga)"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        indonesian.zone_name(datetime(2024, 9, 10))  # noqa: DTZ001
