"""What waits for a post among the follow-ups, and the list of them all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, When, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.agencies.queries.duty import Contact, coordinators, on_duty
from sinergi.agencies.roles import ROLES
from sinergi.followups import rules
from sinergi.followups.models import Followup, FollowupEvidence, FollowupRows
from sinergi.followups.permissions import is_superior, may_judge
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import local, now

SHOWN = 8
CONTACTS_SHOWN = 5
ANSWERING = [role.code for role in ROLES.values() if role.may("answer")]
NEAR = timedelta(days=1)


def whole() -> FollowupRows:
    """Follow-ups with all that their pages name."""
    return Followup.objects.select_related(
        "region__parent", "from_desk", "to_agency", "to_desk", "operation",
        "superior_agency", "superior_desk",
    )  # fmt: skip


def listed(
    post: Post,
    *,
    side: str = "",
    state: str = "",
    kind: str = "",
    agency: Agency | None = None,
    desk: UUID | None = None,
    body: str = "",
) -> FollowupRows:
    """Those that `post` may see, what is due first before what has ended."""
    rows = whole().visible_to(post)
    if side == "us":
        rows = rows.filter(_owed_by(post))
    elif side == "ours":
        rows = rows.filter(from_desk_id__in=post.desk_ids)
    elif side == "climbed":
        rows = rows.climbed_to(post)
    if state == "open":
        rows = rows.unfinished()
    elif state == "overdue":
        rows = rows.filter(state__in=rules.OWED, due_at__lte=now())
    elif state == "climbed":
        rows = rows.filter(state__in=rules.OWED, climbs__gt=0)
    elif state:
        rows = rows.filter(state=state)
    columns = {"kind": kind, "to_agency": agency, "to_desk_id": desk, "to_body": body}
    rows = rows.filter(**{name: value for name, value in columns.items() if value})
    ended = Case(When(state__in=rules.OPEN, then=0), default=1)
    return rows.order_by(ended, F("due_at").asc(nulls_last=True), "-created_at", "pk")


def _owed_by(post: Post) -> Q:
    """What her desks or her agency owe; for a body outside, the desk that asked owes the chase."""
    mine = Q(to_desk_id__in=post.desk_ids) | Q(to_body__gt="", from_desk_id__in=post.desk_ids)
    return mine | Q(to_agency_id=post.agency_id) if post.can("answer") else mine


def waiting_sections(post: Post) -> list[Section]:
    """Overdue, climbed to me, asked of me, and answers that wait for my word."""
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
        _section(
            "followups-climbed", _("Overdue, and climbed to us"), _("Nothing climbed to us."),
            visible.climbed_to(post), "?side=climbed", urgent=True,
        ),
        _section("followups-mine", _("Asked of us"), _("Nobody waits for us."), asked,
                 "?side=us&state=open"),
        _section("followups-answers", _("Answers to judge"), _("No answer waits for judgement."),
                 answers, "?side=ours&state=reported"),
    ]  # fmt: skip


def contacts_of(post: Post, row: Followup) -> list[Contact]:
    """Whom to call about it: those of its owner, for whoever asked and for the superior.

    None for anybody else, and for a body outside the house. Two statements at most.
    """
    if not row.is_waiting or not (may_judge(post, row) or is_superior(post, row)):
        return []
    if row.to_desk_id:
        on_duty_now = on_duty([row.to_desk_id], now()).get(row.to_desk_id)
        return on_duty_now or coordinators([row.to_desk_id]).get(row.to_desk_id, [])
    return _answering(row.to_agency) if row.to_agency else []


def _answering(agency: Agency) -> list[Contact]:
    """Those who answer for the agency that owes it."""
    posts = Post.objects.in_force(local(now()).date()).filter(agency=agency, role__in=ANSWERING)
    return [
        Contact(
            post_id=post.pk, title=post.title, role=str(post.entry.title), agency=post.agency.name,
            name=post.account.name, phone=post.account.phone, email=post.account.email,
        )
        for post in posts.select_related("account", "agency")[:CONTACTS_SHOWN]
    ]  # fmt: skip


def evidence_of(row: Followup) -> list[FollowupEvidence]:
    """What shows that it was done, oldest first; at most 30. One statement."""
    return list(row.evidence.select_related("blob"))


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
