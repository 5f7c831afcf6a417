"""Giving a directive in the meeting, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, DeskMember, Post
from sinergi.followups.actions import assign, withdraw
from sinergi.followups.models import Followup
from sinergi.followups.rules import OPEN
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid
from sinergi.meetings.models import AgendaItem, Directive, DirectiveShare, Meeting
from sinergi.meetings.permissions import directives as permissions

LONGEST_TEXT = 200  # characters
MOST_OWNERS = 300  # every village of a regency, and then some
SHORT = {"evidence_asked": 300, "problem": 300, "measure": 300, "supporting": 300}

Owner = Agency | Desk


@action(
    "directive.given",
    subject=Directive,
    parent=Meeting,
    lock_parent=True,
    may=permissions.may_give_directive,
    title=_("Give a directive"),
)
def give_directive(
    by: Post,
    meeting: Meeting,
    *,
    text: str,
    owners: Sequence[Owner],
    due_at: datetime,
    detail: str = "",
    evidence_asked: str = "",
    item: AgendaItem | None = None,
    in_plan: bool = False,
    problem: str = "",
    measure: str = "",
    supporting: str = "",
) -> Directive:
    """Order something of one or several: each owner gets a follow-up of its own, which climbs.

    Raises Invalid at its field: no text, no owner, a due time that has passed.
    """
    short = {
        "evidence_asked": evidence_asked,
        "problem": problem,
        "measure": measure,
        "supporting": supporting,
    }
    _check(text, owners, due_at, item, meeting)
    directive = Directive.objects.create(
        meeting=meeting,
        item=item,
        number=_next_number(meeting),
        text=text.strip(),
        detail=detail.strip(),
        due_at=due_at,
        given_at=now(),
        given_by=by.actor_label,
        in_plan=in_plan,
        **{name: _short(name, value) for name, value in short.items()},
    )
    _share_out(by, directive, list(dict.fromkeys(owners)))
    return directive


def _check(
    text: str, owners: Sequence[Owner], due_at: datetime, item: AgendaItem | None, meeting: Meeting
) -> None:
    if not text.strip():
        raise Invalid(_("Say what is to be done."), field="text")
    if len(text.strip()) > LONGEST_TEXT:
        raise Invalid(_("At most %(count)d characters.") % {"count": LONGEST_TEXT}, field="text")
    if not owners or len(owners) > MOST_OWNERS:
        raise Invalid(_("Name the one who is to do it, or several."), field="owners")
    if any(owner.operation_id != meeting.operation_id for owner in owners):
        raise Invalid(_("Not of this operation."), field="owners")
    if due_at <= now():
        raise Invalid(_("The due time has already passed."), field="due_at")
    if item is not None and item.meeting_id != meeting.pk:
        raise Invalid(_("Not a point of this meeting."), field="item")


def _short(name: str, value: str) -> str:
    if len(value.strip()) > SHORT[name]:
        raise Invalid(_("At most %(count)d characters.") % {"count": SHORT[name]}, field=name)
    return value.strip()


def _next_number(meeting: Meeting) -> int:
    """The row of the meeting is locked, so that two at once get two numbers."""
    last = Directive.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _share_out(by: Post, directive: Directive, owners: list[Owner]) -> None:
    meeting = directive.meeting
    known = meeting.journal_audience()
    shares = [
        DirectiveShare(directive=directive, followup=_asked(by, directive, owner, known))
        for owner in owners
    ]
    DirectiveShare.objects.bulk_create(shares)
    note(number=directive.number, owners=[str(owner) for owner in owners])


def _asked(by: Post, directive: Directive, owner: Owner, known: Sequence[Any] | None) -> Followup:
    return assign(
        by,
        directive.meeting.desk,
        kind="directive",
        title=directive.text,
        detail=directive.detail,
        region=_place(directive.meeting, owner),
        to=owner,
        due_at=directive.due_at,
        origin=(
            f"{directive.meeting.title} · {directive.number}"[-200:],
            reverse("meetings:directive", args=[directive.pk]),
        ),
        audience=None if known is None else sorted({*map(str, known), *_agencies_of(owner)}),
        evidence_asked=directive.evidence_asked,
    )


def _place(meeting: Meeting, owner: Owner) -> Any:
    """Where the owner sits, so that whoever reads there sees it; else where the meeting was."""
    inside = f"{owner.region_id}.".startswith(f"{meeting.region_id}.")
    return owner.region if inside else meeting.region


def _agencies_of(owner: Owner) -> Iterable[str]:
    """The agencies that must know of it to do it."""
    if isinstance(owner, Agency):
        return [str(owner.pk)]
    seated = DeskMember.objects.sitting().filter(desk=owner)
    return [str(key) for key in seated.values_list("post__agency_id", flat=True)]


@action(
    "directive.withdrawn",
    subject=Directive,
    may=permissions.may_withdraw_directive,
    title=_("Withdraw the directive"),
)
def withdraw_directive(by: Post, directive: Directive, *, reason: str) -> Directive:
    """Take it back: whoever has not done it need not do it any more."""
    if not reason.strip():
        raise Invalid(_("Say why it is withdrawn."), field="reason")
    bound = Followup.objects.filter(of_directive__directive=directive, state__in=OPEN)
    for followup in bound.select_related("from_desk"):
        withdraw(by, followup, reason=reason)
    note(reason=reason.strip(), number=directive.number)
    return directive
