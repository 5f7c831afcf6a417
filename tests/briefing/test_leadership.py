"""The picture of the leadership: every figure opens exactly the records that it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.agencies.actions import confirm_day
from sinergi.briefing.queries.leadership import picture_of
from sinergi.followups.actions import assign
from sinergi.incidents.actions import start_handling, verify
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import now
from tests import factories
from tests.factories import ELSEWHERE, REGENCY, World, many_incidents, report
from tests.factories_readiness import readiness
from tests.fixtures import Clock

pytestmark = pytest.mark.django_db
ROLES = ["regent", "duty_officer", "district_head", "kapolsek", "babinsa", "police_officer"]


@pytest.fixture
def busy(world: World, clock: Clock) -> World:
    """Cases of every sort in both districts, overdue ones, follow-ups, readiness, confirmations."""
    readiness(world)
    many_incidents(world, 6)
    many_incidents(world, 3, at=now() - timedelta(days=3))
    many_incidents(
        world, 4, severity="critical", desk=world.desk(REGENCY), region=world.region(ELSEWHERE)
    )
    many_incidents(
        world, 2, severity="high", desk=world.desk(factories.DISTRICT),
        next_deadline=now() - timedelta(hours=2),
    )  # fmt: skip
    done = {"state": "settled", "closed_at": now(), "next_deadline": None, "outcome": "Damai."}
    many_incidents(world, 5, at=now() - timedelta(days=9), **done)
    many_incidents(
        world, 2, desk=world.desk(factories.DISTRICT), at=now() - timedelta(days=9), **done
    )
    restricted(world)
    promised(world)
    confirm_day(world.post("babinsa"), world.desk(), nil=True, day=now().date())
    clock.forward(hours=3)
    return world


def restricted(world: World) -> Incident:
    """A critical case that only the police may know of."""
    named = world.agencies["polres"].pk
    (row,) = many_incidents(
        world, 1, severity="critical", visibility="restricted", audience=[named]
    )
    return row


def promised(world: World) -> None:
    """Follow-ups that are overdue in three hours: of an agency, a desk, and a body outside."""
    coordinator, desk = world.post("desk_coordinator"), world.desk(REGENCY)
    for to in (world.agencies["polsek"], world.agencies["polsek"], world.desk(), "PLN Madiun"):
        assign(
            coordinator, desk, kind="task", title="Periksa genset", to=to,
            due_at=now() + timedelta(hours=1), region=world.region(),
        )  # fmt: skip


def count_on(client: Client, url: str) -> int:
    """How many records the page at `url` lists, as it says itself."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    told: Any = answer.context
    if url.startswith("/incidents/"):
        return int(told["counts"].total)
    if url.startswith("/desks/days/"):
        return int(told["matrix"].desk_count - told["matrix"].silent_count)
    if url.startswith("/desks/"):
        return len(told["tree"].rows)
    return int(told["page"].paginator.count)


@pytest.mark.parametrize("role", ROLES)
def test_every_figure_opens_what_it_counts(
    busy: World, signed_in: Callable[[str], Client], role: str
) -> None:
    client, found = signed_in(role), picture_of(busy.post(role))
    calm, overdue, ahead = found.calm, found.overdue, found.ahead
    told = [
        (calm.signs.critical, calm.links["critical"]),
        (calm.signs.late, calm.links["late"]),
        (calm.signs.recent, calm.links["recent"]),
        (calm.silent, calm.links["silent"]),
        (calm.signs.desks, calm.links["desks"]),
        (calm.signs.confirmed, calm.links["days"]),
        (overdue.cases, overdue.cases_url),
        (overdue.followups, overdue.followups_url),
        (found.settled.here, found.settled.here_url),
        (found.settled.every, found.settled.every_url),
        *((debt.count, debt.url) for debt in overdue.debts),
    ]
    if ahead.readiness:
        told.append((ahead.readiness.tally.open, ahead.readiness.url))
        told += [(row.tally.open, row.url) for row in ahead.readiness.worst]
    for figure, url in told:
        assert count_on(client, url) == figure, url


def test_the_regent_sees_the_whole_and_a_camat_her_district(busy: World) -> None:
    regent, camat = picture_of(busy.post("regent")), picture_of(busy.post("district_head"))
    assert (regent.calm.signs.critical, camat.calm.signs.critical) == (4, 0)
    assert regent.place.pk == REGENCY and camat.place.pk == factories.DISTRICT
    assert regent.calm.signs.desks == 7 and camat.calm.signs.desks == 3
    assert regent.settled.every == 7 and regent.settled.here == 5


