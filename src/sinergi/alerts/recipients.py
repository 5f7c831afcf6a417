"""Which posts a group is: loaded once for a whole batch, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from sinergi.agencies.models import Agency, DeskMember, DutyShift, Post
from sinergi.alerts.models import Alert, Notice
from sinergi.alerts.rules import Concern
from sinergi.alerts.subjects import News
from sinergi.alerts.warning.permissions import touches
from sinergi.followups import permissions as followups
from sinergi.incidents import permissions as incidents
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import Operation
from sinergi.meetings.permissions import meeting as meetings

AT_DESK = ("duty", "coordinators", "members")


class Directory:
    """Who sits where, is on duty, answers for whom: of all that a batch concerns."""

    def __init__(self, operation: Operation, concerns: Iterable[Concern]) -> None:
        self.operation = operation
        keys: dict[str, set[str]] = defaultdict(set)
        for concern in concerns:
            keys["desk" if concern.whom in AT_DESK else concern.whom].add(concern.key)
        self._members = self._seats(keys["desk"])
        self._duty = self._shifts(keys["desk"])
        self._bodies = self._agencies(keys["body"])
        self._posts = self._load_posts(keys)

    def _seats(self, codes: set[str]) -> dict[str, list[tuple[Any, bool]]]:
        """{place: [(post, whether she coordinates)]}"""
        found: dict[str, list[tuple[Any, bool]]] = defaultdict(list)
        rows = DeskMember.objects.filter(
            desk__operation=self.operation, desk__region_id__in=codes, until=None
        )
        for code, post, leads in rows.values_list("desk__region_id", "post_id", "coordinator"):
            found[code].append((post, leads))
        return found

    def _shifts(self, codes: set[str]) -> dict[str, set[Any]]:
        """{place: posts on duty now}"""
        found: dict[str, set[Any]] = defaultdict(set)
        rows = DutyShift.objects.at(now()).filter(
            desk__operation=self.operation, desk__region_id__in=codes
        )
        for code, post in rows.values_list("desk__region_id", "post_id"):
            found[code].add(post)
        return found

    def _agencies(self, kinds: set[str]) -> list[Agency]:
        if not kinds:
            return []
        return list(Agency.objects.filter(operation=self.operation, kind__in=kinds))

    def _load_posts(self, keys: dict[str, set[str]]) -> dict[Any, Post]:
        """Every post that may be told, with all that its sight is asked by."""
        seated = [post for seats in self._members.values() for post, _leads in seats]
        agencies = [*keys["agency"], *keys["callee"], *(agency.pk for agency in self._bodies)]
        wanted = (
            Q(pk__in=[*seated, *keys["post"]])
            | Q(agency_id__in=agencies)
            | Q(account_id__in=keys["account"])
        )
        rows = Post.objects.in_force(local(now()).date()).filter(wanted, operation=self.operation)
        return {post.pk: post for post in rows.with_all()}

    def told(self, concern: Concern, news: News) -> list[Post]:
        """The posts of a group that may see what the news is about."""
        if concern.whom == "duty":
            return self._on_duty(concern.key, news)
        return self._seeing(self._group(concern, news), news)

    def _group(self, concern: Concern, news: News) -> list[Post]:
        key = concern.key
        if concern.whom in AT_DESK:
            only_leading = concern.whom == "coordinators"
            seats = self._members[key]
            return self._known(post for post, leads in seats if leads or not only_leading)
        if concern.whom == "callee":
            return self._of_callee(key)
        if concern.whom == "body":
            return self._of_body(key, news)
        if concern.whom == "post":
            return self._known([UUID(key)])
        return [post for post in self._posts.values() if _is_one(post, concern)]

    def _on_duty(self, code: str, news: News) -> list[Post]:
        """Members on duty; all members where nobody who may see it is on duty."""
        seats = [post for post, _leads in self._members[code]]
        members = self._seeing(self._known(seats), news)
        return [post for post in members if post.pk in self._duty[code]] or members

    def _of_body(self, kind: str, news: News) -> list[Post]:
        """Who answers for the agencies of that kind that are responsible for the place."""
        responsible = {
            agency.pk
            for agency in self._bodies
            if agency.kind == kind and agency.covers(news.event.region)
        }
        return [
            post
            for post in self._posts.values()
            if post.agency_id in responsible and post.can("answer")
        ]

    def _of_callee(self, agency: str) -> list[Post]:
        """Who answers for a called agency: at its seat, not in each village that it covers."""
        posts = [post for post in self._posts.values() if str(post.agency_id) == agency]
        seated = [post for post in posts if meetings.sits_where_it_does(post, post.agency)]
        return [post for post in seated if post.can("answer")] or seated or posts

    def _known(self, ids: Iterable[Any]) -> list[Post]:
        return [self._posts[pk] for pk in ids if pk in self._posts]

    @staticmethod
    def _seeing(posts: Iterable[Post], news: News) -> list[Post]:
        return [post for post in posts if may_be_told(post, news)]


def _is_one(post: Post, concern: Concern) -> bool:
    if concern.whom == "agency":
        return str(post.agency_id) == concern.key and post.can("answer")
    return concern.whom == "account" and str(post.account_id) == concern.key


def may_be_told(post: Post, told: News | Notice) -> bool:
    """Whether she may see each thing that a notice names. No statement for a loaded post.

    Who was called to a meeting sees it for ever; so only the operation is asked there.
    """
    incident, followup, desk = told.incident, told.followup, told.desk
    if told.meeting is not None and told.meeting.operation_id != post.operation_id:
        return False
    if told.alert is not None and not _hears(post, told.alert):
        return False
    if incident is not None and not incidents.may_see(post, incident):
        return False
    if followup is not None and not followups.may_see(post, followup):
        return False
    return desk is None or (post.sits_at(desk) and post.can("confirm_day"))


def _hears(post: Post, alert: Alert) -> bool:
    """Whether an alert concerns her places. Who was told of one sees it for ever."""
    return alert.operation_id == post.operation_id and touches(post, alert.region_id)
