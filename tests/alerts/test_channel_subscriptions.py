"""What one subscribed to comes as an ordinary notice, and never from outside one's sight."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinergi.agencies.roles import ROLES
from sinergi.alerts.actions import subscribe
from sinergi.alerts.models import Notice, Subscription
from sinergi.incidents import actions
from sinergi.incidents.kinds import KINDS, SEVERITIES
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import real_now
from sinergi.kernel.problems import Problem
from tests import factories
from tests.factories import DISTRICT, ELSEWHERE, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db


def told(world, role: str) -> list[Notice]:
    return list(Notice.objects.filter(post=world.posts[role], verb="incident.reported"))


def test_a_place_a_kind_a_severity(world, read_journal) -> None:
    army = world.post("army_officer")
    subscribe(army, army, region=world.region(DISTRICT), kind="clash", severity="high")
    factories.report(world, kind="clash", severity="medium")
    factories.report(world, kind="crowd", severity="high")
    factories.report(world, by="elsewhere:babinsa", code=ELSEWHERE, kind="clash", severity="high")
    read_journal()
    assert told(world, "army_officer") == []
    case = factories.report(world, kind="clash", severity="high")
    read_journal()
    (notice,) = told(world, "army_officer")
    assert (notice.incident, notice.importance) == (case, "ordinary")


def test_who_is_told_anyway_is_told_once_and_as_loudly(world, read_journal) -> None:
    head = world.post("village_head")
    subscribe(head, head, region=world.region(VILLAGE))
    factories.report(world, by="babinsa")
    read_journal()
    (notice,) = told(world, "village_head")
    assert notice.importance == "important"


def test_nobody_is_told_of_her_own_report(world, read_journal) -> None:
    post = world.post("babinsa")
    subscribe(post, post, region=world.region(VILLAGE))
    factories.report(world, by="babinsa")
    read_journal()
    assert told(world, "babinsa") == []


def test_a_subscription_outside_ones_places_is_refused(world) -> None:
    post = world.post("kapolsek")
    for code in (ELSEWHERE, REGENCY):
        with pytest.raises(Problem):
            subscribe(post, post, region=world.region(code))


def test_a_restricted_case_is_told_to_no_subscriber_who_may_not_see_it(world, read_journal) -> None:
    army = world.post("army_officer")
    subscribe(army, army, region=world.region(REGENCY))
    case = factories.report(world, by="village_supervisor", severity="high")
    actions.restrict(world.post("regional_secretary"), case, agencies=[])
    read_journal()
    assert told(world, "army_officer") == []


CASES = st.tuples(
    st.booleans(), st.sampled_from(sorted(KINDS)), st.sampled_from(list(SEVERITIES)), st.booleans()
)
WISHES = st.tuples(
    st.sampled_from([VILLAGE, ELSEWHERE, DISTRICT, REGENCY]),
    st.sampled_from(["", *sorted(KINDS)]),
    st.sampled_from(["", *SEVERITIES]),
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cases=st.lists(CASES, min_size=1, max_size=4), wishes=st.lists(WISHES, min_size=1))
def test_whatever_is_subscribed_nobody_hears_of_what_she_may_not_see(
    world, read_journal, cases, wishes
) -> None:
    """Also where the row itself says more than was ever allowed: it opens nothing."""
    Subscription.objects.all().delete()
    Subscription.objects.bulk_create(
        (
            Subscription(
                post=world.posts[role], region_id=code, kind=kind, severity=severity,
                made_at=real_now(),
            )
            for role in ROLES
            for code, kind, severity in set(wishes)
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    for here, kind, severity, restricted in cases:
        side, code = ("", VILLAGE) if here else ("elsewhere:", ELSEWHERE)
        case = factories.report(
            world, by=f"{side}village_head", code=code, kind=kind, severity=severity
        )
        if restricted:
            audience = [world.agencies["bawaslu"].pk]
            rows = Incident.objects.filter(pk=case.pk)
            rows.update(visibility="restricted", audience=audience)
    read_journal()
    for role in ROLES:
        post = world.post(role)
        visible = set(Incident.objects.visible_to(post).values_list("pk", flat=True))
        heard = set(Notice.objects.filter(post=post).values_list("incident", flat=True))
        assert heard - {None} <= visible, role
