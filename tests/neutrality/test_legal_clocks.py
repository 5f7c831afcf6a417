"""Legal deadlines, counted by hand against the calendar of 2024, in three time zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.kernel.workdays import is_working_day
from sinergi.neutrality import clocks
from sinergi.neutrality.clocks import Left, due_at, is_within, left
from sinergi.neutrality.clockwork import left_words
from sinergi.neutrality.law import Deadline, deadlines

WIB, WITA, WIT = (
    ZoneInfo("Asia/Jakarta"),
    ZoneInfo("Asia/Makassar"),
    ZoneInfo("Asia/Jayapura"),
)
ZONES = (WIB, WITA, WIT)
LAW = deadlines()

# Rule, event and end as the clocks of the region show them; the comment says how it was counted.
TABLE = [
    # Hours run to the minute, through nights, weekends and holidays.
    ("forward_criminal", "2024-10-04 16:30", WIB, "2024-10-05 16:30"),  # over a Saturday
    ("forward_criminal", "2024-11-26 23:59", WIB, "2024-11-27 23:59"),  # over the voting day
    ("forward_criminal", "2024-12-31 22:15", WIT, "2025-01-01 22:15"),  # over the new year
    ("forward_criminal", "2024-02-28 08:00", WITA, "2024-02-29 08:00"),  # into the leap day
    ("gakkumdu_discussion", "2024-09-15 00:00", WIB, "2024-09-16 00:00"),  # into Maulid
    # Calendar days: the day of the event is not counted, the last one counts whole.
    ("report_window", "2024-09-10 08:00", WIB, "2024-09-17 end"),
    ("report_window", "2024-09-10 00:00", WIB, "2024-09-17 end"),  # first minute of the day
    ("report_window", "2024-09-10 23:59", WIB, "2024-09-17 end"),  # last minute of the day
    ("report_window", "2024-02-23 10:00", WIB, "2024-03-01 end"),  # 24-29 Feb are six days
    ("report_window", "2023-02-22 10:00", WIB, "2023-03-01 end"),  # no leap day: 23-28, 1
    ("initial_study", "2024-09-14 09:00", WIB, "2024-09-16 end"),  # ends on Maulid all the same
    ("initial_study", "2024-11-25 21:00", WITA, "2024-11-27 end"),  # ends on the voting day
    ("completion", "2024-10-05 13:00", WIB, "2024-10-07 end"),  # Saturday to Monday
    ("decision", "2024-10-04 10:00", WIB, "2024-10-07 end"),  # Friday: 5, 6, 7
    ("decision", "2024-12-24 23:30", WIB, "2024-12-27 end"),  # Christmas and joint leave count
    ("decision", "2024-12-30 23:30", WIT, "2025-01-02 end"),
    ("decision_extra", "2024-10-07 23:59", WIB, "2024-10-09 end"),
    ("administrative_follow_up", "2024-11-20 15:00", WIB, "2024-11-27 end"),
    ("dispute_decision", "2024-09-23 09:00", WIB, "2024-10-05 end"),
    ("first_instance", "2024-11-25 10:00", WIB, "2024-12-02 end"),
    ("appeal_filed", "2024-12-02 10:00", WIB, "2024-12-05 end"),
    # Working days: weekends, national holidays and joint leave are left out.
    ("file_returned", "2024-09-10 10:00", WIB, "2024-09-13 end"),  # 11, 12, 13
    ("file_returned", "2024-09-12 10:00", WIB, "2024-09-18 end"),  # 13, (14, 15, Maulid 16) 17, 18
    ("file_returned", "2024-09-13 10:00", WIB, "2024-09-19 end"),  # (14, 15, 16) 17, 18, 19
    ("file_returned", "2024-09-14 10:00", WIB, "2024-09-19 end"),  # a Saturday: the same
    ("file_returned", "2024-09-16 10:00", WIB, "2024-09-19 end"),  # Maulid itself: the same
    ("file_resubmitted", "2024-11-25 10:00", WIB, "2024-11-29 end"),  # 26, (27) 28, 29
    ("file_resubmitted", "2024-11-26 10:00", WIB, "2024-12-02 end"),  # (27) 28, 29, (30, 1) 2
    ("to_court", "2024-12-23 10:00", WIB, "2025-01-02 end"),  # 24, (25, 26) 27, 30, 31, (1) 2
    ("to_court", "2024-12-20 10:00", WIB, "2024-12-31 end"),  # 23, 24, (25-26) 27, 30, 31
    ("to_court", "2024-04-05 10:00", WIB, "2024-04-22 end"),  # (8-15 Idul Fitri) 16-19, 22
    ("to_court", "2024-05-08 10:00", WIB, "2024-05-17 end"),  # (9, 10 joint leave) 13-17
    ("investigation", "2024-10-01 10:00", WIB, "2024-10-21 end"),  # 2-4, 7-11, 14-18, 21
    ("investigation", "2024-11-12 10:00", WIB, "2024-12-03 end"),  # 13-15, 18-22, 25-26, 28-29, 2-3
    ("result_dispute", "2024-12-06 22:00", WIB, "2024-12-11 end"),  # Friday: 9, 10, 11
    ("result_dispute_decided", "2025-01-03 10:00", WIB, "2025-03-12 end"),  # counted below
    ("tsm_decision", "2024-06-12 10:00", WIB, "2024-07-04 end"),  # (17 Idul Adha, 18 joint leave)
    ("administrative_court", "2024-09-25 10:00", WIB, "2024-10-16 end"),
    # Before an event: at the latest so long before it.
    ("summons", "2024-10-15 09:00", WIB, "2024-10-04 end"),  # 14, 11, 10, 9, 8, 7, 4
    ("summons", "2024-09-19 09:00", WIB, "2024-09-09 end"),  # 18, 17, (16-14) 13-9
    ("second_summons", "2024-12-02 09:00", WIB, "2024-11-20 end"),  # 29, 28, (27) 26, 25, 22-20
    ("ruling_followed", "2024-11-27 07:00", WIB, "2024-10-28 end"),
    ("ruling_before_results", "2024-12-06 10:00", WIB, "2024-12-01 end"),
    # The same moment is another day further east: 23.30 WIB is 00.30 WITA and 01.30 WIT.
    ("completion", "2024-10-05 23:30", WIB, "2024-10-07 end"),
    ("completion", "2024-10-06 00:30", WITA, "2024-10-08 end"),
    ("completion", "2024-10-06 01:30", WIT, "2024-10-08 end"),
]  # fmt: skip


def at(text: str, zone: ZoneInfo) -> datetime:
    """A moment of the table: a day and an hour there, or the end of that day."""
    day, hour = text.split()
    if hour == "end":
        return datetime.fromisoformat(f"{day}T23:59:59.999999").replace(tzinfo=zone)
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=zone)


@pytest.mark.parametrize(("rule", "event", "zone", "end"), TABLE)
def test_a_deadline_ends_when_one_counts_it_by_hand(
    rule: str, event: str, zone: ZoneInfo, end: str
) -> None:
    assert due_at(LAW[rule], at(event, zone), zone) == at(end, zone)


def test_one_moment_is_two_days_in_two_zones() -> None:
    """The last three rows of the table are one moment."""
    moments = {at(event, zone) for _, event, zone, _ in TABLE[-3:]}
    assert len(moments) == 1
    ends = {due_at(LAW["completion"], moments.copy().pop(), zone) for zone in ZONES}
    assert len(ends) == 3


def test_forty_five_working_days_by_another_count() -> None:
    """From 3 January 2025 on, by weeks: 27-29 January are Isra Mikraj, joint leave, Imlek."""
    weeks = [5, 5, 5, 2, 5, 5, 5, 5, 5]  # 6, 13, 20, 27 January, 3, 10, 17, 24 February, 3 March
    assert sum(weeks) == 42
    third_of_the_next = date(2025, 3, 10) + timedelta(days=2)
    start = datetime(2025, 1, 3, 10, tzinfo=WIB)
    due = due_at(LAW["result_dispute_decided"], start, WIB)
    assert due.astimezone(WIB).date() == third_of_the_next


RULES = st.sampled_from(list(LAW.values()))
AFTER = st.sampled_from([row for row in LAW.values() if not row.before])
MOMENTS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    max_value=datetime(2025, 12, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
ANY_ZONE = st.sampled_from(ZONES)


@given(RULES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=90)), ANY_ZONE)
def test_what_happened_later_ends_no_earlier(
    rule: Deadline, start: datetime, later: timedelta, zone: ZoneInfo
) -> None:
    assert due_at(rule, start, zone) <= due_at(rule, start + later, zone)


@given(AFTER, MOMENTS, ANY_ZONE)
def test_every_deadline_takes_time_and_ends_on_its_kind_of_day(
    rule: Deadline, start: datetime, zone: ZoneInfo
) -> None:
    due = due_at(rule, start, zone)
    assert due > start
    if rule.unit == "hours":
        assert due - start == timedelta(hours=rule.amount)
        return
    last = due.astimezone(zone)
    assert (last.hour, last.minute, last.second, last.microsecond) == (23, 59, 59, 999999)
    if rule.unit == "working_days":
        assert is_working_day(last.date())
    else:
        assert last.date() - start.astimezone(zone).date() == timedelta(days=rule.amount)


@given(AFTER, MOMENTS, ANY_ZONE)
def test_working_days_are_never_shorter_than_calendar_days(
    rule: Deadline, start: datetime, zone: ZoneInfo
) -> None:
    def counted(unit: Any) -> datetime:
        return due_at(replaced(rule, unit=unit), start, zone)

    assert counted("working_days") >= counted("calendar_days")


@given(MOMENTS, st.integers(1, 30), st.integers(1, 30), ANY_ZONE)
def test_one_deadline_after_another_is_their_sum(
    start: datetime, first: int, second: int, zone: ZoneInfo
) -> None:
    """In each unit: the end of the first is a day (or an hour) from which the second runs."""
    for unit in ("hours", "calendar_days", "working_days"):
        rule = LAW["decision"]
        one = due_at(replaced(rule, unit=unit, amount=first), start, zone)
        both = due_at(replaced(rule, unit=unit, amount=second), one, zone)
        assert both == due_at(replaced(rule, unit=unit, amount=first + second), start, zone)


@given(RULES, MOMENTS, ANY_ZONE)
def test_no_zone_of_indonesia_shifts(rule: Deadline, start: datetime, zone: ZoneInfo) -> None:
    due = due_at(rule, start, zone)
    assert due.astimezone(zone).utcoffset() == start.astimezone(zone).utcoffset()


@given(AFTER, MOMENTS, ANY_ZONE, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_what_is_left_never_grows_and_turns_late_exactly_at_the_end(
    rule: Deadline, start: datetime, zone: ZoneInfo, passed: timedelta
) -> None:
    due = due_at(rule, start, zone)
    rest = left(rule, due, start + passed, zone)
    assert rest.late == (start + passed > due)
    assert rest.amount >= 0
    assert not left(rule, due, due, zone).late
    assert left(rule, due, due + timedelta(microseconds=1), zone).late


def replaced(rule: Deadline, **changes: Any) -> Deadline:
    """The same rule, otherwise."""
    return Deadline(**{**vars(rule), **changes})


@pytest.mark.parametrize(
    ("rule", "due", "moment", "found", "words"),
    [
        ("decision", "2024-10-07 end", "2024-10-04 10:00", Left(3, "calendar_days"), "3 hari lagi"),
        ("decision", "2024-10-07 end", "2024-10-07 18:30", Left(5, "hours"), "5 jam lagi"),
        ("decision", "2024-10-07 end", "2024-10-07 23:20", Left(39, "minutes"), "39 menit lagi"),
        ("decision", "2024-10-07 end", "2024-10-09 07:00", Left(2, "calendar_days", late=True),
         "lewat 2 hari"),
        ("to_court", "2024-09-19 end", "2024-09-13 10:00", Left(3, "working_days"),
         "3 hari kerja lagi"),
        ("to_court", "2024-09-17 end", "2024-09-14 10:00", Left(1, "working_days"),
         "1 hari kerja lagi"),
        ("to_court", "2024-09-13 end", "2024-09-15 10:00", Left(2, "calendar_days", late=True),
         "lewat 2 hari"),
        ("to_court", "2024-09-13 end", "2024-09-18 10:00", Left(2, "working_days", late=True),
         "lewat 2 hari kerja"),
        ("forward_criminal", "2024-10-05 16:30", "2024-10-05 11:00", Left(5, "hours"),
         "5 jam lagi"),
        ("forward_criminal", "2024-10-05 16:30", "2024-10-05 19:30", Left(3, "hours", late=True),
         "lewat 3 jam"),
        ("forward_criminal", "2024-10-05 16:30", "2024-10-08 16:30",
         Left(3, "calendar_days", late=True), "lewat 3 hari"),
    ],
)  # fmt: skip
def test_what_is_left_is_told_as_the_law_counts(
    rule: str, due: str, moment: str, found: Left, words: str
) -> None:
    rest = left(LAW[rule], at(due, WIB), at(moment, WIB), WIB)
    assert rest == found
    assert left_words(rest) == words


@pytest.mark.parametrize(("done", "in_time"), [("2024-09-17", True), ("2024-09-18", False)])
def test_seven_days_to_report_are_counted_in_days(done: str, in_time: bool) -> None:
    known = date(2024, 9, 10)
    assert is_within(LAW["report_window"], known, date.fromisoformat(done)) is in_time


def test_hours_of_a_clock_are_those_of_its_region() -> None:
    assert clocks.end_of(date(2024, 9, 10), WIT) == datetime(
        2024, 9, 10, 14, 59, 59, 999999, tzinfo=UTC
    )
