"""Times and figures as they stand on the page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from sinergi.kernel.clock import stopped_at
from sinergi.web import timing
from sinergi.web.templatetags import sinergi as tags

EIGHT = datetime(2024, 9, 10, 1, 0, tzinfo=UTC)  # 08.00 WIB


@pytest.fixture(autouse=True)
def _standing_clock():
    with stopped_at(EIGHT), translation.override("id"):
        yield


def test_a_moment_is_shown_in_the_zone_of_the_region_with_its_name():
    assert tags.moment(EIGHT) == "Sel 10 Sep 2024, 08.00 WIB"
    with translation.override("en"):
        assert tags.moment(EIGHT) == "Tue 10 Sept 2024, 08:00 WIB"


def test_an_hour_of_another_day_says_its_day():
    assert tags.nearby(EIGHT + timedelta(hours=2)) == "10.00 WIB"
    assert tags.nearby(EIGHT + timedelta(days=77)) == "26 Nov, 08.00 WIB"
    assert tags.nearby(EIGHT - timedelta(hours=9)) == "9 Sep, 23.00 WIB"
    assert tags.nearby(None) == ""


def test_a_day_begins_when_it_begins_in_the_region():
    late = datetime(2024, 9, 9, 17, 30, tzinfo=UTC)  # 00.30 WIB of the next day
    assert tags.day(late) == "Selasa, 10 September 2024"
    assert tags.short_day(date(2024, 9, 10)) == "10 Sep 2024"
    assert tags.hour(late) == "00.30 WIB"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=5), "1 menit"),
        (timedelta(minutes=12), "12 menit"),
        (timedelta(minutes=60), "1 jam"),
        (timedelta(hours=2, minutes=5), "2 jam 5 menit"),
        (timedelta(hours=31, minutes=5), "31 jam"),
        (timedelta(days=4, hours=3), "4 hari"),
    ],
)
def test_a_span_is_no_finer_than_one_needs(span, words):
    assert timing.span_text(span) == words


def test_how_long_ago_goes_by_the_clock_of_the_operation():
    assert tags.ago(EIGHT - timedelta(minutes=12)) == "12 menit lalu"
    assert tags.ago(EIGHT - timedelta(seconds=20)) == "baru saja"
    assert tags.ago(EIGHT + timedelta(hours=2)) == "2 jam lagi"


def test_a_deadline_says_what_is_left_and_what_is_over():
    assert tags.left(EIGHT + timedelta(hours=2)) == "sisa 2 jam"
    assert tags.left(EIGHT - timedelta(hours=3)) == "lewat 3 jam"
    assert tags.is_past(EIGHT)
    assert not tags.is_past(EIGHT + timedelta(seconds=1))


@pytest.mark.parametrize(
    "shown", [tags.moment, tags.hour, tags.day, tags.short_day, tags.ago, tags.left]
)
def test_what_has_no_time_shows_nothing(shown):
    assert shown(None) == ""


def test_figures_are_written_as_in_the_language_of_the_page():
    assert tags.digits(12345) == "12.345"
    assert tags.digits(1234.56, 1) == "1.234,6"
    assert tags.digits(None) == tags.digits("") == ""
    assert tags.percent(0.625) == "62 %"
    assert tags.percent(None) == "–"
    assert tags.span(95) == "1 jam 35 menit"
    with translation.override("en"):
        assert tags.digits(12345) == "12,345"
