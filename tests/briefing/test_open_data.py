"""Data for other programs: in the scope of who asks, stable, whole or since a mark; and for all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sinergi.agencies.actions import make_token
from sinergi.agencies.actions.tokens import new_secret
from sinergi.briefing.actions import switch_open_data
from sinergi.briefing.open_data import tables
from sinergi.briefing.open_data.datasets import ALL
from sinergi.incidents.actions import verify
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import now, real_now, use_operation
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.kernel.suppression import FEW
from tests import factories
from tests.factories import DISTRICT, ELSEWHERE, VILLAGE, World, many_incidents, report
from tests.fixtures import Clock

SECRET = "Rahasia jangan keluar"


@pytest.fixture
def full(world: World) -> World:
    """Cases in both districts, one of them restricted."""
    many_incidents(world, 6)
    many_incidents(world, 4, region=world.region(ELSEWHERE), desk=world.desk(ELSEWHERE))
    named = world.agencies["polres"].pk
    many_incidents(world, 1, visibility="restricted", audience=[named], what=SECRET)
    return world


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def lines(client: Client, dataset: str, **asked: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/bulk/{dataset}", asked)
    assert answer.status_code == 200, answer.content
    return [json.loads(line) for line in body_of(answer).splitlines()]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["duty_officer", "district_head", "kapolsek", "police_officer"])
def test_each_gets_what_lies_in_her_scope(
    full: World, signed_in: Callable[[str], Client], role: str
) -> None:
    post = full.post(role)
    told = lines(signed_in(role), "incidents")
    meant = Incident.objects.visible_to(post).filter(visibility="ordinary")
    assert {row["id"] for row in told} == {str(key) for key in meant.values_list("pk", flat=True)}
    assert SECRET not in json.dumps(told)


@pytest.mark.django_db
def test_who_takes_no_lists_out_takes_no_data(
    full: World, signed_in: Callable[[str], Client]
) -> None:
    assert signed_in("babinsa").get("/api/v1/bulk/incidents").status_code == 403
    assert signed_in("babinsa").get("/data/").status_code == 403


@pytest.mark.django_db
def test_a_token_that_only_reads_may_and_it_is_written_down(full: World) -> None:
    post = full.post("district_head")
    secret = new_secret()
    ends = real_now() + timedelta(days=30)
    make_token(post, post, secret=secret, name="BI", scopes=["read"], expires_at=ends)
    answer = Client().get("/api/v1/bulk/incidents", HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert answer.status_code == 200
    assert len(body_of(answer).splitlines()) == 6
    (entry,) = JournalEntry.objects.filter(verb="data.taken")
    assert entry.facts["dataset"] == "incidents" and entry.subject_id == str(post.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("dataset", ALL, ids=lambda row: row.code)
def test_a_set_keeps_to_its_schema(
    full: World, signed_in: Callable[[str], Client], dataset: Any
) -> None:
    client = signed_in("duty_officer")
    schema = {row["code"]: row for row in client.get("/api/v1/bulk").json()}[dataset.code]
    names = [column["name"] for column in schema["columns"]]
    for row in lines(client, dataset.code):
        assert list(row) == names
    text = body_of(client.get(f"/api/v1/bulk/{dataset.code}?form=hxl")).decode()
    head = list(csv.reader(io.StringIO(text)))[:2]
    assert head == [names, [column["hxl"] for column in schema["columns"]]]
    assert all(tag.startswith("#") for tag in head[1])
    if dataset.geometry:
        told = json.loads(body_of(client.get(f"/api/v1/bulk/{dataset.code}?form=geojson")))
        assert told["type"] == "FeatureCollection"
    else:
        answer = client.get(f"/api/v1/bulk/{dataset.code}?form=geojson")
        assert answer.status_code == 422


@pytest.mark.django_db
def test_villages_are_counted(full: World, signed_in: Callable[[str], Client]) -> None:
    told = {row["village"]: row for row in lines(signed_in("duty_officer"), "villages")}
    assert told[VILLAGE]["incidents"] == 6 and told[ELSEWHERE]["open"] == 4
    assert len(told) == 4


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_rows(
    full: World, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("duty_officer")
    few = statements(client)
    many_incidents(full, 50)
    assert statements(client) == few <= 14


def statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as caught:
        body_of(client.get("/api/v1/bulk/incidents"))
    return len(caught)


@pytest.mark.django_db
def test_a_mark_that_is_not_ours_is_refused(
    full: World, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("duty_officer")
    assert client.get("/api/v1/bulk/incidents?changed_since=abc").status_code == 422
    mark = client.get("/api/v1/bulk/incidents")["Sinergi-Cursor"]
    assert client.get(f"/api/v1/bulk/regions?changed_since={mark}").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_since_a_mark_only_what_changed() -> None:
    world = factories.make_world("bulk")
    with use_operation(world.operation):
        cases = [report(world, what=f"Perselisihan nomor {n}.") for n in range(3)]
        client = Client()
        client.force_login(
            world.posts["duty_officer"].account, backend="sinergi.agencies.backends.PhoneOrEmail"
        )
        first = client.get("/api/v1/bulk/incidents")
        assert len(body_of(first).splitlines()) == 3
        with transaction.atomic():
            verify(world.post("babinsa"), cases[1])
        again = lines(client, "incidents", changed_since=first["Sinergi-Cursor"])
        assert [row["id"] for row in again] == [str(cases[1].pk)]


# -- The open figures


@pytest.fixture
def shown(world: World, clock: Clock) -> World:
    """An operation that shows its figures, five weeks after many incidents."""
    many_incidents(world, 12, state="settled", closed_at=now(), next_deadline=None)
    many_incidents(world, 7, region=world.region(ELSEWHERE), desk=world.desk(ELSEWHERE))
    named = world.agencies["polres"].pk
    many_incidents(world, 9, visibility="restricted", audience=[named])
    switch_open_data(world.post("desk_coordinator"), world.operation, on=True)
    clock.forward(days=35)
    return world


@pytest.mark.django_db
def test_switched_off_there_is_no_such_page(world: World) -> None:
    for address in ("/open/", "/open/figures.json", "/open/figures.csv"):
        assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_everybody_sees_counts_without_the_restricted(shown: World) -> None:
    told = Client().get("/open/figures.json").json()
    assert told["incidents"] == 19
    counts = {row["code"]: row["incidents"] for row in told["districts"]}
    assert counts[DISTRICT] == 12
    page = Client().get("/open/")
    assert page.status_code == 200 and "Angka terbuka" in page.content.decode()
    text = Client().get("/open/figures.csv").content.decode()
    assert text.splitlines()[1] == "#meta+table,#adm3+code,#meta+row,#indicator+num"
    assert VILLAGE not in text and VILLAGE not in json.dumps(told)


@pytest.mark.django_db
def test_what_is_new_this_week_is_not_counted_yet(shown: World, clock: Clock) -> None:
    before = Client().get("/open/figures.json").json()
    many_incidents(shown, 10)
    assert Client().get("/open/figures.json").json() == before


@pytest.mark.django_db
def test_only_who_issues_reports_switches(world: World, signed_in: Any) -> None:
    with pytest.raises(Problem):
        switch_open_data(world.post("duty_officer"), world.operation, on=True)
    client = signed_in("regional_secretary")
    assert client.get("/data/").status_code == 200
    assert client.post("/data/switch/", {"on": "yes"}).status_code == 302
    assert Client().get("/open/").status_code == 200
    client.post("/data/switch/", {"on": "no"})
    assert Client().get("/open/").status_code == 404


counts = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(0, 14))
GROUPS = ("a", "b", "c", "d")


@given(st.dictionaries(st.sampled_from(["1", "2", "3", "4"]), counts))
def test_no_published_table_shows_a_small_cell(kinds: dict[str, dict[str, int]]) -> None:
    codes = ("1", "2", "3", "4")
    months = {code: {"2024-09": sum(told.values())} for code, told in kinds.items()}
    for row in tables.districts_of(codes, kinds, months, GROUPS):
        total = sum(kinds.get(row.code, {}).values())
        assert row.cell.count in (None, total) and (row.cell.count is None or total >= FEW)
        for cell in row.kinds or []:
            assert cell.count is None or cell.count >= FEW
        hidden = [cell for cell in row.kinds or [] if cell.count is None]
        assert len(hidden) != 1, "one hidden cell is had by subtraction"
        if row.cell.count is None:
            assert row.kinds is None and row.months is None
        assert all(span.count >= FEW for span in row.months or [])


@given(st.dictionaries(st.sampled_from(["2024-08", "2024-09", "2024-12"]), st.integers(0, 9)))
def test_months_are_joined_until_each_holds_enough(months: dict[str, int]) -> None:
    spans = tables.spans_of(months)
    if spans is None:
        assert sum(months.values()) < FEW
        return
    assert sum(span.count for span in spans) == sum(months.values())
    assert all(span.count >= FEW and span.first <= span.last for span in spans)


def test_a_turnout_of_few_stations_is_not_shown() -> None:
    rows = [tables.Turnout("1", 4, 900, 1000), tables.Turnout("2", 5, 900, 1000)]
    assert [row.code for row in tables.turnout_of(rows)] == ["2"]


def test_the_share_settled_hides_with_its_parts() -> None:
    some = tables.OpenFigures(outcomes=tables.outcomes_of(
        {"settled_here": 20, "settled_above": 10, "open": 7}
    ))  # fmt: skip
    assert some.share_settled_here == pytest.approx(2 / 3)
    few = tables.OpenFigures(outcomes=tables.outcomes_of(
        {"settled_here": 20, "settled_above": 2, "open": 7}
    ))  # fmt: skip
    assert few.share_settled_here is None


def test_spans_know_the_year() -> None:
    spans = tables.spans_of({"2024-12": 5, "2025-01": 6})
    assert spans is not None
    assert [(span.first.year, span.last.month) for span in spans] == [(2024, 12), (2025, 1)]
    assert spans[1].first - spans[0].first == timedelta(days=31)
