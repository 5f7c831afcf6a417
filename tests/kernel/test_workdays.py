"""Working days, counted by hand against the calendar of 2024 (SKB 3 Menteri) and of 2025."""

from __future__ import annotations

from datetime import date

import pytest

from sinergi.kernel.workdays import (
    add_working_days,
    holidays_of,
    is_working_day,
    working_days_between,
)

# Days on which offices are closed, as the joint decrees for 2024 name them.
CLOSED_2024 = [
    date(2024, 1, 1),  # New Year
    date(2024, 2, 8),  # Isra Mikraj
    date(2024, 2, 9),  # joint leave
    date(2024, 4, 8),  # joint leave of Idul Fitri
    date(2024, 4, 10),  # Idul Fitri
    date(2024, 5, 1),  # Labour Day
    date(2024, 6, 17),  # Idul Adha
    date(2024, 9, 16),  # Maulid
    date(2024, 11, 27),  # voting day (Keppres 33/2024)
    date(2024, 12, 25),  # Christmas
    date(2024, 12, 26),  # joint leave
]


@pytest.mark.parametrize("day", CLOSED_2024)
def test_offices_are_closed_on_holidays(day: date) -> None:
    assert not is_working_day(day)
    assert day.weekday() < 5, "or it would prove nothing"


@pytest.mark.parametrize("day", [date(2024, 9, 14), date(2024, 9, 15)])
def test_and_on_weekends(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        # Tue 10 Sep: 11, 12, 13, (weekend, Maulid on Mon 16), 17, 18
        (date(2024, 9, 10), 5, date(2024, 9, 18)),
        # Fri 13 Sep: the next is Tue 17
        (date(2024, 9, 13), 1, date(2024, 9, 17)),
        # Sat 14 Sep: the same, for the day of the start is never counted
        (date(2024, 9, 14), 1, date(2024, 9, 17)),
        # Tue 26 Nov: voting day is a holiday, so Thu 28
        (date(2024, 11, 26), 1, date(2024, 11, 28)),
        # Result announced Fri 6 Dec: filed within 3 working days, until Wed 11
        (date(2024, 12, 6), 3, date(2024, 12, 11)),
        # Mon 23 Dec: 24, (25, 26), 27, 30, 31, (1 Jan), 2 Jan
        (date(2024, 12, 23), 5, date(2025, 1, 2)),
        # back from Wed 18 Sep: 17, (16, 15, 14), 13, 12, 11, 10
        (date(2024, 9, 18), -5, date(2024, 9, 10)),
        (date(2024, 9, 15), 0, date(2024, 9, 15)),
    ],
)
def test_counted_by_hand(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end


def test_a_dispute_about_the_result_ends_in_march() -> None:
    """45 working days from Friday 3 January 2025 (registration, BRPK): UU 10/2016 art. 157(8).

    By hand: January has 20 weekdays after the 3rd, less Isra Mikraj (27th), the joint leave (28th)
    and Imlek (29th): 17. February has 20: 37. So eight more in March: 3-7 (5), 10, 11, 12.
    """
    assert add_working_days(date(2025, 1, 3), 45) == date(2025, 3, 12)


def test_between_counts_the_end_and_not_the_start() -> None:
    assert working_days_between(date(2024, 9, 10), date(2024, 9, 18)) == 5
    assert working_days_between(date(2024, 9, 13), date(2024, 9, 16)) == 0
    assert working_days_between(date(2024, 9, 18), date(2024, 9, 10)) == -5


def test_holidays_have_names() -> None:
    assert "Maulid" in holidays_of(2024)[date(2024, 9, 16)]
