"""Whose turn it is: the first way at once, the next when it fails or stays unread."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sinergi.alerts import channels, sending
from sinergi.alerts.actions import order_channels, read_notice, set_preference
from sinergi.alerts.channels.interface import Channel, Failure, Fault
from sinergi.alerts.channels.standing import moved_up
from sinergi.alerts.models import Delivery, Notice
from sinergi.alerts.rules import CRITICAL, IMPORTANT, ORDINARY
from sinergi.alerts.wishes import Way, Wishes
from sinergi.kernel.clock import real_now
from sinergi.kernel.problems import Problem
from tests import factories

pytestmark = pytest.mark.django_db

CLASH = {"kind": "clash", "severity": "critical", "what": "Bentrok dua kelompok di lapangan."}
PUSH, MAIL, SMS, HOOK = (
    Way("web_push"), Way("email"), Way("sms", costs=True), Way("webhook", beside=True),
)  # fmt: skip
ALL = [PUSH, MAIL, SMS, HOOK]


def codes(ways: list[Way]) -> list[str]:
    return [way.code for way in ways]


def test_without_a_wish_what_costs_money_is_for_what_is_critical() -> None:
    assert codes(Wishes().ways(IMPORTANT, ALL)) == ["web_push", "email", "webhook"]
    assert codes(Wishes().ways(CRITICAL, ALL)) == ["web_push", "email", "sms", "webhook"]
    assert codes(Wishes().ways(ORDINARY, ALL)) == ["webhook"]


def test_the_order_is_hers_and_strangers_come_after() -> None:
    wish = Wishes(order=("sms", "email"))
    assert codes(wish.ways(CRITICAL, ALL)) == ["sms", "email", "web_push", "webhook"]


def test_a_way_moves_up_one_place() -> None:
    assert moved_up(["a", "b", "c"], "c") == ["a", "c", "b"]
    assert moved_up(["a", "b"], "a") == ["a", "b"] == moved_up(["a", "b"], "x")


class Way2(Channel):
    """A channel of the test: it answers as it is told."""

    def __init__(self, code: str, rank: int) -> None:
        self.code, self.rank, self.title = code, rank, code
        self.outcome: Failure | None = None
        self.taken: list[str] = []

    def reached(self, posts: Any) -> set[Any]:
        return {post.pk for post in posts}

    def address_of(self, post: Any) -> str:
        return "here"

    def send(self, messages: Any) -> list[Any]:
        self.taken += [message.post.title for message in messages]
        return [self.outcome for _ in messages]


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> dict[str, Way2]:
    """Three channels, first to third, in place of those of the house."""
    made = {code: Way2(code, rank) for rank, code in enumerate(("first", "email", "third"))}
    monkeypatch.setattr(channels, "with_page", lambda: made)
    return made


def of(world: Any, role: str, channel: str) -> Delivery:
    return Delivery.objects.get(account=world.posts[role].account, channel=channel)


def states(world: Any, role: str = "village_head") -> list[str]:
    rows = Delivery.objects.filter(account=world.posts[role].account).order_by("turn")
    return [row.state for row in rows]


def test_one_way_is_enough_for_what_is_not_critical(world, read_journal, ways) -> None:
    factories.report(world, by="babinsa")
    read_journal()
    assert states(world) == ["waiting", "standby", "standby"]
    sending.send_due()
    sending.send_due()
    assert states(world) == ["sent", "unneeded", "unneeded"]
    assert not ways["email"].taken


def test_the_next_way_is_used_when_one_refuses(world, read_journal, ways) -> None:
    ways["first"].outcome = Failure(Fault.REFUSED, "no", passing=False)
    factories.report(world, by="babinsa")
    read_journal()
    sending.send_due()
    sending.send_due()
    assert states(world) == ["failed", "sent", "unneeded"]


def test_the_next_way_is_used_while_one_cannot_be_reached(world, read_journal, ways) -> None:
    """And what failed so far is not sent late: she has it already."""
    ways["first"].outcome = Failure(Fault.UNREACHABLE, "-", passing=True)
    factories.report(world, by="babinsa")
    read_journal()
    sending.send_due()
    sending.send_due()
    assert states(world) == ["unneeded", "sent", "unneeded"]
    assert of(world, "village_head", "first").fault == "reached"


def test_what_is_critical_goes_on_until_she_has_read_it(world, read_journal, ways) -> None:
    factories.report(world, by="babinsa", **CLASH)
    read_journal()
    sending.send_due()
    assert states(world) == ["sent", "standby", "standby"]
    row = of(world, "village_head", "email")
    assert timedelta(minutes=2) < row.due_at - row.made_at < timedelta(minutes=4)
    Delivery.objects.filter(turn=2).update(due_at=real_now() - timedelta(seconds=1))
    sending.send_due()
    assert states(world) == ["sent", "sent", "standby"]
    read_notice(world.post("village_head"), Notice.objects.get(post=world.posts["village_head"]))
    Delivery.objects.filter(turn=3).update(due_at=real_now() - timedelta(seconds=1))
    sending.send_due()
    assert states(world) == ["sent", "sent", "unneeded"]
    assert of(world, "village_head", "third").fault == "read"


def test_after_a_day_a_way_in_reserve_is_no_longer_needed(world, read_journal, ways) -> None:
    factories.report(world, by="babinsa", **CLASH)
    read_journal()
    sending.send_due()
    Delivery.objects.update(made_at=real_now() - timedelta(hours=25))
    sending.send_due()
    assert states(world) == ["sent", "unneeded", "unneeded"]


def test_her_order_holds(world, read_journal, ways) -> None:
    head = world.post("village_head")
    order_channels(head, head.account, order=["third", "email", "first"])
    factories.report(world, by="babinsa")
    read_journal()
    sending.send_due()
    assert of(world, "village_head", "third").state == "sent"
    assert ways["first"].taken and head.title not in ways["first"].taken


def test_an_order_keeps_the_wishes_as_they_were(world) -> None:
    head = world.post("village_head")
    made = order_channels(head, head.account, order=["sms"])
    assert made.wishes.important is None
    again = set_preference(head, head.account, important=[], ordinary=[], quiet=True)
    assert again.order == ["sms"] and again.wishes.important == ()
    for wrong in (["sms", "sms"], ["pigeon"]):
        with pytest.raises(Problem):
            order_channels(head, head.account, order=wrong)


def test_of_two_posts_of_one_person_reading_once_is_enough(world, read_journal, ways) -> None:
    factories.report(world, by="babinsa", **CLASH)
    read_journal()
    sending.send_due()
    told = Notice.objects.get(post=world.posts["village_head"])
    Notice.objects.create(
        operation=world.operation, post=world.posts["babinsa"], key=told.key, verb=told.verb,
        importance="critical", created_at=told.created_at, read_at=told.created_at,
    )  # fmt: skip
    world.posts["babinsa"].account_id = world.posts["village_head"].account_id
    world.posts["babinsa"].save()
    sending.send_due()
    assert states(world) == ["sent", "unneeded", "unneeded"]


def test_calling_the_next_costs_the_same_for_one_as_for_many(
    world, read_journal, ways, django_assert_num_queries
) -> None:
    from sinergi.alerts.turns import call_next

    for _ in range(5):
        factories.report(world, by="babinsa", **CLASH)
    read_journal()
    with django_assert_num_queries(4):
        call_next()