def test_a_restricted_case_counts_only_for_whom_it_names(busy: World) -> None:
    police = picture_of(busy.post("police_officer"))
    assert police.calm.signs.critical == 1  # her district: only the one that names her agency
    assert all(
        row.visibility == "ordinary" for row in picture_of(busy.post("regent")).calm.critical
    )


def test_with_whom_it_is_overdue(busy: World) -> None:
    debts = {
        (debt.owner, debt.kind): debt for debt in picture_of(busy.post("regent")).overdue.debts
    }
    assert debts[(busy.agencies["polsek"].name, "followups")].count == 2
    assert debts[(busy.desk().name, "followups")].count == 1
    assert debts[("PLN Madiun", "outside")].count == 1
    late = debts[(busy.desk(factories.DISTRICT).name, "cases")]
    assert late.count == 2 and late.since is not None


def test_most_desks_silent_is_not_called_calm(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("regent").get("/briefing/")
    assert "Belum diketahui" in page.content.decode()
    assert "0 dari 7 posko" in page.content.decode()


def test_a_confirmed_and_quiet_day_is_calm(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    for role in ("babinsa", "elsewhere:babinsa", "district_head", "elsewhere:district_head"):
        post = world.post(role)
        confirm_day(post, post.desks[0], nil=True, day=now().date())
    text = signed_in("regent").get("/briefing/").content.decode()
    assert "Tenang" in text and "Belum diketahui" not in text


def test_a_critical_case_is_named_with_place_and_desk(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    report(world, severity="critical", what="Bentrokan antarwarga di perempatan pasar.")
    text = signed_in("regent").get("/briefing/").content.decode()
    assert "Genting" in text and "Bentrokan antarwarga" in text
    assert str(world.desk(REGENCY)) in text


def test_readiness_names_those_who_are_furthest_behind(busy: World) -> None:
    found = picture_of(busy.post("regent")).ahead.readiness
    assert found is not None and len(found.worst) == 3
    shares = [row.tally.confirmed / row.tally.total for row in found.worst]
    assert shares == sorted(shares)


def test_settled_and_handled_are_told_apart(world: World) -> None:
    case = report(world)
    verify(world.post("babinsa"), case)
    start_handling(world.post("babinsa"), case, steps="Mendatangi kedua pihak.")
    assert picture_of(world.post("regent")).settled.every == 0


def test_who_reads_nothing_is_told_who_does(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    answer = signed_in("station_officer").get("/briefing/")
    assert answer.status_code == 403


def test_the_voting_day_stands_on_the_page_only_on_that_day(world: World, clock: Clock) -> None:
    assert picture_of(world.post("regent")).board is None
    clock.forward(days=(world.operation.voting_day - now().date()).days)
    assert picture_of(world.post("regent")).board is not None


def test_the_statements_are_the_same_for_one_case_and_for_hundreds(
    busy: World, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("regent")
    first = statements(client)
    many_incidents(busy, 120, severity="critical", desk=busy.desk(REGENCY))
    many_incidents(busy, 80, next_deadline=now() - timedelta(hours=1))
    assert statements(client) <= first <= 40


def statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/briefing/").status_code == 200
    return len(caught)


def test_the_wall_turns_and_shows_the_same(busy: World, signed_in: Callable[[str], Client]) -> None:
    text = signed_in("regent").get("/briefing/wall/?theme=light").content.decode()
    assert "data-wall" in text and "wall-light" in text
    assert len(re.findall("data-screen", text)) == 3


def test_htmx_gets_the_parts_alone(world: World, signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("regent").get("/briefing/", headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<div id="leadership"')


def test_readiness_that_is_reported_but_unchecked_is_still_open(busy: World) -> None:
    before = picture_of(busy.post("regent")).ahead.readiness
    assert before is not None
    rows = before.stage.items.filter(region_id=factories.VILLAGE)
    assert rows.update(state="ready", reported_at=now())
    after = picture_of(busy.post("regent")).ahead.readiness
    assert after is not None and after.tally.open == before.tally.open


def test_the_same_by_the_api(busy: World, signed_in: Callable[[str], Client]) -> None:
    told = signed_in("regent").get("/api/v1/picture").json()
    found = picture_of(busy.post("regent"))
    assert told["state"] == found.calm.judgement.state == "grave"
    assert told["critical"]["count"] == found.calm.signs.critical
    assert len(told["overdue"]) == len(found.overdue.debts)
    assert signed_in("station_officer").get("/api/v1/picture").status_code == 403
