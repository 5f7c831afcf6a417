"""The desks: what lies on each, who is there, and whether it has spoken today."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.agencies.models import DayConfirmation, DutyShift
from sinergi.incidents.queries import desks as queries
from sinergi.kernel.clock import local, now
from tests import factories


def _tree(world, role="duty_officer", **asked):
    return queries.tree(world.post(role), **asked)


def _duty(world, code=factories.VILLAGE, role="babinsa"):
    DutyShift.objects.create(
        desk=world.desk(code), post=world.posts[role],
        starts_at=now() - timedelta(hours=1), ends_at=now() + timedelta(hours=1),
    )  # fmt: skip


def _confirmed(world, code=factories.VILLAGE, nil=True):
    DayConfirmation.objects.create(
        desk=world.desk(code), day=local(now()).date(), nil=nil,
        confirmed_at=now(), confirmed_by="Babinsa",
    )  # fmt: skip


def test_the_tree_has_every_desk_of_her_places(world):
    tree = _tree(world)
    assert [row.desk.level for row in tree.top] == ["regency"]
    assert [(branch.place.name, len(branch.rows)) for branch in tree.branches] == [
        ("Dagangan", 3),
        ("Jiwan", 3),
    ]
    assert [branch.place.name for branch in _tree(world, "kapolsek").branches] == ["Dagangan"]
    village = _tree(world, "babinsa")
    assert [row.desk.region_id for row in village.rows] == [factories.VILLAGE]


def test_loads_are_added_up(world):
    factories.many_incidents(world, 3, next_deadline=now() - timedelta(minutes=1))
    factories.many_incidents(world, 2, acknowledged_at=now(), desk=world.desk(factories.DISTRICT))
    load = _tree(world).branches[0].load
    assert (load.unfinished, load.late, load.unacknowledged) == (5, 3, 3)
    assert _tree(world).load == load


def test_a_restricted_case_weighs_only_for_those_who_may_see_it(world):
    hidden = {"visibility": "restricted", "audience": [world.agencies["kesbangpol"].pk]}
    factories.many_incidents(world, 1, **hidden)
    assert _tree(world).load.unfinished == 1
    assert _tree(world, "kapolsek").load.unfinished == 0


def test_desks_are_narrowed_by_what_is_amiss(world):
    factories.many_incidents(world, 1, next_deadline=now() - timedelta(minutes=1))
    _confirmed(world)
    _duty(world)
    assert [row.desk.pk for row in _tree(world, only="late").rows] == [world.desk().pk]
    assert world.desk().pk not in [row.desk.pk for row in _tree(world, only="silent").rows]
    assert world.desk().pk not in [row.desk.pk for row in _tree(world, only="unattended").rows]
    assert len(_tree(world, district=factories.OTHER_DISTRICT).rows) == 3
    assert {row.desk.level for row in _tree(world, level="village").rows} == {"village"}


def test_the_page_tells_silence_from_nihil(world, signed_in):
    _confirmed(world)
    page = signed_in("babinsa").get("/desks/").content.decode()
    assert "nihil hari ini" in page
    page = signed_in("elsewhere:babinsa").get("/desks/").content.decode()
    assert "belum konfirmasi hari ini" in page


def test_what_cannot_be_read_narrows_nothing(world, signed_in):
    page = signed_in("duty_officer").get("/desks/?level=moon&only=x&district=%00abc")
    assert page.status_code == 200


def test_the_desk_shows_its_cases_people_and_record(world, signed_in):
    case = factories.report(world)
    settled = {"state": "settled", "next_deadline": None, "acknowledged_at": now()}
    factories.many_incidents(world, 3, closed_at=now(), **settled)
    factories.many_incidents(
        world, 1, closed_at=now(), desk=world.desk(factories.DISTRICT), **settled
    )
    _duty(world)
    page = signed_in("duty_officer").get(world.desk().get_absolute_url())
    body = page.content.decode()
    assert case.headline in body
    assert (page.context["record"].settled_here, page.context["record"].settled) == (3, 4)
    assert "Babinsa Desa Dagangan" in body
    assert page.context["above"] == world.desk(factories.DISTRICT)
    assert page.context["below"] == []


def test_numbers_of_the_desk_lead_to_as_many_cases(world, signed_in):
    factories.many_incidents(world, 3)
    factories.many_incidents(world, 1, next_deadline=now() - timedelta(minutes=1))
    client = signed_in("duty_officer")
    context = client.get(world.desk().get_absolute_url()).context
    load, links = context["load"], context["links"]
    for name in ("unfinished", "late", "unacknowledged"):
        assert client.get(links[name]).context["counts"].total == getattr(load, name)


def test_below_a_district_are_its_villages(world):
    post = world.post("duty_officer")
    below = queries.desks_below(post, world.desk(factories.DISTRICT))
    assert [row.desk.region_id for row in below] == [factories.VILLAGE, factories.NEIGHBOUR]
    assert len(queries.desks_below(post, world.desk(factories.REGENCY))) == 2


def test_a_desk_elsewhere_is_not_to_be_known(world, other_world, signed_in):
    client = signed_in("babinsa")
    assert client.get(world.desk(factories.ELSEWHERE).get_absolute_url()).status_code == 404
    assert client.get(other_world.desk().get_absolute_url()).status_code == 404


def test_statements_do_not_grow_with_the_cases(world, signed_in):
    client = signed_in("duty_officer")
    urls = [
        "/desks/",
        world.desk().get_absolute_url(),
        world.desk(factories.DISTRICT).get_absolute_url(),
    ]

    def statements(url):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    factories.many_incidents(world, 10)
    for url in urls:
        statements(url)
    few = [statements(url) for url in urls]
    factories.many_incidents(world, 990)
    assert [statements(url) for url in urls] == few
    assert max(few) <= 24
