"""One filter for page, map, exports and API: read from an address, and written back to it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sinergi.incidents import rules
from sinergi.incidents.filter_words import Names, names_of, parts_of, sentence
from sinergi.incidents.filters import CONDITIONS, IncidentFilter, read_filter, require_filter
from sinergi.incidents.kinds import BODIES, KINDS
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Problem
from tests import factories


def _some(values, most=3):
    ordered = list(values)
    return st.sets(st.sampled_from(ordered), max_size=most).map(
        lambda chosen: tuple(value for value in ordered if value in chosen)
    )


words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40).map(
    lambda text: " ".join(text.split())
)
days = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@st.composite
def filters(draw: st.DrawFn) -> IncidentFilter:
    period = draw(st.sampled_from(["none", "days", "dates"]))
    since, until = (sorted([draw(days), draw(days)])) if period == "dates" else (None, None)
    return IncidentFilter(
        kinds=draw(_some(KINDS)),
        severities=draw(_some(rules.SEVERITIES)),
        states=draw(_some((*CONDITIONS, *rules.STATES))),
        level=draw(st.sampled_from(["", *rules.LEVELS])),
        above_home=draw(st.booleans()),
        place=draw(st.sampled_from(["", "35.19", factories.DISTRICT, factories.VILLAGE])),
        days=draw(st.integers(1, 366)) if period == "days" else 0,
        since=since,
        until=until,
        words=draw(words),
        desk=draw(st.none() | st.uuids()),
        asked=draw(st.none() | st.uuids()),
        body=draw(st.sampled_from(["", *BODIES])),
        unanswered=draw(st.booleans()),
        visibility=draw(st.sampled_from(["", "ordinary", "restricted"])),
    )


@given(filters())
def test_a_filter_comes_back_from_its_own_address(wanted):
    assert require_filter(QueryDict(wanted.query())) == wanted


def test_nothing_asked_for_is_everything_and_says_so():
    assert IncidentFilter().query() == "state=all"
    assert require_filter(QueryDict("state=all")) == IncidentFilter()


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("kind=party", "kind", "Pilih salah satu dari daftar."),
        ("severity=awful", "severity", "Pilih salah satu dari daftar."),
        ("state=lost", "state", "Pilih salah satu dari daftar."),
        ("level=moon", "level", "Pilih salah satu dari daftar."),
        ("place=Jiwan", "place", "Pilih tempat dari daftar."),
        ("days=soon", "days", "Tulis jumlah hari."),
        ("days=-1", "days", "Tulis jumlah hari."),
        ("days=9999", "days", "Paling lama 366 hari."),
        ("from=yesterday", "from", "Tulis tanggal, misalnya 10/09/2024."),
        ("to=9999-12-31", "to", "Tulis tanggal, misalnya 10/09/2024."),
        ("from=2024-09-10&to=2024-09-09", "to", "Periode berakhir sebelum dimulai."),
        ("desk=1", "desk", "Pilih salah satu dari daftar."),
        ("q=" + "a" * 201, "q", "Paling banyak 200 karakter."),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(query, field, message):
    with translation.override("id"):
        found, errors = read_filter(QueryDict(query))
        assert errors == {field: message}
        assert field in ("to",) or found == IncidentFilter()
        with pytest.raises(Problem) as caught:
            require_filter(QueryDict(query))
    assert caught.value.field == field


def test_days_are_written_as_people_write_them():
    assert require_filter(QueryDict("from=10/09/2024")).since == date(2024, 9, 10)
    assert require_filter(QueryDict("from=10.09.2024")).since == date(2024, 9, 10)


def test_two_days_say_more_than_a_number_of_days():
    wanted = require_filter(QueryDict("days=7&from=2024-09-01"))
    assert (wanted.days, wanted.since) == (0, date(2024, 9, 1))


def _found(world, query, role="duty_officer"):
    post = world.post(role)
    return require_filter(QueryDict(query)).apply(Incident.objects.visible_to(post))


def test_a_period_is_of_days_of_the_region_and_not_of_utc(world, clock):
    midnight = now() - timedelta(hours=8)  # 00.00 WIB, still yesterday in UTC
    factories.many_incidents(world, 1, happened_at=midnight)
    factories.many_incidents(world, 1, happened_at=midnight - timedelta(minutes=1))
    assert _found(world, "days=1").count() == 1
    assert _found(world, "from=2024-09-09&to=2024-09-09").count() == 1
    assert _found(world, "days=2").count() == 2


def test_states_mean_one_or_another(world, clock):
    factories.many_incidents(world, 2)
    factories.many_incidents(
        world, 1, state="settled", next_deadline=None, acknowledged_at=now(), closed_at=now()
    )
    factories.many_incidents(world, 1, next_deadline=now() - timedelta(hours=1))
    factories.many_incidents(world, 1, acknowledged_at=now(), reminders=1)
    assert _found(world, "state=open").count() == 4
    assert _found(world, "state=closed").count() == 1
    assert _found(world, "state=overdue").count() == 2
    assert _found(world, "state=unacknowledged").count() == 3
    assert _found(world, "state=settled&state=overdue").count() == 3
    late = [case for case in Incident.objects.all() if case.is_overdue]
    assert {case.pk for case in late} == set(
        _found(world, "state=overdue").values_list("pk", flat=True)
    )


def test_words_are_found_by_their_stem_and_numbers_by_their_end(world):
    factories.report(world, what="Warga memasang spanduk tanpa izin di balai desa.")
    case = factories.report(world, what="Ronda malam bertemu rombongan pesilat.")
    assert _found(world, "q=pemasangan").count() == 1
    assert _found(world, "q=pesilat+-spanduk").get() == case
    assert _found(world, f"q={case.number}").get() == case
    assert _found(world, f"q={case.number[-6:]}").get() == case


def test_above_home_is_what_left_the_desk_of_its_place(world):
    factories.many_incidents(world, 1)
    factories.many_incidents(world, 1, desk=world.desk(factories.DISTRICT))
    factories.many_incidents(
        world, 1, desk=world.desk(factories.DISTRICT), region=world.region(factories.DISTRICT)
    )
    assert _found(world, "above=yes").count() == 1


def test_a_filter_is_told_in_one_sentence(world):
    post = world.post("duty_officer")
    wanted = IncidentFilter(
        kinds=("hoax",),
        severities=("high", "critical"),
        states=("open",),
        place=factories.OTHER_DISTRICT,
        days=7,
        words="amplop",
    )
    with translation.override("id"):
        parts = parts_of(wanted, names_of(wanted, post))
        told = sentence(parts)
        nothing = sentence(parts_of(IncidentFilter(), Names()))
    assert told == (
        "Hoaks atau kabar burung, tinggi atau kritis, terbuka, di Kec. Jiwan, "
        "7 hari terakhir, “amplop”"
    )
    assert nothing == "Semua kasus"
    assert parts[0].without.kinds == () and parts[0].without.severities == wanted.severities


def test_desks_and_agencies_are_named_only_inside_the_operation(world, other_world):
    post = world.post("duty_officer")
    own = IncidentFilter(desk=world.desk().pk, asked=world.agencies["polres"].pk)
    assert names_of(own, post).desk == world.desk().name
    foreign = IncidentFilter(desk=other_world.desk().pk)
    assert names_of(foreign, post).desk == str(other_world.desk().pk)
    assert names_of(IncidentFilter(desk=uuid.uuid4()), post).asked == ""
