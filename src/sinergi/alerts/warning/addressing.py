"""Whom an alert reaches, and who stands above those who do not answer. Bounded statements.

Nobody is reached who neither covers the place of the alert nor stands in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from sinergi.agencies.models import DeskMember, Post
from sinergi.alerts.models import Alert
from sinergi.alerts.warning.permissions import touches
from sinergi.followups.superiors import CHAIR
from sinergi.kernel.clock import local, now
from sinergi.regions.codes import clipped, lies_within
from sinergi.regions.models import under


def addressed(alert: Alert) -> list[Post]:
    """The posts that the alert reaches, in three statements.

    With roles only those, also where they sit at no desk (the regent); else who sits at the desks.
    """
    day = local(now()).date()
    rows = Post.objects.in_force(day).filter(operation_id=alert.operation_id)
    seated = DeskMember.objects.filter(_places("desk__region_id", alert), post=OuterRef("pk"))
    there = Exists(seated.filter(until=None))
    if alert.roles:
        rows = rows.filter(there | _places("region_id", alert), role__in=alert.roles)
    else:
        rows = rows.filter(there)
    return [post for post in rows.with_all().order_by("pk") if _may_hear(post, alert)]


def _may_hear(post: Post, alert: Alert) -> bool:
    """Whether it lies in her scope. The confidential chamber of the supervisors hears nothing."""
    return (post.can("read") or post.can("report")) and touches(post, alert.region_id)


def _places(column: str, alert: Alert) -> Q:
    """The desks that are meant: `column` holds the code of a place."""
    home = alert.operation.region_code
    found = Q(pk__in=[])
    if "place" in alert.reach:
        found |= Q(**{column: alert.region_id})
    if "below" in alert.reach:
        found |= under(column, [alert.region_id]) & ~Q(**{column: alert.region_id})
    if "district" in alert.reach:
        found |= Q(**{column: clipped(alert.region_id, "district")})
    if "regency" in alert.reach:
        found |= Q(**{column: clipped(alert.region_id, "regency")}) | Q(**{column: home})
    return found


def above(alert: Alert, silent: Sequence[Post]) -> dict[Any, list[Post]]:
    """{post: those above her}, in four statements whatever their number.

    Above a desk is the one of the place above, its coordinators; above the regency's desk, and
    above who sits at none, the local government, whose head chairs the forum (PP 12/2022 art. 10).
    """
    places = {post.pk: _places_above(post, alert.operation.region_code) for post in silent}
    leaders = _leaders(alert, {code for codes in places.values() for code in codes})
    chair = _chair(alert)
    found = {}
    for post in silent:
        higher = [one for code in places[post.pk] for one in leaders[code]] or chair
        found[post.pk] = [one for one in higher if one.pk != post.pk]
    return found


def _places_above(post: Post, home: str) -> list[str]:
    """The places whose desks lie above hers, in the operation."""
    codes = {desk.region_id.rpartition(".")[0] for desk in post.desks}
    return sorted(code for code in codes if lies_within(code, home))


def _leaders(alert: Alert, codes: Iterable[str]) -> dict[str, list[Post]]:
    """{place: who leads its desk}"""
    seats = DeskMember.objects.sitting().filter(
        desk__operation=alert.operation_id, desk__region_id__in=list(codes), coordinator=True
    )
    pairs = list(seats.values_list("desk__region_id", "post_id"))
    posts = _loaded(alert, Q(pk__in=[post for _code, post in pairs]))
    found: dict[str, list[Post]] = defaultdict(list)
    for code, post in pairs:
        if post in posts:
            found[code].append(posts[post])
    return found


def _chair(alert: Alert) -> list[Post]:
    """Who leads the local government and its desk: the regent, and the chair of the desk."""
    home = Q(agency__region_id=alert.operation.region_code, agency__kind=CHAIR)
    return list(_loaded(alert, home).values())


def _loaded(alert: Alert, which: Q) -> dict[Any, Post]:
    rows = Post.objects.in_force(local(now()).date()).filter(which, operation_id=alert.operation_id)
    return {post.pk: post for post in rows.with_all() if _may_hear(post, alert)}
