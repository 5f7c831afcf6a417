"""All directives that one may see, what became of each, and the share done in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups import rules
from sinergi.followups.models import Followup
from sinergi.kernel.clock import now
from sinergi.meetings.models import Directive, DirectiveShare, Meeting
from sinergi.meetings.queries.minutes import with_shares
from sinergi.regions.models import under

Choice = tuple[str, str]


def visible_to(post: Post) -> QuerySet[Directive]:
    """Those of meetings that she may see, and those of which she may see a follow-up."""
    meetings = Meeting.objects.visible_to(post).values("pk")
    shares = Followup.objects.visible_to(post).filter(of_directive__directive=OuterRef("pk"))
    rows = Directive.objects.filter(meeting__operation_id=post.operation_id)
    return rows.filter(Q(meeting__in=meetings) | Exists(shares))


def whole(post: Post) -> QuerySet[Directive]:
    """The same, with all that their pages name."""
    return with_shares(
        visible_to(post).select_related(
            "meeting__desk", "meeting__region", "meeting__operation", "item"
        )
    )


def listed(
    post: Post, *, state: str = "", agency: Agency | None = None, meeting: Meeting | None = None
) -> QuerySet[Directive]:
    """Filtered by the state of any share; what is due first before what has ended."""
    wanted = _in_state(state)
    if agency:
        wanted &= Q(followup__to_agency=agency)
    rows = whole(post)
    if meeting:
        rows = rows.filter(meeting=meeting)
    shares = DirectiveShare.objects.filter(directive=OuterRef("pk"))
    if state or agency:
        rows = rows.filter(Exists(shares.filter(wanted)))
    still = Exists(shares.filter(followup__state__in=rules.OPEN))
    return rows.annotate(still=still).order_by("-still", "due_at", "number", "pk")


def _in_state(state: str) -> Q:
    late = Q(followup__state__in=rules.OWED, followup__due_at__lte=now())
    known = {
        "": Q(),
        "open": Q(followup__state__in=rules.OPEN),
        "overdue": late,
        "climbed": Q(followup__state__in=rules.OWED, followup__climbs__gt=0),
    }
    return known.get(state, Q(followup__state=state))


def meetings_with_directives(post: Post) -> QuerySet[Meeting]:
    """Those that she may see in which directives were given, the newest first."""
    given = Directive.objects.filter(meeting=OuterRef("pk"))
    return Meeting.objects.visible_to(post).filter(Exists(given)).order_by("-starts_at")


@dataclass(frozen=True)
class Share:
    """How one owner, or all, did what was due by now; what is not yet due stands apart.

    `in_time`: answered by the due time, and the answer was enough. `due`: all whose due time has
    passed, but those that were withdrawn.
    """

    owner: Any
    in_time: int
    due: int
    late: int
    ahead: int

    @property
    def share(self) -> float | None:
        """in_time / due, between 0 and 1; None when nothing was due yet."""
        return self.in_time / self.due if self.due else None


# An answer that was given in time and judged later was in time: judging is not its owner's work.
_IN_TIME = Q(followup__state="closed", followup__answered_at__lte=F("followup__due_at"))


def shares_in_time(post: Post) -> tuple[Share, list[Share]]:
    """Of all directives that she may see: the whole, and each owner's, the weakest first.

    One statement.
    """
    due = Q(followup__due_at__lte=now())
    rows = (
        DirectiveShare.objects.filter(directive__in=visible_to(post).values("pk"))
        .exclude(followup__state="withdrawn")
        .values("followup__to_agency__name", "followup__to_desk__name")
        .annotate(
            in_time=Count("pk", filter=due & _IN_TIME),
            due=Count("pk", filter=due),
            late=Count("pk", filter=due & Q(followup__state__in=rules.OWED)),
            ahead=Count("pk", filter=Q(followup__due_at__gt=now())),
        )
    )
    found = [_share(dict(row)) for row in rows]
    found.sort(key=lambda one: (one.share is None, one.share or 0, -one.due, str(one.owner)))
    return _sum(found), found


def _share(row: dict[str, Any]) -> Share:
    owner = row["followup__to_agency__name"] or row["followup__to_desk__name"]
    return Share(owner, row["in_time"], row["due"], row["late"], row["ahead"])


def _sum(every: list[Share]) -> Share:
    totals = (sum(getattr(one, name) for one in every) for name in _COUNTED)
    return Share(_("All"), *totals)


_COUNTED = ("in_time", "due", "late", "ahead")


def owner_choices(meeting: Meeting) -> list[tuple[Any, list[Choice]]]:
    """To whom a directive may go, in groups: those called first. Three statements."""
    called = set(
        meeting.participants.filter(struck=False, agency__isnull=False).values_list(
            "agency_id", flat=True
        )
    )
    near = under("region_id", [meeting.region_id]) | Q(pk__in=called)
    agencies = Agency.objects.filter(near, operation_id=meeting.operation_id).order_by("name")
    desks = Desk.objects.filter(
        under("region_id", [meeting.region_id]), operation_id=meeting.operation_id
    ).order_by("region_id")
    named = [(pk, (f"agency:{pk}", name)) for pk, name in agencies.values_list("pk", "name")]
    groups = [
        (_("Called to this meeting"), [choice for pk, choice in named if pk in called]),
        (_("Other agencies"), [choice for pk, choice in named if pk not in called]),
        (_("Desks"), [(f"desk:{pk}", name) for pk, name in desks.values_list("pk", "name")]),
    ]
    return [(title, choices) for title, choices in groups if choices]
