"""What waits for a post among the follow-ups, and the list of them all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, When, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.followups import rules
from sinergi.followups.models import Followup, FollowupRows
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import now

SHOWN = 8
NEAR = timedelta(days=1)


def whole() -> FollowupRows:
    """Follow-ups with all that their pages name."""
    return Followup.objects.select_related(
        "region__parent", "from_desk", "to_agency", "to_desk", "operation"
    )


def listed(
    post: Post, *, side: str = "", state: str = "", kind: str = "", agency: Agency | None = None
) -> FollowupRows:
    """Those that `post` may see, what is due first before what has ended."""
    rows = whole().visible_to(post)
    if side == "us":
        rows = rows.filter(_owed_by(post))
    elif side == "ours":
        rows = rows.filter(from_desk_id__in=post.desk_ids)
    if state == "open":
        rows = rows.unfinished()
    elif state == "overdue":
        rows = rows.filter(state__in=rules.OWED, due_at__lte=now())
    elif state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if agency:
        rows = rows.filter(to_agency=agency)
    ended = Case(When(state__in=rules.OPEN, then=0), default=1)
    return rows.order_by(ended, F("due_at").asc(nulls_last=True), "-created_at", "pk")


def _owed_by(post: Post) -> Q:
    """What her desks or her agency owe; for a body outside, the desk that asked owes the chase."""
    mine = Q(to_desk_id__in=post.desk_ids) | Q(to_body__gt="", from_desk_id__in=post.desk_ids)
    return mine | Q(to_agency_id=post.agency_id) if post.can("answer") else mine


def waiting_sections(post: Post) -> list[Section]:
    """Asked of me, overdue, returned to me, and answers that wait for my word."""
    visible = Followup.objects.visible_to(post).unfinished()
    owed = visible.filter(_owed_by(post), state__in=rules.OWED)
    late = owed.filter(due_at__lte=now())
    # What a body outside owes, and checks that are not near, wait for nobody here yet.
    soon = Q(due_at__lte=now() + NEAR) | ~Q(kind="agreement_check")
    asked = owed.filter(soon, to_body="").filter(Q(due_at__isnull=True) | Q(due_at__gt=now()))
    answers = visible.filter(from_desk_id__in=post.desk_ids, state="reported")
    return [
        _section(
            "followups-overdue", _("Overdue follow-ups"), _("No follow-up is overdue."), late,
            "?side=us&state=overdue", urgent=True,
        ),
        _section("followups-mine", _("Asked of us"), _("Nobody waits for us."), asked,
                 "?side=us&state=open"),
        _section("followups-answers", _("Answers to judge"), _("No answer waits for judgement."),
                 answers, "?side=ours&state=reported"),
    ]  # fmt: skip


def _section(
    key: str, title: Any, empty: Any, rows: FollowupRows, query: str, *, urgent: bool = False
) -> Section:
    ranked = (
        rows.annotate(total=Window(Count("pk")))
        .select_related("region__parent")
        .order_by(F("due_at").asc(nulls_last=True), "pk")[:SHOWN]
    )
    found = list(ranked)
    return Section(
        key,
        title,
        empty,
        getattr(found[0], "total", 0) if found else 0,
        [
            Item(
                title=row.title,
                url=reverse("followups:followup", args=[row.pk]),
                place=row.region.full_name,
                due_at=row.due_at,
                state=row.get_state_display(),
                number=row.origin_label,
                note=row.get_kind_display(),
            )
            for row in found
        ],
        more_url=reverse("followups:followups") + query,
        urgent=urgent and bool(found),
    )
