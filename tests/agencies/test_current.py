"""Who is present: in how many statements, in which post, in whose time; and that rules agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sinergi.agencies import permissions
from sinergi.agencies.actions import close_post, plan_shift
from sinergi.agencies.current import POST_KEY, account_with_posts, current_post, viewer_of_session
from sinergi.agencies.middleware import CurrentPostMiddleware
from sinergi.agencies.models import Agency, Desk, Post
from sinergi.agencies.queries import day_states, desk_panel, duty_now, on_duty
from sinergi.agencies.roles import ROLES
from sinergi.kernel.clock import current_operation, now
from sinergi.kernel.context import current_door
from tests.factories import DISTRICT, REGENCY, VILLAGE, World

Enter = Callable[[str], Client]
Count = Callable[..., Any]


def test_a_request_knows_its_post_in_three_statements(
    world: World, signed_in: Enter, django_assert_num_queries: Count
) -> None:
    """Session, posts with the account, seats with their desks."""
    client = signed_in("babinsa")
    seen: dict[str, Any] = {}

    def view(request: Any) -> HttpResponse:
        post = request.post
        seen["post"], seen["desks"], seen["step"] = post, post.desk_ids, request.open_step
        seen["names"] = [post.agency.name, post.region.name, post.operation.name, request.user.name]
        seen["operation"], seen["door"] = current_operation(), current_door().name
        return HttpResponse()

    request: Any = RequestFactory().get("/anything/")
    request.session = client.session
    with django_assert_num_queries(3):
        from django.contrib.auth import get_user

        request.session = type(client.session)(client.session.session_key)
        request.user = get_user(request)
        CurrentPostMiddleware(view)(request)
    assert seen["post"] == world.posts["babinsa"]
    assert seen["desks"] == [world.desk().pk]
    assert (seen["operation"], seen["door"], seen["step"]) == (world.operation, "page", None)


def test_the_live_feed_knows_its_viewer_in_three_statements(
    world: World, signed_in: Enter, django_assert_num_queries: Count
) -> None:
    key = str(signed_in("babinsa").session.session_key)
    with django_assert_num_queries(3):
        viewer = viewer_of_session(key)
    assert viewer == world.posts["babinsa"]
    assert viewer_of_session("x" * 32) is None
    assert viewer_of_session("") is None


def test_a_post_that_ended_is_no_longer_held(world: World, clock: Any, signed_in: Enter) -> None:
    client = signed_in("babinsa")
    close_post(world.post("desk_coordinator"), world.posts["babinsa"])
    assert client.get("/account/").context["posts"]  # until the end of the day
    clock.forward(days=1)
    assert not client.get("/account/").context["posts"]
    answer = client.get("/account/tokens/")
    assert answer.status_code == 403


def test_the_chosen_post_is_used_while_it_is_in_force(world: World) -> None:
    other = world.posts["elsewhere:babinsa"]
    other.account = world.posts["babinsa"].account
    other.save()
    account = account_with_posts(world.posts["babinsa"].account_id)
    assert account is not None
    assert current_post(account, str(other.pk)) == other
    assert current_post(account, "nonsense") is not None
    other.until = now().date() - timedelta(days=1)
    other.since = other.until
    other.save()
    account = account_with_posts(account.pk)
    assert account is not None
    assert current_post(account, str(other.pk)) == world.posts["babinsa"]
    assert POST_KEY == "sinergi_post"


@pytest.mark.parametrize("role", [*ROLES, "elsewhere:village_head", "elsewhere:police_officer"])
def test_what_is_listed_is_what_may_be_seen(world: World, other_world: World, role: str) -> None:
    post = world.post(role)
    listed = set(Desk.objects.visible_to(post))
    for desk in Desk.objects.all():
        assert (desk in listed) is bool(permissions.may_see_desk(post, desk)), (role, desk)
    assert set(Agency.objects.visible_to(post)) == set(
        Agency.objects.filter(operation=world.operation)
    )


def test_who_is_on_duty_is_found_for_many_desks_at_once(
    world: World, django_assert_num_queries: Count
) -> None:
    plan_shift(
        world.post("village_head"), world.desk(), post=world.post("babinsa"),
        starts_at=now(), ends_at=now() + timedelta(hours=8),
    )  # fmt: skip
    with django_assert_num_queries(1):
        found = on_duty([desk.pk for desk in world.desks.values()], now())
    assert [who.title for who in found[world.desk().pk]] == [world.posts["babinsa"].title]
    assert not on_duty([world.desk().pk], now() + timedelta(hours=8))


def test_a_post_sees_duty_at_its_desk_and_those_above(world: World) -> None:
    found = duty_now(world.post("babinsa"))
    assert [desk.region_id for desk, _who in found] == [VILLAGE, DISTRICT, REGENCY]


def test_the_panel_of_a_desk_needs_three_statements(
    world: World, django_assert_num_queries: Count
) -> None:
    post, desk = world.post("babinsa"), world.desk()
    with django_assert_num_queries(3):
        panel = desk_panel(post, desk)
    assert panel.day is not None and panel.day.may_confirm
    assert not panel.may_keep_roster
    assert [who.title for who in panel.coordinators] == [world.posts["village_head"].title]


def test_the_days_of_all_her_desks_need_one_statement(
    world: World, django_assert_num_queries: Count
) -> None:
    post = world.post("village_head")
    with django_assert_num_queries(1):
        (state,) = day_states(post)
    assert state.today is None and len(state.open_days) == 2


def test_who_left_a_post_is_no_member_any_more(world: World, clock: Any) -> None:
    later = now().date() + timedelta(days=3)
    close_post(world.post("desk_coordinator"), world.posts["babinsa"], until=later)
    panel = desk_panel(world.post("village_head"), world.desk())
    assert world.posts["babinsa"].pk in [who.post_id for who in panel.members]
    clock.forward(days=4)
    panel = desk_panel(world.post("village_head"), world.desk())
    assert world.posts["babinsa"].pk not in [who.post_id for who in panel.members]


def test_a_post_is_never_above_itself(world: World) -> None:
    for post in Post.objects.with_all():
        for desk in post.desks:
            assert not post.sits_above(desk) or len(post.desks) > 1
