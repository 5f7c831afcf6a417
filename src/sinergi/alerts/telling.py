"""From news to notices: once to each post, with their deliveries, in bounded statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sinergi.agencies.models import Post
from sinergi.alerts import channels
from sinergi.alerts.channels.page.ringing import ring
from sinergi.alerts.models import Delivery, Notice, wishes_of
from sinergi.alerts.recipients import Directory
from sinergi.alerts.rules import (
    ORDINARY,
    Concern,
    concerns_of,
    louder,
)
from sinergi.alerts.subjects import News
from sinergi.alerts.subscribers import Subscribers
from sinergi.alerts.wishes import MAIL_WITHIN, NEXT_WAY_AFTER, Way, Wishes
from sinergi.kernel.clock import local, now, real_now
from sinergi.kernel.models import Operation

ROWS = 2_000  # rows in one INSERT: PostgreSQL takes 65,535 values

Told = list[tuple[Notice, Post]]


def tell(operation: Operation, news: Sequence[News]) -> int:
    """Tell whom each of `news` concerns; how many notices were made.

    Call it in a transaction, in the time of `operation`. Told again, it tells nobody twice.
    """
    concerns = {one.key: concerns_of(one.event) for one in news}
    every = [concern for group in concerns.values() for concern in group]
    subscribers = Subscribers(operation, news)
    directory = Directory(operation, every)
    told: Told = []
    for one in news:
        whom = _loudest(directory, one, concerns[one.key])
        for post in subscribers.told(one):
            if post.account_id != one.actor_account:
                whom.setdefault(post, ORDINARY)
        told += _notices(operation, one, whom)
    return _keep(told)


def _loudest(directory: Directory, news: News, concerns: Iterable[Concern]) -> dict[Post, str]:
    """{post: importance}: the loudest where several reasons meet; never the actor herself."""
    found: dict[Post, str] = {}
    for concern in concerns:
        for post in directory.told(concern, news):
            if post.account_id != news.actor_account:
                found[post] = louder(concern.importance, found.get(post, concern.importance))
    return found


def _notices(operation: Operation, news: News, whom: dict[Post, str]) -> Told:
    return [
        (
            Notice(
                operation=operation,
                post=post,
                key=news.key,
                entry_id=news.entry_id,
                verb=news.event.verb,
                importance=importance,
                severity=news.event.severity,
                incident=news.incident,
                followup=news.followup,
                desk=news.desk,
                meeting=news.meeting,
                alert=news.alert,
                label=news.label[:200],
                path=news.path,
                facts=news.facts,
                created_at=news.at,
            ),
            post,
        )
        for post, importance in whom.items()
    ]


def _keep(told: Told) -> int:
    if not told:
        return 0
    Notice.objects.bulk_create((n for n, _ in told), batch_size=ROWS, ignore_conflicts=True)
    keys = {notice.key for notice, _ in told}
    kept = set(Notice.objects.filter(key__in=keys).values_list("pk", flat=True))
    fresh = [(notice, post) for notice, post in told if notice.pk in kept]
    Delivery.objects.bulk_create(_deliveries(fresh), batch_size=ROWS)
    ring(post.pk for _, post in fresh)
    return len(fresh)


def _deliveries(told: Told) -> list[Delivery]:
    """By which ways each is told beside the page: a person with two posts once of a thing."""
    fresh = [(n, post) for n, post in told if n.created_at > now() - MAIL_WITHIN]
    reachable = channels.ways_to({post.pk: post for _, post in fresh}.values())
    wishes = wishes_of({post.account_id for _, post in fresh if reachable[post.pk]})
    rows: dict[tuple[Any, str, str], Delivery] = {}
    for notice, post in fresh:
        wish = wishes.get(post.account_id, Wishes())
        for way, turn in _in_turn(wish.ways(notice.importance, reachable[post.pk])):
            made = _delivery(notice, post, way.code, turn, wish)
            whose = post.pk if way.beside else post.account_id
            rows.setdefault((whose, notice.key, way.code), made)
    return list(rows.values())


def _in_turn(ways: Iterable[Way]) -> list[tuple[Way, int]]:
    """Each way with its turn: 1 at once, then in reserve; 0 for what is told beside them."""
    every = list(ways)
    turns = enumerate((way for way in every if not way.beside), start=1)
    return [(way, 0) for way in every if way.beside] + [(way, turn) for turn, way in turns]


def _delivery(notice: Notice, post: Post, channel: str, turn: int, wish: Wishes) -> Delivery:
    held = wish.held_until(notice.importance, local(now())) if turn else None
    state = Delivery.State.HELD if held else Delivery.State.WAITING
    return Delivery(
        notice=notice,
        account_id=post.account_id,
        channel=channel,
        turn=turn,
        state=Delivery.State.STANDBY if turn > 1 else state,
        due_at=(held if turn < 2 else None) or real_now() + NEXT_WAY_AFTER * max(turn - 1, 0),
        made_at=real_now(),
    )
