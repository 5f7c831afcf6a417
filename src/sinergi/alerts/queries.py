"""What the pages of this room ask, each in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Prefetch, Q, QuerySet, Value, When

from sinergi.agencies.models import Post
from sinergi.alerts.models import AlertFeed, Delivery, Notice, Subscription
from sinergi.incidents.models import Incident

MOST_COUNTED = 100  # a bell that says "99+" has said enough
SHOWN_ON_CASE = 60
TOASTS = 3


@dataclass(frozen=True)
class Bell:
    """What the bell in the top bar shows. `newest` is the last notice that it knows of."""

    count: int
    critical: bool
    newest: str

    @property
    def shown(self) -> str:
        """The count as it is written."""
        return f"{MOST_COUNTED - 1}+" if self.count >= MOST_COUNTED else str(self.count)


def bell_of(post: Post) -> Bell:
    """Her unread notices, in one statement."""
    rows = Notice.objects.visible_to(post).unread().order_by("-pk")
    found = list(rows.values_list("pk", "importance")[:MOST_COUNTED])
    critical = any(importance == "critical" for _pk, importance in found)
    return Bell(len(found), critical, str(found[0][0]) if found else "")


def notices_of(post: Post) -> QuerySet[Notice, Any]:
    """The keys of all her notices: unread first, the newest first.

    Only keys are sorted; a page is then loaded by `notices_by_key`.
    """
    unread_first = Case(When(read_at=None, then=Value(0)), default=Value(1))
    rows = Notice.objects.visible_to(post).order_by(unread_first, "-created_at", "-pk")
    return rows.values_list("pk", flat=True)


def notices_by_key(keys: Sequence[Any]) -> list[Notice]:
    """The notices of these keys with all that they name, in that order; one statement."""
    rows = Notice.objects.with_subjects().in_bulk(list(keys))
    return [rows[key] for key in keys]


def arrived_since(post: Post, newest: str) -> list[Notice]:
    """What came after the notice that a page knows of, and asks something of her; one statement.

    Identifiers sort by the time at which they were made (UUIDv7).
    """
    rows = Notice.objects.visible_to(post).unread().with_subjects()
    if newest:
        rows = rows.filter(pk__gt=newest)
    loud = rows.exclude(importance="ordinary").order_by("-pk")
    return list(loud[:TOASTS])


@dataclass(frozen=True)
class Told:
    """One post that was told of a case, and how that went by each channel."""

    notice: Notice
    deliveries: list[Delivery]


@dataclass(frozen=True)
class Telling:
    """Who was told of a case: how many notices, to how many posts. `told` are the latest."""

    total: int
    posts: int
    readers: int
    troubled: int
    told: list[Told]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.told)


def telling_of(incident: Incident) -> Telling:
    """Who was told of the case, by which channel, with what result; three statements."""
    rows = Notice.objects.filter(incident=incident)
    counts = rows.aggregate(
        total=Count("pk", distinct=True),
        posts=Count("post", distinct=True),
        readers=Count("post", filter=Q(read_at__isnull=False), distinct=True),
        troubled=Count("pk", filter=Q(deliveries__state__in=("failed", "given_up")), distinct=True),
    )
    shown = rows.select_related("post").prefetch_related("deliveries")
    return Telling(
        **counts,
        told=[Told(row, list(row.deliveries.all())) for row in shown[:SHOWN_ON_CASE]],
    )


@dataclass(frozen=True)
class Backlog:
    """What no address is to blame for: messages that wait for a channel, or waited too long."""

    waiting: int
    too_old: int


def backlog_of(operation_id: Any) -> Backlog:
    """How many messages of the operation wait, and how many waited in vain; one statement."""
    rows = Delivery.objects.filter(notice__operation_id=operation_id)
    return Backlog(
        **rows.aggregate(
            waiting=Count("pk", filter=Q(state="waiting") & ~Q(fault="")),
            too_old=Count("pk", filter=Q(state="given_up", fault="too_old")),
        )
    )


def troubled_deliveries(operation_id: Any) -> QuerySet[Delivery]:
    """What was refused or given up for a reason of its own; newest first. No case is loaded."""
    trouble = Q(state__in=("failed", "given_up")) & ~Q(fault="too_old")
    post = Prefetch("notice__post", queryset=Post.objects.select_related("agency"))
    rows = Delivery.objects.filter(trouble, notice__operation_id=operation_id)
    return rows.select_related("account", "notice").prefetch_related(post)


def subscriptions_of(post: Post) -> list[Subscription]:
    """To what she subscribed; one statement."""
    return list(Subscription.objects.filter(post=post).select_related("region", "rule"))


def feeds_of(post: Post) -> list[AlertFeed]:
    """Her addresses that open something; one statement."""
    return list(AlertFeed.objects.filter(post=post, revoked_at=None))
