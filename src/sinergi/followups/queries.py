"""What waits for a post among the follow-ups, in one statement."""

from __future__ import annotations

from django.db.models import F, Q, Window
from django.db.models.aggregates import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.models import Followup
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import now

SHOWN = 8


def waiting_sections(post: Post) -> list[Section]:
    """Asked of me, overdue, returned to me, and answers that wait for my word."""
    mine = Q(to_desk_id__in=post.desk_ids) | Q(to_body__gt="", from_desk_id__in=post.desk_ids)
    if post.can("answer"):
        mine |= Q(to_agency_id=post.agency_id)
    visible = Followup.objects.visible_to(post).unfinished()
    owed = visible.filter(mine, state__in=("assigned", "accepted", "returned"))
    late = owed.filter(due_at__lte=now())
    asked = owed.filter(Q(due_at__isnull=True) | Q(due_at__gt=now()))
    answers = visible.filter(from_desk_id__in=post.desk_ids, state="reported")
    return [
        _section(
            "followups-overdue", _("Overdue follow-ups"), _("Nothing is overdue."), late, True
        ),
        _section("followups-mine", _("Asked of us"), _("Nobody waits for us."), asked),
        _section(
            "followups-answers", _("Answers to judge"), _("No answer waits for judgement."), answers
        ),
    ]


def _section(key: str, title: object, empty: object, rows: object, urgent: bool = False) -> Section:
    ranked = (
        rows.annotate(total=Window(Count("pk")))
        .select_related(  # type: ignore[attr-defined]
            "region", "to_agency", "to_desk"
        )
        .order_by(F("due_at").asc(nulls_last=True), "pk")[:SHOWN]
    )
    found = list(ranked)
    return Section(
        key,
        title,
        empty,
        found[0].total if found else 0,
        [
            Item(
                title=row.title,
                url=reverse("followups:followup", args=[row.pk]),
                place=row.region.name,
                due_at=row.due_at,
                state=row.get_state_display(),
                number=row.origin_label,
                note=row.get_kind_display(),
            )
            for row in found
        ],
        urgent=urgent and bool(found),
    )
