"""Who subscribed to what happened: by place, kind, severity or rule, never beyond her sight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sinergi.agencies.models import Post
from sinergi.alerts.models import Subscription
from sinergi.alerts.recipients import may_be_told
from sinergi.alerts.rules import places_above
from sinergi.alerts.subjects import News
from sinergi.alerts.wishes import is_subscribed
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import Operation

OF_CASES = frozenset(
    ("incident.reported", "incident.escalated", "incident.climbed", "incident.settled",
     "incident.reopened", "incident.corrected")
)  # fmt: skip
OF_ALERTS = frozenset(("alert.issued", "alert.updated", "alert.cancelled"))


class Subscribers:
    """The subscriptions that a batch of news may meet, in two statements at most."""

    def __init__(self, operation: Operation, news: Sequence[News]) -> None:
        places = {place for one in news for place in places_above(_place(one))}
        self._rows: dict[str, list[Subscription]] = defaultdict(list)
        self._posts: dict[object, Post] = {}
        if places:
            self._load(operation, places, local(now()).date())

    def _load(self, operation: Operation, places: Iterable[str], day: date) -> None:
        rows = list(Subscription.objects.filter(post__operation=operation, region__in=places))
        if not rows:
            return
        for row in rows:
            self._rows[row.region_id].append(row)
        posts = Post.objects.in_force(day).filter(pk__in={row.post_id for row in rows})
        self._posts = {post.pk: post for post in posts.with_all()}

    def told(self, news: News) -> list[Post]:
        """Whose subscription fits, and who may see it: the subscription itself opens nothing."""
        fitting = {
            row.post_id
            for place in places_above(_place(news))
            for row in self._rows.get(place, ())
            if _fits(row, news)
        }
        posts = [self._posts[key] for key in fitting if key in self._posts]
        return [post for post in posts if _may_see(post, news)]


def _place(news: News) -> str:
    """Where it happened; nowhere for what nobody subscribes to."""
    if news.alert is not None and news.event.verb in OF_ALERTS:
        return news.alert.region_id
    if news.incident is not None and news.event.verb in OF_CASES:
        return news.incident.region_id
    return ""


def _fits(row: Subscription, news: News) -> bool:
    if row.rule_id is not None:
        return news.alert is not None and news.alert.rule_id == row.rule_id
    if news.alert is not None:
        return is_subscribed(row.kind, row.severity, "", news.alert.sign)
    case = news.incident
    return case is not None and is_subscribed(row.kind, row.severity, case.kind, case.severity)


def _may_see(post: Post, news: News) -> bool:
    """Whether she sees it anyway: an alert that is not addressed to her, by reading her places."""
    if not post.covers(_place(news)) or not may_be_told(post, news):
        return False
    return news.alert is None or post.can("read")
