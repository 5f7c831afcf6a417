"""The small regency itself: what every other test takes for granted."""

from __future__ import annotations

from sinergi.agencies.roles import ROLES
from sinergi.kernel.clock import now
from tests import factories


def test_there_is_a_post_for_every_role(world):
    assert set(ROLES) <= set(world.posts)
    assert world.post("babinsa").desk_ids == [world.desk().pk]
    assert world.post("elsewhere:police_officer").prefixes == [factories.OTHER_DISTRICT]


def test_a_report_lies_on_the_desk_of_its_village(world):
    incident = factories.report(world)
    assert incident.desk == world.desk()
    assert incident.number == "KJD/35.19/2024/000001"


def test_the_clock_stands_until_it_is_moved(world, clock):
    assert now() == factories.START
    clock.forward(hours=1)
    assert (now() - factories.START).total_seconds() == 3600


def test_cases_in_numbers_are_seen_by_their_desk(world):
    rows = factories.many_incidents(world, 30)
    assert rows[0].__class__.objects.visible_to(world.post("village_head")).count() == 30
    assert rows[0].__class__.objects.visible_to(world.post("elsewhere:babinsa")).count() == 0
