"""From news to notices: once to each post, with their deliveries, in bounded statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from sinergi.agencies.models import Post
from sinergi.alerts.models import Delivery, Notice, wishes_of
from sinergi.alerts.recipients import Directory
from sinergi.alerts.rules import MAIL_WITHIN, Concern, Wishes, concerns_of, louder
from sinergi.alerts.subjects import News
from sinergi.kernel.clock import local, now, real_now
from sinergi.kernel.journal import CHANNEL
from sinergi.kernel.models import Operation

ROWS = 2_000  # rows in one INSERT: PostgreSQL takes 65,535 values
POSTS_IN_A_CALL = 150  # a NOTIFY carries 8,000 bytes

Told = list[tuple[Notice, Post]]


def tell(operation: Operation, news: Sequence[News]) -> int:
    """Tell whom each of `news` concerns; how many notices were made.

    Call it in a transaction, in the time of `operation`. Told again, it tells nobody twice.
    """
    concerns = {one.key: concerns_of(one.event) for one in news}
    every = [concern for group in concerns.values() for concern in group]
    if not every:
        return 0
    directory = Directory(operation, every)
    told: Told = []
    for one in news:
        told += _notices(operation, one, _loudest(directory, one, concerns[one.key]))
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
    """By which channels each is told beside the page: a person with two posts once of a thing."""
    fresh = [(n, post) for n, post in told if n.created_at > now() - MAIL_WITHIN]
    wishes = wishes_of({post.account_id for _, post in fresh if post.account.email})
    rows: dict[tuple[Any, str, str], Delivery] = {}
    for notice, post in fresh:
        if not post.account.email:
            continue
        wish = wishes.get(post.account_id, Wishes())
        for channel in wish.channels(notice.importance):
            made = _delivery(notice, post, channel, wish)
            rows.setdefault((post.account_id, notice.key, channel), made)
    return list(rows.values())


def _delivery(notice: Notice, post: Post, channel: str, wish: Wishes) -> Delivery:
    held = wish.held_until(notice.importance, local(now()))
    return Delivery(
        notice=notice,
        account_id=post.account_id,
        channel=channel,
        state=Delivery.State.HELD if held else Delivery.State.WAITING,
        due_at=held or real_now(),
        made_at=real_now(),
    )


def ring(posts: Iterable[Any]) -> None:
    """Let the pages of these posts ask for their notices anew, once this is committed."""
    every = sorted({str(post) for post in posts})
    with connection.cursor() as cursor:
        for start in range(0, len(every), POSTS_IN_A_CALL):
            call = _call(every[start : start + POSTS_IN_A_CALL])
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(call)])


def _call(posts: list[str]) -> dict[str, Any]:
    """An event of the live feed that is meant for some posts alone."""
    return {
        "id": 0,
        "operation": None,
        "region": "",
        "audience": None,
        "posts": posts,
        "verb": "notice.made",
        "subject_type": "alerts.notice",
        "subject_id": "",
        "at": now().isoformat(),
    }
