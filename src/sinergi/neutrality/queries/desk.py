"""What waits for a handler or a keeper: counts and numbers, never a word of a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import now
from sinergi.neutrality import rules
from sinergi.neutrality.models import Case, LegalClock, Proposal
from sinergi.neutrality.queries.cases import SOON

SHOWN = 6


def waiting_sections(post: Post) -> list[Section]:
    """Heaps of a handler in four statements, of a keeper in one; nothing for anybody else."""
    if post.can("handle_neutrality"):
        return [_late(post), _new(post), _answered(post), _proposed(post)]
    return [_requests(post)] if post.can("keep_identity") else []


def _list(query: str = "") -> str:
    return reverse("neutrality:cases") + query


def _case_item(case: Case, due_at: datetime | None = None) -> Item:
    return Item(
        title=case.number,
        url=case.get_absolute_url(),
        due_at=due_at,
        number="",
        state=case.get_state_display(),
    )


def _section(key: str, title: Any, empty: Any, rows: list[Any], items: Iterable[Item],
             more: str, *, urgent: bool = False) -> Section:  # fmt: skip
    count = rows[0].total if rows else 0
    return Section(f"neutrality-{key}", title, empty, count, list(items), more,
                   urgent=urgent and bool(rows))  # fmt: skip


def _late(post: Post) -> Section:
    """Legal clocks that end within a day, or are over."""
    rows = list(
        LegalClock.objects.filter(
            case__in=Case.objects.visible_to(post),
            ended_at__isnull=True,
            due_at__lte=now() + SOON,
        )
        .select_related("case")
        .annotate(total=Window(Count("pk")))
        .order_by("due_at")[:SHOWN]
    )
    items = [_case_item(row.case, row.due_at) for row in rows]
    return _section("late", _("Legal deadlines within a day"), _("No deadline is near."), rows,
                    items, _list("?clock=soon"), urgent=True)  # fmt: skip


def _new(post: Post) -> Section:
    rows = list(_counted(Case.objects.visible_to(post).filter(state="submitted")))
    return _section("new", _("New reports on neutrality"), _("Nothing new."), rows,
                    map(_case_item, rows), _list("?state=submitted"))  # fmt: skip


def _answered(post: Post) -> Section:
    """Where the reporter wrote last."""
    told = Max("leaves__turn", filter=Q(leaves__collected=True, leaves__written_by__isnull=True))
    said = Max("leaves__turn", filter=Q(leaves__written_by__isnull=False))
    rows: Any = Case.objects.visible_to(post).filter(state__in=rules.OPEN)
    rows = rows.annotate(told=told, said=said).filter(told__gt=F("said"))
    found = list(_counted(rows))
    return _section("answers", _("The reporter wrote back"), _("No answer waits."), found,
                    map(_case_item, found), _list())  # fmt: skip


def _counted(rows: Any) -> Any:
    return rows.annotate(total=Window(Count("pk"))).order_by("arrived_on", "number")[:SHOWN]


def _waiting(post: Post) -> Any:
    rows = Proposal.objects.filter(
        case__in=Case.objects.visible_to(post), state=Proposal.State.OPEN
    )
    return rows.select_related("case").annotate(total=Window(Count("pk"))).order_by("proposed_at")


def _proposed(post: Post) -> Section:
    """Closings that another person proposed."""
    rows = _waiting(post).filter(kind=Proposal.Kind.CLOSE)
    found = list(rows.exclude(proposed_by__account=post.account_id)[:SHOWN])
    return _section("proposals", _("Waits for a second person"), _("Nothing is proposed."), found,
                    [_case_item(row.case) for row in found], _list())  # fmt: skip


def _requests(post: Post) -> Section:
    """Requests to open an identity."""
    found = list(_waiting(post).filter(kind=Proposal.Kind.IDENTITY)[:SHOWN])
    items = [
        Item(title=row.case.number, url=reverse("neutrality:request", args=[row.pk]),
             state=row.get_kind_display())
        for row in found
    ]  # fmt: skip
    return _section("requests", _("Requests to open an identity"), _("No request waits."), found,
                    items, _list())  # fmt: skip
